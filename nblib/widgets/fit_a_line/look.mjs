// All that the widget shows, worked out from its traits. Pure: traits in, numbers out.
import { levels, sample } from "../core/contours.mjs";
import { sigmoid } from "../core/losses.mjs";
import { bestLine, eachLoss, isClassification, lineGradient, lineLoss } from "./maths.mjs";

/** The cells of the map of the loss. */
export const GRID = { nx: 48, ny: 40 };
/** The logits between which a line is drawn where there are two classes. */
export const LOGITS = [-8, 8];
const LINES = 16; // contour lines of the map

const STAGE = ["points", "loss", "delta", "window", "map_window"];

/** Whether the stage was made of these very traits. */
const fits = (stage, traits) => STAGE.every((name) => stage.traits[name] === traits[name]);

const isInside = (a, b, [aLow, aHigh, bLow, bHigh]) =>
  a >= aLow && a <= aHigh && b >= bLow && b <= bHigh;

/**
 * What is seen: the line, how well it fits, which way is downhill. before: what was seen last,
 * whose stage is taken over while the points and the loss stay.
 */
export function look(traits, before = null) {
  const stage = before && fits(before.stage, traits) ? before.stage : survey(traits);
  const { x, y, loss, delta, classes } = stage;
  const { slope, intercept } = traits;

  // The loss, point by point.
  const z = x.map((v) => slope * v + intercept);
  const losses = z.map((v, i) => eachLoss(loss, v, y[i], delta));
  const sum = losses.reduce((a, b) => a + b, 0);
  const shares = losses.map((v) => (sum > 0 ? v / sum : 0));

  // The gradient; with two classes that of cross-entropy too, to compare.
  const gradient = lineGradient(loss, x, y, slope, intercept, delta);
  const otherGradient = classes ? lineGradient("cross-entropy", x, y, slope, intercept) : [0, 0];
  const isWrong = (v, i) => v > 0 !== y[i] > 0.5;

  return {
    stage,
    slope,
    intercept,
    fitted: classes ? z.map(sigmoid) : z,
    shares,
    gradient,
    inside: isInside(slope, intercept, stage.mapWindow),
    // What the words ask for.
    loss,
    delta,
    value: sum / x.length,
    best: stage.best,
    without: stage.without,
    slopeLength: Math.hypot(...gradient),
    share: shares.at(-1),
    other: Math.hypot(...otherGradient),
    wrong: classes ? z.filter(isWrong).length : 0,
    total: x.length,
  };
}

// What depends on the points and the loss, not on the line: the loss of every line, and the best
// one.
function survey(traits) {
  const { points, loss, delta, window, map_window: mapWindow } = traits;
  const x = points.map((point) => point[0]);
  const y = points.map((point) => point[1]);
  const classes = isClassification(loss);
  const [xLow, xHigh, yLow, yHigh] = window;

  // The loss from above.
  const lossOf = (slope, intercept) => lineLoss(loss, x, y, slope, intercept, delta);
  const values = sample(lossOf, mapWindow, GRID.nx, GRID.ny);
  const lowest = values.reduce((a, b) => Math.min(a, b), Infinity);
  const highest = values.reduce((a, b) => Math.max(a, b), -Infinity);

  // The best line, and the best without the ringed point.
  const best = bestLine(loss, x, y, delta);
  const others = x.length > 2 && !classes;
  return {
    traits,
    x,
    y,
    loss,
    delta,
    classes,
    xRange: [xLow, xHigh],
    yRange: [yLow, yHigh],
    lineWindow: [xLow, xHigh, ...(classes ? LOGITS : [yLow, yHigh])],
    mapWindow,
    values,
    heights: levels(lowest, highest, LINES),
    best,
    bestInside: best.attained && isInside(best.slope, best.intercept, mapWindow),
    without: others ? bestLine(loss, x.slice(0, -1), y.slice(0, -1), delta) : null,
  };
}
