// SGD on a noisy bowl with a schedule drawn through knots: the exact mean of the loss, its floor at
// each rate, and one run; the twin of maths.py beside it. Pure.
import { normalsOf } from "../core/mulberry.mjs";
import { clamp } from "../core/numbers.mjs";
import { CURVATURES, START, STEPS } from "./constants.mjs";

const drawn = normalsOf(2 * STEPS);

/** The part of the largest rate at a time from 0 to 1: lines from knot to knot. */
export function partAt(knots, time) {
  let i = 0;
  while (i < knots.length - 2 && knots[i + 1][0] <= time) i++;
  const [t0, low] = knots[i];
  const [t1, high] = knots[i + 1];
  const share = t1 > t0 ? (time - t0) / (t1 - t0) : 1;
  return low + (high - low) * share;
}

/** The learning rate of each step. */
export const rates = (knots, lr) =>
  Array.from({ length: STEPS }, (_, k) => lr * partAt(knots, k / STEPS));

/** The mean of the loss over all runs, before each step and at the end. */
export function meanLoss(schedule, noise) {
  const losses = new Array(STEPS + 1).fill(0);
  CURVATURES.forEach((curvature, i) => {
    let square = START[i] * START[i];
    losses[0] += (curvature * square) / 2;
    schedule.forEach((rate, k) => {
      square = (1 - rate * curvature) ** 2 * square + (rate * noise) ** 2;
      losses[k + 1] += (curvature * square) / 2;
    });
  });
  return losses;
}

/** Where the mean loss would settle at each rate; infinite where it would not. */
export const floors = (schedule, noise) =>
  schedule.map((rate) => {
    let floor = 0;
    for (const curvature of CURVATURES) {
      const room = 2 - rate * curvature;
      floor += room > 0 ? (rate * noise ** 2) / (2 * room) : Infinity;
    }
    return floor;
  });

/** The loss of one run, before each step and at the end. */
export function oneRun(schedule, noise, seed) {
  const chance = drawn(seed);
  const error = [...START];
  const loss = () => CURVATURES.reduce((sum, c, i) => sum + (c * error[i] * error[i]) / 2, 0);
  const losses = [loss()];
  schedule.forEach((rate, k) => {
    CURVATURES.forEach((curvature, i) => {
      error[i] -= rate * (curvature * error[i] + noise * chance[2 * k + i]);
    });
    losses.push(loss());
  });
  return losses;
}

// Between which times a knot can be moved: those of its neighbors; the ends keep theirs.
function timesOf(knots, i) {
  if (i === 0) return [0, 0];
  if (i === knots.length - 1) return [1, 1];
  return [knots[i - 1][0], knots[i + 1][0]];
}

/** Knots with number i moved to a place, as near to it as it may go. */
export function movedKnot(knots, i, [time, fraction]) {
  const place = [clamp(time, ...timesOf(knots, i)), clamp(fraction, 0, 1)];
  return knots.map((knot, j) => (j === i ? place.map((v) => Number(v.toFixed(4))) : knot));
}
