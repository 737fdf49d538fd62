// Both pictures have a row for each step of the target, at the same height.

export const ROW = 33;
export const TOP = 78; // above the first row: the names of the source's pieces
const BELOW = 8;
export const WIDTH = 420;

/** The middle of row t, counted from 1. */
export const toY = (t) => TOP + (t - 0.5) * ROW;

/** How high a picture of so many rows is. */
export const heightOf = (rows) => TOP + rows * ROW + BELOW;
