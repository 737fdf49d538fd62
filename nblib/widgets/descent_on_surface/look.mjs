// All that the widget shows, worked out from its traits: a run, and one step of it. Pure: traits
// in, numbers out.
import { levels, sample } from "../core/contours.mjs";
import { curvatures, surfaces } from "../core/surfaces.mjs";
import { descend, stabilityLimit, verdict } from "./maths.mjs";

/** The cells of the map. */
export const GRID = { nx: 144, ny: 96 };
/** The lowest height that the curve of the loss shows: its scale is logarithmic. */
export const FLOOR = 1e-12;
const LINES = 14; // contour lines of the map

/** The run: its path, the height above the lowest minimum at each step, and how it ends. */
export function look({ surface: name, start, lr, momentum, steps }) {
  const surface = surfaces[name];
  const whole = descend(surface, start, lr, momentum, steps);
  const end = verdict(surface, whole, steps);
  const path = end.status === "diverged" ? whole.slice(0, end.step + 1) : whole;
  const bottom = lowest(surface);
  const gaps = path.map(([x, y]) => Math.max(surface.value(x, y) - bottom, FLOOR));
  return { surface, start, lr, momentum, steps, path, gaps, end, last: path.length - 1 };
}

const lowest = (surface) => Math.min(...surface.minima.map(([x, y]) => surface.value(x, y)));

/**
 * What depends on the surface alone: its height on a grid, and the heights of its contour lines.
 */
export function land(surface) {
  const values = sample(surface.value, surface.window, GRID.nx, GRID.ny);
  const highest = values.reduce((a, b) => Math.max(a, b), -Infinity);
  return { values, heights: levels(lowest(surface), highest, LINES) };
}

/** One step of a run: where it is, which way is uphill, how much learning rate the place bears. */
export function moment({ surface, momentum, path, gaps }, step) {
  const point = path[step];
  const gradient = surface.gradient(...point);
  const [, steepest] = curvatures(surface, ...point);
  return {
    step,
    point,
    gradient,
    length: Math.hypot(...gradient),
    loss: surface.value(...point),
    gap: gaps[step],
    quadratic: surface.quadratic,
    limit: steepest > 0 ? stabilityLimit(steepest, momentum) : null,
  };
}
