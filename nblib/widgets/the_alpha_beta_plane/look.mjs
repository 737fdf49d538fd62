// All that the widget shows, worked out from its traits. Pure: traits in, numbers out.
import { sample } from "../core/contours.mjs";
import { HIGHEST_RATE, SHOWS, STEPS } from "./constants.mjs";
import { best, curvatures, factor, growth, loss, regime, walk } from "./maths.mjs";

/** The cells of the plane. */
export const GRID = { nx: 160, ny: 120 };
/** The lowest loss that the curve shows: its scale is logarithmic. */
export const FLOOR = 1e-12;
const LEVELS = 9; // of the rate of convergence

/**
 * What is seen. path: the weights step by step; losses: never below FLOOR; last: the last loss as
 * it is; moves: how each direction moves, with its side where it is critically damped; slower: 0
 * where the flat direction decides, 1 for the steep one; steps10: how many steps a tenth takes.
 */
export function look(traits) {
  const { rate, momentum, condition, start } = traits;
  const path = walk(start, rate, momentum, condition, STEPS);
  const growths = curvatures(condition).map((curvature) => growth(rate, momentum, curvature));
  const perStep = Math.max(...growths);
  const slower = growths[1] > perStep - 1e-12 ? 1 : 0;
  const regimes = curvatures(condition).map((curvature) => regime(rate, momentum, curvature));
  return {
    ...traits,
    path,
    losses: path.map((w) => Math.max(loss(w, condition), FLOOR)),
    last: loss(path.at(-1), condition),
    moves: curvatures(condition).map((curvature, i) => {
      const jumps = regimes[i] === "critically damped" && rate * curvature > 1 + momentum;
      return jumps ? "critically damped, jumping" : regimes[i];
    }),
    growths,
    factor: perStep,
    slower,
    regimes,
    best: best(condition),
    steps10: perStep < 1 ? Math.log(10) / -Math.log(perStep) : Infinity,
    colored: traits.shows === SHOWS[1],
    named: traits.shows === SHOWS[2],
    status: regimes[slower].split(" ")[0],
  };
}

/** The powers of ten by which the error falls per step, on the grid of the plane, and levels. */
export function speeds(condition) {
  const window = [0, HIGHEST_RATE, 0, 1];
  const speed = (rate, momentum) => {
    const perStep = factor(rate, momentum, condition);
    return perStep < 1 && rate > 0 ? -Math.log10(Math.max(perStep, 1e-9)) : -0.001;
  };
  const values = sample(speed, window, GRID.nx, GRID.ny);
  const top = -Math.log10(factor(...best(condition), condition) + 1e-9);
  const heights = Array.from({ length: LEVELS }, (_, k) => (top * k) / LEVELS);
  return { values, heights };
}

/** Where a direction of this curvature is critically damped: [[rate, momentum], …]. */
export function criticalCurve(curvature) {
  return Array.from({ length: 161 }, (_, k) => {
    const rate = (HIGHEST_RATE * k) / 160;
    return [rate, (1 - Math.sqrt(rate * curvature)) ** 2];
  });
}
