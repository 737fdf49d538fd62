// Four walkers on a surface of two weights; the twin of maths.py. Pure.
import { curvatures, surfaces } from "../core/surfaces.mjs";
import { ENOUGH, FLAT, HALVINGS, LOST, PAIRS, STEPS, STILL, WALKERS } from "./constants.mjs";

const hills = {
  value: (x, y) => (x ** 4 + y ** 4) / 4 - (x * x + y * y) / 2,
  gradient: (x, y) => [x ** 3 - x, y ** 3 - y],
  hessian: (x, y) => [3 * x * x - 1, 0, 3 * y * y - 1],
  minima: [[-1, -1], [-1, 1], [1, -1], [1, 1]],
  window: [-2.25, 2.25, -1.5, 1.5],
  start: [0.35, 0.2],
};

/** The surface of a name. */
export const surfaceOf = (name) => (name === "hills and hollows" ? hills : surfaces[name]);

// The step −(H + shift · I)⁻¹ g, null where the matrix is as good as singular.
function solved([xx, xy, yy], [gx, gy], shift = 0) {
  const a = xx + shift;
  const b = yy + shift;
  const determinant = a * b - xy * xy;
  if (Math.abs(determinant) < FLAT) return null;
  return [-(b * gx - xy * gy) / determinant, -(a * gy - xy * gx) / determinant];
}

// The step times the largest of first, first / 2, … that brings the loss down enough, or null.
function careful(surface, [x, y], step, first = 1) {
  const slope = dot(surface.gradient(x, y), step);
  const startLoss = surface.value(x, y);
  let t = first;
  for (let k = 0; k < HALVINGS; k++) {
    const trialLoss = surface.value(x + t * step[0], y + t * step[1]);
    if (trialLoss <= startLoss + ENOUGH * t * slope) return [t * step[0], t * step[1]];
    t /= 2;
  }
  return null;
}

const dot = (a, b) => a[0] * b[0] + a[1] * b[1];

function descentStep(surface, point, lr) {
  const [gx, gy] = surface.gradient(...point);
  return [-lr * gx, -lr * gy];
}

const newtonStep = (surface, point) =>
  solved(surface.hessian(...point), surface.gradient(...point));

function dampedStep(surface, point, damping) {
  const [low] = curvatures(surface, ...point);
  const shift = damping + Math.max(0, -low);
  const step = solved(surface.hessian(...point), surface.gradient(...point), shift);
  return step && careful(surface, point, step);
}

// L-BFGS: a function from a point to the next step, with a memory of the last ones.
function remembering(surface) {
  let pairs = [];
  let last = null;
  return (point) => {
    const gradient = surface.gradient(...point);
    if (last) {
      const y = [gradient[0] - last.gradient[0], gradient[1] - last.gradient[1]];
      if (dot(last.step, y) > FLAT) pairs = [...pairs, [last.step, y]].slice(-PAIRS);
    }
    const size = Math.abs(gradient[0]) + Math.abs(gradient[1]);
    const first = pairs.length ? 1 : Math.min(1, 1 / size);
    const step = careful(surface, point, twoLoops(gradient, pairs), first);
    last = step && { gradient, step };
    return step;
  };
}

function twoLoops(gradient, pairs) {
  let q = [-gradient[0], -gradient[1]];
  const shares = [];
  for (const [s, y] of [...pairs].reverse()) {
    const share = dot(s, q) / dot(y, s);
    q = [q[0] - share * y[0], q[1] - share * y[1]];
    shares.unshift(share);
  }
  if (pairs.length) {
    const [s, y] = pairs[pairs.length - 1];
    const scale = dot(s, y) / dot(y, y);
    q = [scale * q[0], scale * q[1]];
  }
  pairs.forEach(([s, y], i) => {
    const correction = shares[i] - dot(y, q) / dot(y, s);
    q = [q[0] + correction * s[0], q[1] + correction * s[1]];
  });
  return q;
}

function walk(surface, start, step) {
  const path = [[...start]];
  while (path.length <= STEPS) {
    const point = path[path.length - 1];
    if (!(Math.hypot(...surface.gradient(...point)) > STILL)) break;
    const moved = step(point);
    if (!moved) break;
    const next = [point[0] + moved[0], point[1] + moved[1]];
    if (!(Math.hypot(...next) <= LOST)) break;
    path.push(next);
  }
  return path;
}

/** The paths of the walkers, in the order of WALKERS. */
export function walks(surface, start, lr, damping) {
  const steps = [
    (point) => descentStep(surface, point, lr),
    (point) => newtonStep(surface, point),
    (point) => dampedStep(surface, point, damping),
    remembering(surface),
  ];
  return WALKERS.map((_, i) => walk(surface, start, steps[i]));
}

/** What a point is: "off" the map, "moving", "minimum", "maximum" or "saddle". */
export function kindOf(surface, [x, y], arrived) {
  const [xLow, xHigh, yLow, yHigh] = surface.window;
  if (!(x >= xLow && x <= xHigh && y >= yLow && y <= yHigh)) return "off";
  if (Math.hypot(...surface.gradient(x, y)) > arrived) return "moving";
  const [low, high] = curvatures(surface, x, y);
  if (low > 0) return "minimum";
  return high < 0 ? "maximum" : "saddle";
}
