// Gradient descent with momentum; the twin of descend in nblib/page/surfaces.py. Pure.
import { curvatures } from "../core/surfaces.mjs";
import { FAR, LOST, STILL } from "./constants.mjs";

/** The path [[x, y], …] of at most steps + 1 points; shorter when a weight leaves beyond FAR. */
export function descend(surface, [x, y], lr, momentum, steps) {
  const path = [[x, y]];
  let vx = 0;
  let vy = 0;
  for (let k = 0; k < steps; k++) {
    const [gx, gy] = surface.gradient(x, y);
    vx = momentum * vx + gx;
    vy = momentum * vy + gy;
    x -= lr * vx;
    y -= lr * vy;
    if (!(Math.abs(x) <= FAR && Math.abs(y) <= FAR)) break;
    path.push([x, y]);
  }
  return path;
}

/**
 * The learning rate above which descent with momentum diverges on a bowl of this curvature: 2 (1 +
 * momentum) / curvature.
 */
export const stabilityLimit = (curvature, momentum) => (2 * (1 + momentum)) / curvature;

/**
 * The factor by which the error along a direction of this curvature changes per step, in the long
 * run: the larger root, in size, of r² − (1 + momentum − lr·curvature) r + momentum = 0.
 */
export function growth(lr, curvature, momentum) {
  const half = (1 + momentum - lr * curvature) / 2;
  const inside = half * half - momentum;
  return inside < 0 ? Math.sqrt(momentum) : Math.abs(half) + Math.sqrt(inside);
}

/**
 * How a path ends: { status: "converged" | "saddle" | "diverged" | "moving", step }, step being
 * where it got there.
 */
export function verdict(surface, path, steps) {
  const [xLow, xHigh, yLow, yHigh] = surface.window;
  const far = LOST * Math.max(xHigh - xLow, yHigh - yLow);
  const gone = path.findIndex(([x, y]) => Math.hypot(x, y) > far);
  if (gone >= 0) return { status: "diverged", step: gone };
  if (path.length < steps + 1) return { status: "diverged", step: path.length - 1 };
  const last = path[path.length - 1];
  if (Math.hypot(...surface.gradient(...last)) > STILL) return { status: "moving", step: steps };
  let step = path.length - 1;
  while (step > 0 && Math.hypot(...surface.gradient(...path[step - 1])) <= STILL) step--;
  return { status: curvatures(surface, ...last)[0] < 0 ? "saddle" : "converged", step };
}
