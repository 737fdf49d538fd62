// What a run of gradient descent shows, in a sentence or two. Pure: a run in, words out.
import { growth, stabilityLimit } from "./maths.mjs";
import { write } from "../core/numbers.mjs";
import { curvatures } from "../core/surfaces.mjs";

const norm = ([x, y]) => Math.hypot(x, y);
const apart = (p, q) => Math.hypot(p[0] - q[0], p[1] - q[1]);
const slopeAt = (surface, p) => norm(surface.gradient(...p));

/** Say how a run ends, and why. gaps: height above the lowest minimum at each step; end: what verdict() says. */
export function story({ surface, path, gaps, end, lr, momentum }) {
  if (end.status === "diverged") {
    return surface.quadratic
      ? overshoot(surface, lr, momentum)
      : runaway(surface, path, lr, momentum);
  }
  if (end.status === "saddle") {
    return `Stops at a saddle after ${end.step} steps: the gradient is zero there, yet along one direction it goes down. Move the start a little off the line.`;
  }
  const text = end.status === "converged"
    ? `Converged: after ${end.step} steps the gradient is as good as zero.`
    : unfinished(surface, path, gaps, lr, momentum);
  return [
    text,
    surface.quadratic ? paces(surface, lr, momentum) : whichMinimum(surface, path, gaps, end),
  ].filter(Boolean).join(" ");
}

const bound = (limit, momentum) =>
  `${momentum > 0 ? "2 (1 + momentum) / curvature" : "2 / curvature"} = ${write(limit)}`;

function overshoot(surface, lr, momentum) {
  const [flat, steep] = curvatures(surface, 0, 0);
  const where = flat === steep ? "" : " along the steep direction";
  return `Diverges. Every step overshoots${where}: the learning rate ${write(lr)} is above ${
    bound(stabilityLimit(steep, momentum), momentum)
  }, so the error ${where ? "there " : ""}grows by a factor of ${
    write(growth(lr, steep, momentum))
  } a step.`;
}

// Away from a bowl the curvature differs from place to place: name the first one that does not bear the learning rate.
function runaway(surface, path, lr, momentum) {
  const steepest = path.map((p) => curvatures(surface, ...p)[1]);
  const k = steepest.findIndex((curvature) =>
    curvature > 0 && stabilityLimit(curvature, momentum) < lr
  );
  if (k < 0) return "Diverges: the steps grow until they leave the map for good.";
  const place = k === 0 ? "At the start" : `At step ${k}`;
  return `Diverges. ${place} the largest curvature is ${
    write(steepest[k])
  }, which bears a learning rate of ${write(stabilityLimit(steepest[k], momentum))} at most; with ${
    write(lr)
  } the steps overshoot further and further.`;
}

function unfinished(surface, path, gaps, lr, momentum) {
  const steps = path.length - 1;
  const last = path[steps];
  const nearest = surface.minima.reduce((a, b) => (apart(last, b) < apart(last, a) ? b : a));
  const steep = curvatures(surface, ...nearest)[1];
  const limit = stabilityLimit(steep, momentum);
  if (surface.quadratic && Math.abs(lr / limit - 1) < 1e-9) {
    return `The learning rate is exactly ${
      bound(limit, momentum)
    }: the error neither grows nor shrinks.`;
  }
  if (surface.quadratic && lr > limit) {
    return `Growing: the learning rate ${write(lr)} is above ${bound(limit, momentum)}.`;
  }
  const striding = apart(path[Math.max(0, steps - 1)], last) > 0.05;
  if (lr > limit && striding && gaps[steps] > gaps[Math.floor(steps / 2)] / 2) {
    return `Does not settle: at the minimum the largest curvature is ${
      write(steep)
    }, which bears a learning rate of ${write(limit)} at most; with ${
      write(lr)
    } the steps jump about it.`;
  }
  if (apart(last, nearest) < 0.1) return `Almost there after ${steps} steps.`;
  if (slopeAt(surface, last) < 0.02) {
    return `Barely moving after ${steps} steps: the surface is almost flat here.`;
  }
  return `Still on its way after ${steps} steps.`;
}

// On a bowl: what a step does to the error in the steepest and in the flattest direction.
function paces(surface, lr, momentum) {
  const [flat, steep] = curvatures(surface, 0, 0);
  if (momentum > 0) {
    return `In the long run a step changes the error by a factor of ${
      write(growth(lr, steep, momentum))
    }${
      flat === steep ? "" : ` across the valley and ${write(growth(lr, flat, momentum))} along it`
    }.`;
  }
  if (flat === steep) {
    return `A step multiplies the error by ${write(1 - lr * steep)} in every direction.`;
  }
  const across = 1 - lr * steep;
  return `A step multiplies the error across the valley by ${write(across)}${
    across < 0 ? ", so it jumps from side to side," : ""
  } and along it by ${write(1 - lr * flat)}.`;
}

// Between two minima there is a saddle, and one minimum may be deeper.
function whichMinimum(surface, path, gaps, end) {
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
  if (limit !== null) {
    facts[quadratic ? "limit for the learning rate" : "limit by the curvature here"] = write(
      limit,
      3,
    );
  }
  return facts;
}
