// Polynomials of all degrees through noisy points, by least squares, and their errors; the twin of
// maths.py beside it, which says how. Pure.
import { normalsOf } from "../core/mulberry.mjs";
import { CLOUD, GRID, ROOM, SLOT, STRETCH, TINY, TOP, TURN } from "./constants.mjs";

/** What the points would be without noise. */
export const rule = (x) => Math.sin(STRETCH * x + TURN);

/** count places, evenly from −1 to 1. */
export const evenly = (count) =>
  Array.from({ length: count }, (_, i) => -1 + (2 * i) / (count - 1));

/** Which of n points has the ring. */
export const ringed = (n) => Math.floor((2 * n) / 3);

/** The highest degree that n points determine. */
export const highest = (n) => Math.min(TOP, n - 1);

const GRID_PLACES = evenly(GRID);
const GRID_RULE = GRID_PLACES.map(rule);

/** draws(seed): the noise of all data sets of a seed, as a function of which one. */
export function source() {
  const draws = normalsOf((CLOUD + 1) * SLOT);
  return (seed) => (set) => draws(seed).subarray(set * SLOT, (set + 1) * SLOT);
}

// The y of one data set.
const dataSet = (x, noise, z) => x.map((v, i) => rule(v) + noise * z[i]);

/** The y of the first data set, its ringed point moved by shift. */
export function points({ n, noise, seed, shift }, draws) {
  const y = dataSet(evenly(n), noise, draws(seed)(0));
  y[ringed(n)] += shift;
  return y;
}

const dot = (a, b) => {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
};

/** The orthonormal polynomials on the n places, and the same ones on the grid. */
export function basis(n) {
  const x = evenly(n);
  const start = 1 / Math.sqrt(n);
  let before = [x.map(() => 0), GRID_PLACES.map(() => 0)];
  let now = [x.map(() => start), GRID_PLACES.map(() => start)];
  let last = 0;
  const onPoints = [];
  const onGrid = [];
  for (let k = 0; k <= highest(n); k++) {
    onPoints.push(now[0]);
    onGrid.push(now[1]);
    const [own, ofGrid] = now;
    const middle = dot(x, own.map((v) => v * v));
    const [first, second] = before;
    const after = [
      own.map((v, i) => (x[i] - middle) * v - last * first[i]),
      ofGrid.map((v, i) => (GRID_PLACES[i] - middle) * v - last * second[i]),
    ];
    const size = Math.sqrt(dot(after[0], after[0]));
    last = size;
    before = now;
    now = size > 0 ? after.map((values) => values.map((v) => v / size)) : after;
  }
  return { onPoints, onGrid };
}

/** The curve of this degree through y, on the grid. */
export function fitted(y, degree, { onPoints, onGrid }) {
  const curve = new Array(GRID).fill(0);
  const top = Math.min(degree, onPoints.length - 1);
  for (let k = 0; k <= top; k++) {
    const coefficient = dot(onPoints[k], y);
    for (let i = 0; i < GRID; i++) curve[i] += coefficient * onGrid[k][i];
  }
  return curve;
}

const meanSquare = (values) => dot(values, values) / values.length;

// How far the curves of degree 0, 1, … through y are from the rule, as mean squares.
function fromRule(y, { onPoints, onGrid }) {
  const off = GRID_RULE.map((v) => -v);
  return onPoints.map((row, k) => {
    const coefficient = dot(row, y);
    for (let i = 0; i < GRID; i++) off[i] += coefficient * onGrid[k][i];
    return meanSquare(off);
  });
}

/**
 * Mean squares by degree: { training, fresh } of this data set, where fresh are new points;
 * { bias2, variance } over all data sets.
 */
export function errors(y, noise, known) {
  const { onPoints, onGrid } = known;
  const residual = [...y];
  const training = onPoints.map((row) => {
    const coefficient = dot(row, y);
    for (let i = 0; i < residual.length; i++) residual[i] -= coefficient * row[i];
    return meanSquare(residual);
  });
  const fresh = fromRule(y, known).map((v) => v + noise ** 2);
  const bias2 = fromRule(evenly(y.length).map(rule), known);
  let sum = 0;
  const variance = onGrid.map((row) => {
    sum += meanSquare(row);
    return noise ** 2 * sum;
  });
  return { training, fresh, bias2, variance };
}

/** The curves of other data sets, on the grid. */
export function cloud({ n, noise, seed, degree }, known, draws) {
  const x = evenly(n);
  const noiseOf = draws(seed);
  return Array.from(
    { length: CLOUD },
    (_, set) => fitted(dataSet(x, noise, noiseOf(set + 1)), degree, known),
  );
}

/** The error on new points, in the mean over all data sets, by degree. */
export const totals = ({ bias2, variance }, noise) =>
  bias2.map((v, k) => v + variance[k] + noise ** 2);

/** The degree where that is lowest. */
export function bestDegree(byDegree, noise) {
  const all = totals(byDegree, noise);
  return all.indexOf(Math.min(...all));
}

/** "about right" where it is nearly lowest, else "underfits" or "overfits". */
export function verdict(byDegree, noise, degree) {
  const all = totals(byDegree, noise);
  if (all[degree] <= ROOM * Math.min(...all) + TINY) return "about right";
  return degree < bestDegree(byDegree, noise) ? "underfits" : "overfits";
}
