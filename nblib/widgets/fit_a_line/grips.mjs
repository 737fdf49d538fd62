// Where the two handles of the line stand, and how the line turns with one of them. Pure. From the
// pointer to a point: scene.mjs; the drag itself: core/handle.mjs.
import { clamp } from "../core/numbers.mjs";

const APART = 0.1; // the two handles stay this part of the picture's width apart

/** Where the handles stand at first, in parts of the picture's width. */
export const FIRST_STANDS = [0.2, 0.8];

/**
 * The point [x, z] of a handle that stands at this part of the width: on the line, moved to the
 * frame if the line has left the picture there.
 */
export function spot({ slope, intercept, stage }, stand) {
  const [xLow, xHigh, zLow, zHigh] = stage.lineWindow;
  const x = xLow + stand * (xHigh - xLow);
  const z = slope * x + intercept;
  const edge = clamp(z, zLow, zHigh);
  if (edge === z) return [x, z];
  const crossing = (edge - intercept) / slope;
  return [Number.isFinite(crossing) ? clamp(crossing, xLow, xHigh) : x, edge];
}

/**
 * The line when handle k (0: left, 1: right) is moved to a point, which turns it about the other
 * handle: { slope, intercept, stands }.
 */
export function turned(view, stands, k, [px, pz]) {
  const [xLow, xHigh, zLow, zHigh] = view.stage.lineWindow;
  const width = xHigh - xLow;
  const [otherX, otherZ] = spot(view, stands[1 - k]);

  // Neither handle passes the other.
  const side = k === 0 ? -1 : 1;
  let x = clamp(px, xLow, xHigh);
  if ((x - otherX) * side < APART * width) x = otherX + side * APART * width;
  const z = clamp(pz, zLow, zHigh);

  const slope = (z - otherZ) / (x - otherX);
  const moved = (x - xLow) / width;
  const other = (otherX - xLow) / width;
  return {
    slope,
    intercept: otherZ - slope * otherX,
    stands: k === 0 ? [moved, other] : [other, moved],
  };
}

/** The class of the ringed point when it is dragged, or moved with a key, from before to y. */
export function classAt(y, before, dragged) {
  if (dragged) return Number(y > 0.5);
  return y === before ? before : Number(y > before);
}
