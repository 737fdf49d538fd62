// A quadratic loss of two weights with a penalty, solved exactly; the twin of maths.py beside it.
// Pure.
import { HIGHEST, LOWEST, PLACES } from "./constants.mjs";

/** The curvatures [xx, xy, yy]: `stretch` times as steep across as along, turned by degrees. */
export function curvatures(stretch, turn) {
  const angle = (turn * Math.PI) / 180;
  const c = Math.cos(angle);
  const s = Math.sin(angle);
  const flat = 1 / Math.sqrt(stretch);
  const steep = 1 / flat;
  return [flat * c * c + steep * s * s, (flat - steep) * c * s, flat * s * s + steep * c * c];
}

/** How far the loss at w lies above its minimum. */
export function loss([xx, xy, yy], minimum, w) {
  const x = w[0] - minimum[0];
  const y = w[1] - minimum[1];
  return (xx * x * x + 2 * xy * x * y + yy * y * y) / 2;
}

/** The penalty of two weights, without its strength. */
export const penalty = ([x, y], share) =>
  share * (Math.abs(x) + Math.abs(y)) + ((1 - share) * (x * x + y * y)) / 2;

// Minus the slopes of the loss at zero.
const slopes = ([xx, xy, yy], [x, y]) => [xx * x + xy * y, xy * x + yy * y];

/** The weights of the lowest sum of loss and penalty. What is zero is exactly zero. */
export function solve(H, minimum, strength, share) {
  const [xx, xy, yy] = H;
  const round = strength * (1 - share);
  const diagonal = [xx + round, yy + round];
  const b = slopes(H, minimum);
  const threshold = strength * share;
  if (threshold > 0) {
    if (Math.max(Math.abs(b[0]), Math.abs(b[1])) <= threshold) return [0, 0];
    for (const i of [0, 1]) {
      const kept = Math.max(Math.abs(b[i]) - threshold, 0);
      const alone = (Math.sign(b[i]) * kept) / diagonal[i];
      if (Math.abs(b[1 - i] - xy * alone) <= threshold) return i === 0 ? [alone, 0] : [0, alone];
    }
  }
  return both(diagonal, xy, b, threshold);
}

// The weights when neither is zero: of the four pairs of signs, the one that comes out as it went
// in.
function both([xx, yy], xy, b, threshold) {
  const determinant = xx * yy - xy * xy;
  let best = null;
  for (const [p, q] of [[1, 1], [1, -1], [-1, 1], [-1, -1]]) {
    const right = [b[0] - threshold * p, b[1] - threshold * q];
    const w = [
      (yy * right[0] - xy * right[1]) / determinant,
      (xx * right[1] - xy * right[0]) / determinant,
    ];
    const slack = Math.min(p * w[0], q * w[1]);
    if (best === null || slack > best.slack) best = { slack, w };
  }
  return best.w;
}

/** The strengths along a path, from the lowest to the highest. */
export const STRENGTHS = Array.from(
  { length: PLACES + 1 },
  (_, k) => LOWEST * (HIGHEST / LOWEST) ** (k / PLACES),
);

/** The solutions along a path. */
export const path = (H, minimum, share) =>
  STRENGTHS.map((strength) => solve(H, minimum, strength, share));

/** The strength from which on both weights are zero; infinite without L1. */
export function allZeroFrom(H, minimum, share) {
  if (share === 0) return Infinity;
  const [x, y] = slopes(H, minimum);
  return Math.max(Math.abs(x), Math.abs(y)) / share;
}

/** How far from zero the penalty has this level, in the direction of an angle. */
export function reach(level, share, angle) {
  const straight = share * (Math.abs(Math.cos(angle)) + Math.abs(Math.sin(angle)));
  const round = 1 - share;
  if (round === 0) return level / straight;
  return (Math.sqrt(straight * straight + 2 * round * level) - straight) / round;
}
