// All that the widget shows, worked out from its traits and the run so far. Pure: numbers in,
// numbers out.
import { CURVATURES, DIRECTIONS, WALKERS } from "./constants.mjs";
import {
  excessLoss,
  histogram,
  moments,
  settled,
  stationaryVariance,
  varianceAt,
} from "./maths.mjs";

/** What the map shows: [xLow, xHigh, yLow, yHigh]. */
export const WINDOW = [-3, 3, -2, 2];
/** Bars of the histogram. */
export const BINS = 25;

const LIMIT = 2 / Math.max(...CURVATURES); // of the learning rate
const TAIL = 80; // steps of the first walker's path that are shown
const QUIET = 400; // steps without noise that are shown at most

/**
 * The walkers at a step: where they are, how widely they are spread, what theory predicts.
 * run: a crowd() of maths.mjs, which keeps its random numbers and goes on from where it is.
 */
export function look({ step: asked, direction, ...settings }, run) {
  const { lr, batch, noise, start } = settings;
  const { positions, step, first } = run.at(settings, asked);
  const variance = CURVATURES.map((curvature) => stationaryVariance(lr, batch, noise, curvature));
  const atStep = CURVATURES.map((curvature) => varianceAt(lr, batch, noise, curvature, step));
  const meanLoss = CURVATURES.reduce((sum, curvature, i) => sum + curvature * variance[i], 0) / 2;
  return {
    direction: DIRECTIONS.indexOf(direction),
    start,
    positions,
    step,
    asked,
    tail: tailOf(first, step),
    quiet: withoutNoise(start, lr),
    lr,
    noise,
    limit: LIMIT,
    curvatures: CURVATURES,
    settledAt: settled(settings),
    spread: [moments(positions, 0).spread, moments(positions, 1).spread],
    wished: variance.map(Math.sqrt),
    now: atStep.map(Math.sqrt),
    excess: [excessLoss(positions), meanLoss],
  };
}

// The last points of the first walker's path, whose x and y lie in a row.
function tailOf(first, step) {
  const points = [];
  for (let k = Math.max(0, step - TAIL); k <= step; k++) {
    points.push([first[2 * k], first[2 * k + 1]]);
  }
  return points;
}

// Descent without noise, until it is at rest or leaves the picture: what comes then would only fill
// it.
function withoutNoise([startX, startY], lr) {
  const [, xHigh, , yHigh] = WINDOW;
  const [shrinkX, shrinkY] = CURVATURES.map((curvature) => 1 - lr * curvature);
  const points = [];
  let x = startX;
  let y = startY;
  for (let k = 0; k <= QUIET; k++) {
    points.push([x, y]);
    if (Math.abs(x) + Math.abs(y) < 1e-3) break;
    if (Math.abs(x) > xHigh || Math.abs(y) > yHigh) break;
    x *= shrinkX;
    y *= shrinkY;
  }
  return points;
}

/** The walkers within the map, and those beyond it, held at its border: [[x, y], …] each. */
export function sortedOut(positions) {
  const [xLow, xHigh, yLow, yHigh] = WINDOW;
  const inside = [];
  const beyond = [];
  for (let k = 0; k < positions.length; k += 2) {
    const x = Math.min(xHigh, Math.max(xLow, positions[k]));
    const y = Math.min(yHigh, Math.max(yLow, positions[k + 1]));
    const held = x !== positions[k] || y !== positions[k + 1];
    (held ? beyond : inside).push([x, y]);
  }
  return { inside, beyond };
}

/**
 * The histogram of one direction. reach: to which place it goes on both sides; highest: the top of
 * its axis; stationary, present: the predicted bells { mean, spread }, for ever and at this step,
 * null where there is none to draw.
 */
export function distribution({ direction, positions, start, lr, step, wished, now }) {
  const spread = wished[direction];
  const presentSpread = now[direction];
  const mean = start[direction] * (1 - lr * CURVATURES[direction]) ** step;
  const stays = Number.isFinite(spread) && spread > 0;

  // The axis is made to hold both bells, and the counts.
  const reach = roundReach(stays ? spread : 0, mean, presentSpread);
  const { counts, beyond } = histogram(positions, direction, reach, BINS);
  const bell = bellOver(reach);
  const top = stays ? Math.min(WALKERS, bell(0, { mean: 0, spread })) : 0;
  const highest = roundHeight(Math.max(...counts, top));

  // Once the start is forgotten, both bells are one.
  const forgotten = stays && Math.abs(mean) < 0.1 * spread && presentSpread > 0.99 * spread;
  return {
    counts,
    beyond,
    reach,
    highest,
    bell,
    stationary: stays ? { mean: 0, spread } : null,
    present: presentSpread > 0 && !forgotten ? { mean, spread: presentSpread } : null,
  };
}

// The axis grows in steps, so that it rests most of the time.
function roundReach(spread, mean, presentSpread) {
  const need = Math.max(3.5 * spread, Math.abs(mean) + 3.5 * presentSpread, 1e-3);
  const power = 10 ** Math.floor(Math.log10(need));
  return power * [1, 1.5, 2, 3, 5, 7, 10].find((m) => m * power >= need * 0.9999);
}

const roundHeight = (peak) =>
  [10, 20, 30, 40, 60, 80, 120, 160, 200, 250].find((v) => v >= peak * 1.08) ?? 250;

// How many walkers a bar at place v would hold, were they spread as a bell.
const bellOver = (reach) => (v, { mean, spread }) => {
  const inBar = WALKERS * ((2 * reach) / BINS);
  const density = Math.exp(-((v - mean) ** 2) / (2 * spread * spread));
  return (inBar * density) / (spread * Math.sqrt(2 * Math.PI));
};
