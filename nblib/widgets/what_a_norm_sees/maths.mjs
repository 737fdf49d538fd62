// Batches, their running statistics and what a normalization makes of them; the twin of maths.py
// beside it. A batch is a list of rows, one for each example. Pure.
import { normalsOf } from "../core/mulberry.mjs";
import {
  EPS,
  EXAMPLE,
  FEATURES,
  LARGEST,
  MEANS,
  MODES,
  MOST_STEPS,
  NORMS,
  RINGED,
  SPREADS,
} from "./constants.mjs";

const ONE = LARGEST * FEATURES; // random numbers in one batch
const COLUMNS = Array.from({ length: FEATURES }, (_, j) => j);

/** draws(seed): the random numbers of a seed. */
export const source = () => normalsOf((MOST_STEPS + 1) * ONE);

/** Batch number index: rows of features. */
export function drawn(numbers, index, size) {
  const value = (i, j) => MEANS[j] + SPREADS[j] * numbers[index * ONE + i * FEATURES + j];
  return Array.from({ length: size }, (_, i) => COLUMNS.map((j) => value(i, j)));
}

/** The batch that is shown: the example with the ring, then others of the batch after this step. */
export function batch(numbers, { step, size, value }) {
  const rows = drawn(numbers, step, size);
  rows[0] = EXAMPLE.map((v, j) => (j === RINGED ? value : v));
  return rows;
}

/** The mean and variance of some numbers; less: what is taken from their count for the variance. */
export function moments(values, less = 0) {
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  const squares = values.reduce((sum, v) => sum + (v - mean) ** 2, 0);
  return { mean, variance: squares / (values.length - less) };
}

const column = (rows, j) => rows.map((row) => row[j]);

/** What batch norm has kept of each feature after so many steps: [{ mean, variance }, …]. */
export function running(numbers, { step, size, momentum }) {
  let statistics = COLUMNS.map(() => ({ mean: 0, variance: 1 }));
  for (let index = 0; index < step; index++) {
    const rows = drawn(numbers, index, size);
    statistics = statistics.map(({ mean, variance }, j) => {
      const found = moments(column(rows, j), 1);
      return {
        mean: mean + momentum * (found.mean - mean),
        variance: variance + momentum * (found.variance - variance),
      };
    });
  }
  return statistics;
}

/** What is measured: "batch", "running" or "example". */
export function verdict(norm, mode) {
  if (norm === NORMS[1]) return "example";
  return mode === MODES[0] ? "batch" : "running";
}

/** What is used for example i and feature j, as a function of i and j: { mean, variance }. */
export function measured(kind, rows, statistics) {
  if (kind === "running") return (_, j) => statistics[j];
  if (kind === "example") {
    const each = rows.map((row) => moments(row));
    return (i) => each[i];
  }
  const each = COLUMNS.map((j) => moments(column(rows, j)));
  return (_, j) => each[j];
}

/** The rows, centered and scaled. */
export function normalized(rows, used) {
  return rows.map((row, i) =>
    row.map((v, j) => {
      const { mean, variance } = used(i, j);
      return (v - mean) / Math.sqrt(variance + EPS);
    })
  );
}
