// A place on a map: a ring that is dragged over it, and points in pixels that may lie far outside.
import { handle } from "./handle.mjs";
import { clamp } from "./numbers.mjs";
import { pointer } from "./plot.mjs";

const FARTHEST_PIXEL = 1e4; // no point is drawn farther away, in units of the picture
const PLACE_DIGITS = 4;

/** The function from data to pixels of these scales, { toX, toY }; runs that diverge are cut. */
export const pixelOf = ({ toX, toY }) => ([x, y]) => [nearby(toX(x)), nearby(toY(y))];

const nearby = (v) => clamp(v, -FARTHEST_PIXEL, FARTHEST_PIXEL);

/** A place as it is kept, without the last digits of a drag. */
export const roundedPlace = (place) => place.map((v) => Number(v.toFixed(PLACE_DIGITS)));

/**
 * Make `grip`, a ring on the map `svg`, a handle for a place that stays within the map's window.
 * scales() gives { fromX, fromY }, within() the window [west, east, south, north], getPoint() where
 * the ring is now; onPlace(place, going) takes a new place. step, describe, onGrab: as in handle().
 */
export function placeHandle({ svg, grip }, { scales, within, onPlace, ...rest }) {
  return handle(grip.node, {
    ...rest,
    toData(event) {
      const [px, py] = pointer(svg, event);
      return [scales().fromX(px), scales().fromY(py)];
    },
    onMove([x, y], going) {
      const [west, east, south, north] = within();
      onPlace([clamp(x, west, east), clamp(y, south, north)], going);
    },
  });
}
