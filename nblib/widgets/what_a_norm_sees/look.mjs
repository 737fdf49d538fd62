// All that the widget shows, worked out from its traits. Pure: numbers in, numbers out.
import { FEATURES, RINGED } from "./constants.mjs";
import { batch, measured, normalized, running, verdict } from "./maths.mjs";

/** What the two pictures hold, up and down; what goes farther is held at the border. */
export const BEFORE = [-8, 8];
export const AFTER = [-4, 4];

const HALF = 0.22; // of the width of a band around a feature

/**
 * What is seen. before, after: the rows; seen, kept: bands { from, to, low, high } of mean ± one
 * standard deviation, those that are used and those that batch norm has kept; used: of the value
 * with the ring.
 */
export function look(traits, draws) {
  const { norm, mode, value } = traits;
  const numbers = draws(traits.seed);
  const rows = batch(numbers, traits);
  const memory = running(numbers, traits);
  const status = verdict(norm, mode);
  const use = measured(status, rows, memory);
  const after = normalized(rows, use);
  const far = after.flat().filter((v) => v < AFTER[0] || v > AFTER[1]).length;
  return {
    ...traits,
    status,
    before: rows,
    after,
    seen: status === "example" ? [band(0.6, FEATURES + 0.4, use(0, 0))] : bands((j) => use(0, j)),
    kept: status === "example" ? [] : bands((j) => memory[j]),
    used: use(0, RINGED),
    memory: memory[RINGED],
    value,
    output: after[0][RINGED],
    far,
  };
}

function band(from, to, { mean, variance }) {
  const half = Math.sqrt(variance);
  return { from, to, low: mean - half, high: mean + half };
}

const bands = (of) =>
  Array.from({ length: FEATURES }, (_, j) => band(j + 1 - HALF, j + 1 + HALF, of(j)));
