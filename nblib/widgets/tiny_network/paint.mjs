// A grid over the plane, and how values at its nodes are painted on a canvas.
import { EDGE } from "./constants.mjs";

export const GRID = 60; // cells along each side
export const NODES = GRID + 1;
const STRENGTH = 150; // how opaque the field is at its strongest, of 255

/** The places of all nodes, x and y in turn, row by row from the bottom. */
export const PLACES = Float64Array.from({ length: 2 * NODES * NODES }, (_, i) => {
  const node = i >> 1;
  const isY = i & 1;
  const along = isY ? Math.floor(node / NODES) : node % NODES;
  return -EDGE + (2 * EDGE * along) / GRID;
});

/**
 * Paint values in -1 … 1 on a canvas of NODES / every along each side: one color for either sign,
 * clear at 0.
 */
export function paint(context, image, value, every, { blue, orange }) {
  const side = image.width;
  for (let row = 0; row < side; row++) {
    for (let column = 0; column < side; column++) {
      const v = value((side - 1 - row) * every * NODES + column * every);
      const color = v > 0 ? orange : blue;
      const at = 4 * (row * side + column);
      image.data[at] = color[0];
      image.data[at + 1] = color[1];
      image.data[at + 2] = color[2];
      image.data[at + 3] = STRENGTH * Math.min(1, Math.abs(v));
    }
  }
  context.putImageData(image, 0, 0);
}

/** The largest size of neuron j of m among the values of a layer; 1 if there is none. */
export function largest(values, j, m) {
  let most = 0;
  for (let i = j; i < values.length; i += m) most = Math.max(most, Math.abs(values[i]));
  return most || 1;
}
