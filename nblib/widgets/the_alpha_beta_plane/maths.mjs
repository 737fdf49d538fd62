// Heavy ball on a quadratic of two weights; the twin of maths.py beside it. Pure.
import { FAR, NEARLY } from "./constants.mjs";

/** The curvatures of the flat and the steep direction. */
export const curvatures = (condition) => [1 / condition, 1];

/** The factor per step of one direction in the long run: the size of the larger root. */
export function growth(rate, momentum, curvature) {
  const half = (1 + momentum - rate * curvature) / 2;
  const inside = half * half - momentum;
  return inside < 0 ? Math.sqrt(momentum) : Math.abs(half) + Math.sqrt(inside);
}

/**
 * How one direction moves: "diverging", "critically damped", "oscillating", "monotone" or
 * "jumping".
 */
export function regime(rate, momentum, curvature) {
  if (growth(rate, momentum, curvature) >= 1) return "diverging";
  // The roots are equal at two products of rate and curvature, and complex between them.
  const product = rate * curvature;
  const low = (1 - Math.sqrt(momentum)) ** 2;
  const high = (1 + Math.sqrt(momentum)) ** 2;
  const isNear = (border) => Math.abs(product - border) < NEARLY * border;
  if (isNear(low) || isNear(high)) return "critically damped";
  if (low < product && product < high) return "oscillating";
  return product < low ? "monotone" : "jumping";
}

/** The factor per step of the slower direction. */
export const factor = (rate, momentum, condition) =>
  Math.max(...curvatures(condition).map((curvature) => growth(rate, momentum, curvature)));

/** The rate and the momentum with the smallest factor. */
export function best(condition) {
  const root = Math.sqrt(condition);
  return [(2 / (1 + 1 / root)) ** 2, ((root - 1) / (root + 1)) ** 2];
}

/** The path [[w₁, w₂], …], at most steps + 1 points; it ends before a weight is beyond FAR. */
export function walk(start, rate, momentum, condition, steps) {
  const slopes = curvatures(condition);
  let w = start;
  let velocity = [0, 0];
  const path = [w];
  for (let k = 0; k < steps; k++) {
    velocity = velocity.map((v, i) => momentum * v + slopes[i] * w[i]);
    w = w.map((v, i) => v - rate * velocity[i]);
    if (!w.every((v) => Math.abs(v) <= FAR)) break;
    path.push(w);
  }
  return path;
}

/** The loss at two weights. */
export function loss(w, condition) {
  const [flat, steep] = curvatures(condition);
  return (flat * w[0] * w[0] + steep * w[1] * w[1]) / 2;
}
