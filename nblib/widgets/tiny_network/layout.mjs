// Where the neurons of a network stand in its picture. Pure.

export const VIEW = { width: 420, height: 290 };
export const SIDE = 30; // of a neuron
const GAP = 35; // from one neuron down to the next
const MARGIN = 34;

/** The middle of layer k: 0 the inputs, last the output. */
export const columnX = (k, last) => MARGIN + (k * (VIEW.width - 2 * MARGIN)) / last;

/** The middle of neuron j of m. */
export const rowY = (j, m) => VIEW.height / 2 + (j - (m - 1) / 2) * GAP;
