// All that the widget shows, worked out from its traits. Pure: traits in, numbers out.
import { levels, sample } from "../core/contours.mjs";
import { curvatures } from "../core/surfaces.mjs";
import { ARRIVED, WALKERS } from "./constants.mjs";
import { kindOf, surfaceOf, walks } from "./maths.mjs";

/** The cells of the map. */
export const GRID = { nx: 144, ny: 96 };
/** The lowest height that the curves show: their scale is logarithmic. */
export const FLOOR = 1e-10;
const LINES = 14; // contour lines of the map

const lowest = (surface) => Math.min(...surface.minima.map(([x, y]) => surface.value(x, y)));

/** The walkers up to a step, where each of them stands, and the height of each at every step. */
export function look({ surface: name, start, lr, damping, step }) {
  const surface = surfaceOf(name);
  const bottom = lowest(surface);
  const walkers = walks(surface, start, lr, damping).map((path, i) => {
    const at = Math.min(step, path.length - 1);
    const place = path[at];
    const heights = path.map(([x, y]) => Math.max(surface.value(x, y) - bottom, FLOOR));
    return {
      name: WALKERS[i],
      path,
      at,
      place,
      heights,
      loss: surface.value(...place),
      kind: kindOf(surface, place, ARRIVED),
    };
  });
  return { name, surface, start, step, walkers, curvatures: curvatures(surface, ...start) };
}

/** What depends on the surface alone: its height on a grid, and the heights of its lines. */
export function land(surface) {
  const values = sample(surface.value, surface.window, GRID.nx, GRID.ny);
  const highest = values.reduce((a, b) => Math.max(a, b), -Infinity);
  return { values, heights: levels(lowest(surface), highest, LINES) };
}
