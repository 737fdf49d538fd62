// Losses of a line through points and their lowest values; the twin of maths.py beside it. A line
// gives each x the number z = slope · x + intercept: the prediction, or with two classes the logit.

import { bceWithLogits, sigmoid } from "../core/losses.mjs";
import { CLASSIFICATION } from "./constants.mjs";

export const isClassification = (loss) => CLASSIFICATION.includes(loss);

const clipped = (r, delta) => Math.min(delta, Math.max(-delta, r));

const EACH = {
  MSE: (z, t) => (z - t) * (z - t),
  MAE: (z, t) => Math.abs(z - t),
  Huber: (z, t, delta) => clipped(z - t, delta) * (z - t - 0.5 * clipped(z - t, delta)),
  "cross-entropy": bceWithLogits,
  "MSE on the sigmoid": (z, t) => (sigmoid(z) - t) ** 2,
};
const SLOPE = {
  MSE: (z, t) => 2 * (z - t),
  MAE: (z, t) => Math.sign(z - t),
  Huber: (z, t, delta) => clipped(z - t, delta),
  "cross-entropy": (z, t) => sigmoid(z) - t,
  "MSE on the sigmoid": (z, t) => {
    const p = sigmoid(z);
    return 2 * (p - t) * p * (1 - p);
  },
};

/** The loss of one point, from its z and its target t. */
export const eachLoss = (loss, z, t, delta = 1) => EACH[loss](z, t, delta);

/** The mean loss of a line. */
export function lineLoss(loss, x, t, slope, intercept, delta = 1) {
  const one = EACH[loss];
  let sum = 0;
  for (let i = 0; i < x.length; i++) sum += one(slope * x[i] + intercept, t[i], delta);
  return sum / x.length;
}

/** The gradient of the mean loss: [for the slope, for the intercept]. */
export function lineGradient(loss, x, t, slope, intercept, delta = 1) {
  const one = SLOPE[loss];
  let gs = 0;
  let gi = 0;
  for (let i = 0; i < x.length; i++) {
    const d = one(slope * x[i] + intercept, t[i], delta);
    gs += d * x[i];
    gi += d;
  }
  return [gs / x.length, gi / x.length];
}

/**
 * { loss, slope, intercept, attained }: the lowest loss; attained is false where it falls without
 * end as the line grows steeper.
 */
export function bestLine(loss, x, t, delta = 1) {
  if (loss === "MSE") return at(loss, x, t, weighted(x, t, x.map(() => 1)));
  if (loss === "MAE") return leastAbsolute(x, t);
  if (loss === "Huber") return leastHuber(x, t, delta);
  const edge = steepest(loss, x, t);
  const never = { loss: edge, slope: NaN, intercept: NaN, attained: false };
  if (loss === "cross-entropy") {
    return edge !== null ? never : at(loss, x, t, newton(loss, x, t, [0, 0]));
  }
  const fit = leastSquaredSigmoid(x, t);
  return edge !== null && edge < fit.loss + 1e-12 ? never : fit;
}

const at = (loss, x, t, [slope, intercept], delta = 1) => ({
  loss: lineLoss(loss, x, t, slope, intercept, delta),
  slope,
  intercept,
  attained: true,
});

// Weighted least squares in closed form; level where all x are one.
function weighted(x, t, w) {
  let total = 0;
  let mx = 0;
  let mt = 0;
  let xx = 0;
  let xt = 0;
  for (let i = 0; i < x.length; i++) {
    total += w[i];
    mx += w[i] * x[i];
    mt += w[i] * t[i];
  }
  mx /= total;
  mt /= total;
  for (let i = 0; i < x.length; i++) {
    xx += w[i] * (x[i] - mx) ** 2;
    xt += w[i] * (x[i] - mx) * (t[i] - mt);
  }
  const slope = xx > 1e-12 * total ? xt / xx : 0;
  return [slope, mt - slope * mx];
}

// Some best line goes through two of the points: try them all.
function leastAbsolute(x, t) {
  let best = null;
  let lowest = Infinity;
  for (let i = 0; i < x.length; i++) {
    for (let j = i + 1; j < x.length; j++) {
      if (x[i] === x[j]) continue;
      const slope = (t[j] - t[i]) / (x[j] - x[i]);
      const intercept = t[i] - slope * x[i];
      const value = lineLoss("MAE", x, t, slope, intercept);
      if (value < lowest) {
        lowest = value;
        best = [slope, intercept];
      }
    }
  }
  if (best) return at("MAE", x, t, best);
  return at("MAE", x, t, [0, median(t)]);
}

function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}

// Least squares again and again, far points weighing less (Huber, 1964).
function leastHuber(x, t, delta) {
  let [slope, intercept] = weighted(x, t, x.map(() => 1));
  for (let k = 0; k < 3000; k++) {
    const w = x.map((v, i) => {
      const r = Math.abs(slope * v + intercept - t[i]);
      return r > delta ? delta / r : 1;
    });
    const before = [slope, intercept];
    [slope, intercept] = weighted(x, t, w);
    const moved = Math.abs(slope - before[0]) + Math.abs(intercept - before[1]);
    if (moved < 1e-13 * (1 + Math.abs(before[0]) + Math.abs(before[1]))) break;
  }
  return at("Huber", x, t, [slope, intercept], delta);
}

// What the loss tends to as the line grows ever steeper, null for cross-entropy if that is
// infinite. An ever steeper logit becomes a step at a threshold; the points at the threshold share
// one probability.
function steepest(loss, x, t) {
  let best = null;
  const distinctX = [...new Set(x)].sort((a, b) => a - b);
  const middles = distinctX.slice(1).map((v, i) => (v + distinctX[i]) / 2);
  for (const threshold of [-Infinity, ...distinctX, ...middles]) {
    const atThreshold = t.filter((_, i) => x[i] === threshold);
    const ones = atThreshold.reduce((a, b) => a + b, 0);
    const sharedLoss = lossOfShared(loss, atThreshold.length ? ones / atThreshold.length : 0.5);
    for (const up of [1, 0]) {
      const wrong = countWrong(x, t, threshold, up);
      if (loss === "cross-entropy" && wrong) continue;
      const value = (wrong + sharedLoss * atThreshold.length) / x.length;
      best = best === null ? value : Math.min(best, value);
    }
  }
  const mean = t.reduce((a, b) => a + b, 0) / t.length;
  return distinctX.length === 1 && mean > 0 && mean < 1 ? null : best;
}

// The loss of each of the points at the threshold, of which the part p is of class 1.
function lossOfShared(loss, p) {
  if (loss !== "cross-entropy") return p * (1 - p);
  if (p === 0 || p === 1) return 0;
  return -p * Math.log(p) - (1 - p) * Math.log(1 - p);
}

// How many points are not of class `up` above the threshold, or are of it below.
function countWrong(x, t, threshold, up) {
  let wrong = 0;
  for (let i = 0; i < x.length; i++) {
    if (x[i] > threshold && t[i] !== up) wrong++;
    if (x[i] < threshold && t[i] === up) wrong++;
  }
  return wrong;
}

// Newton's method, damped as Levenberg and Marquardt do, from a start.
function newton(loss, x, t, [slope, intercept]) {
  let value = lineLoss(loss, x, t, slope, intercept);
  let damping = 1e-9;
  for (let k = 0; k < 200; k++) {
    const [gs, gi, ss, si, ii] = curvature(loss, x, t, slope, intercept);
    if (Math.abs(gs) + Math.abs(gi) < 1e-15) break;
    const a = ss + damping;
    const c = ii + damping;
    const det = a * c - si * si;
    if (!(a > 0 && det > 0)) {
      damping = Math.max(10 * damping, 1e-6);
      continue;
    }
    const da = (c * gs - si * gi) / det;
    const db = (a * gi - si * gs) / det;
    const next = lineLoss(loss, x, t, slope - da, intercept - db);
    if (next <= value) {
      const size = 1 + Math.abs(slope) + Math.abs(intercept);
      slope -= da;
      intercept -= db;
      value = next;
      damping /= 10;
      const isStill = Math.abs(da) + Math.abs(db) < 1e-13 * size;
      if (isStill || Math.abs(slope) + Math.abs(intercept) > 1e4) break;
    } else if (damping > 1e6) break;
    else damping *= 10;
  }
  return [slope, intercept];
}

// Gradient and Hessian of the mean loss: [slope, intercept, slope-slope, slope-intercept,
// intercept-intercept].
function curvature(loss, x, t, slope, intercept) {
  let gs = 0;
  let gi = 0;
  let ss = 0;
  let si = 0;
  let ii = 0;
  const n = x.length;
  for (let i = 0; i < n; i++) {
    const p = sigmoid(slope * x[i] + intercept);
    const s = p * (1 - p);
    const [d, dd] = loss === "cross-entropy"
      ? [p - t[i], s]
      : [2 * (p - t[i]) * s, 2 * s * s + 2 * (p - t[i]) * s * (1 - 2 * p)];
    gs += d * x[i];
    gi += d;
    ss += dd * x[i] * x[i];
    si += dd * x[i];
    ii += dd;
  }
  return [gs / n, gi / n, ss / n, si / n, ii / n];
}

// The deepest of several minima: the best starts of a coarse grid, each followed down.
function leastSquaredSigmoid(x, t) {
  const loss = "MSE on the sigmoid";
  const n = x.length;
  const middle = x.reduce((a, b) => a + b, 0) / n;
  const spread = Math.max(Math.sqrt(x.reduce((a, b) => a + (b - middle) ** 2, 0) / n), 1e-6);
  const starts = [];
  for (let i = 0; i < 13; i++) {
    for (let j = 0; j < 13; j++) {
      const slope = (i - 6) / spread;
      const intercept = j - 6 - slope * middle;
      starts.push([lineLoss(loss, x, t, slope, intercept), slope, intercept]);
    }
  }
  starts.sort((a, b) => a[0] - b[0]);
  const fits = starts.slice(0, 4).map(([, slope, intercept]) =>
    at(loss, x, t, newton(loss, x, t, [slope, intercept]))
  );
  return fits.reduce((a, b) => (b.loss < a.loss ? b : a));
}
