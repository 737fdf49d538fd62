// What a run of gradient descent shows, in a sentence or two. Pure: a run in, words out.
import { growth, stabilityLimit } from "./maths.mjs";
import { write } from "../core/numbers.mjs";
import { curvatures } from "../core/surfaces.mjs";

const norm = ([x, y]) => Math.hypot(x, y);
const apart = (p, q) => Math.hypot(p[0] - q[0], p[1] - q[1]);
const slopeAt = (surface, p) => norm(surface.gradient(...p));

/** Say how a run ends, and why. view: what look() says; end: what verdict() says. */
export function story(view) {
  const { surface, end } = view;
  if (end.status === "diverged") return surface.quadratic ? overshoot(view) : runaway(view);
  if (end.status === "saddle") {
    return `Stops at a saddle after ${end.step} steps: the gradient is zero there, yet along one direction it goes down. Move the start a little off the line.`;
  }
  const text = end.status === "converged"
    ? `Converged: after ${end.step} steps the gradient is as good as zero.`
    : unfinished(view);
  const more = surface.quadratic ? paces(view) : whichMinimum(view);
  return [text, more].filter(Boolean).join(" ");
}

function bound(limit, momentum) {
  const formula = momentum > 0 ? "2 (1 + momentum) / curvature" : "2 / curvature";
  return `${formula} = ${write(limit)}`;
}

function overshoot({ surface, lr, momentum }) {
  const [flat, steep] = curvatures(surface, 0, 0);
  const where = flat === steep ? "" : " along the steep direction";
  const there = where && "there ";
  const above = bound(stabilityLimit(steep, momentum), momentum);
  const factor = write(growth(lr, steep, momentum));
  const rate = `the learning rate ${write(lr)} is above ${above}`;
  const error = `the error ${there}grows by a factor of ${factor} a step`;
  return `Diverges. Every step overshoots${where}: ${rate}, so ${error}.`;
}

// Away from a bowl the curvature differs from place to place: name the first one that does not bear
// the learning rate.
function runaway({ surface, path, lr, momentum }) {
  const steepest = path.map((p) => curvatures(surface, ...p)[1]);
  const limits = steepest.map((curvature) => stabilityLimit(curvature, momentum));
  const k = steepest.findIndex((curvature, i) => curvature > 0 && limits[i] < lr);
  if (k < 0) return "Diverges: the steps grow until they leave the map for good.";
  const place = k === 0 ? "At the start" : `At step ${k}`;
  const bears = `which bears a learning rate of ${write(limits[k])} at most`;
  const steps = `with ${write(lr)} the steps overshoot further and further`;
  return `Diverges. ${place} the largest curvature is ${write(steepest[k])}, ${bears}; ${steps}.`;
}

function unfinished({ surface, path, gaps, lr, momentum }) {
  const steps = path.length - 1;
  const last = path[steps];
  const nearest = surface.minima.reduce((a, b) => (apart(last, b) < apart(last, a) ? b : a));
  const steep = curvatures(surface, ...nearest)[1];
  const limit = stabilityLimit(steep, momentum);
  const above = bound(limit, momentum);
  if (surface.quadratic && Math.abs(lr / limit - 1) < 1e-9) {
    return `The learning rate is exactly ${above}: the error neither grows nor shrinks.`;
  }
  if (surface.quadratic && lr > limit) {
    return `Growing: the learning rate ${write(lr)} is above ${above}.`;
  }
  const striding = apart(path[Math.max(0, steps - 1)], last) > 0.05;
  if (lr > limit && striding && gaps[steps] > gaps[Math.floor(steps / 2)] / 2) {
    const bears = `which bears a learning rate of ${write(limit)} at most`;
    const jumps = `with ${write(lr)} the steps jump about it`;
    const curvature = `at the minimum the largest curvature is ${write(steep)}`;
    return `Does not settle: ${curvature}, ${bears}; ${jumps}.`;
  }
  if (apart(last, nearest) < 0.1) return `Almost there after ${steps} steps.`;
  if (slopeAt(surface, last) < 0.02) {
    return `Barely moving after ${steps} steps: the surface is almost flat here.`;
  }
  return `Still on its way after ${steps} steps.`;
}

// On a bowl: what a step does to the error in the steepest and in the flattest direction.
function paces({ surface, lr, momentum }) {
  const [flat, steep] = curvatures(surface, 0, 0);
  if (momentum > 0) {
    const factor = write(growth(lr, steep, momentum));
    const along = write(growth(lr, flat, momentum));
    const both = flat === steep ? "" : ` across the valley and ${along} along it`;
    return `In the long run a step changes the error by a factor of ${factor}${both}.`;
  }
  const across = 1 - lr * steep;
  if (flat === steep) return `A step multiplies the error by ${write(across)} in every direction.`;
  const jumps = across < 0 ? ", so it jumps from side to side," : "";
  const along = `along it by ${write(1 - lr * flat)}`;
  return `A step multiplies the error across the valley by ${write(across)}${jumps} and ${along}.`;
}

// Between two minima there is a saddle, and one minimum may be deeper.
function whichMinimum({ surface, path, gaps, end }) {
  if (end.status !== "converged" || surface.minima.length < 2) return "";
  const depths = surface.minima.map((m) => surface.value(...m));
  const differ = Math.max(...depths) - Math.min(...depths) > 1e-6;
  const lingered =
    path.filter((p) => curvatures(surface, ...p)[0] < 0 && slopeAt(surface, p) < 0.2).length;
  return [
    differ &&
    (gaps[path.length - 1] > 1e-6
      ? "This is the shallower minimum: the slope underfoot says nothing of the deeper one."
      : "This is the deeper minimum."),
    lingered >= 5 &&
    `On the way ${lingered} steps went by near a saddle, where the gradient almost vanishes.`,
  ].filter(Boolean).join(" ");
}

/** The numbers below the pictures: of one step of a run. */
export function stepFacts({ step, point, loss, length, quadratic, limit }) {
  const facts = {
    step,
    x: write(point[0], 4),
    y: write(point[1], 4),
    loss: write(loss, 4),
    "length of the gradient": write(length, 3),
  };
  // On a bowl it is one number for all places: the story says it once the rate has passed it.
  if (limit !== null && !quadratic) facts["limit by the curvature here"] = write(limit, 3);
  return facts;
}
