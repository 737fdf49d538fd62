// What a walker is told apart by besides its color: a circle, a square, a triangle, a diamond.
const SHAPES = [
  "M-6,0a6,6 0 1,0 12,0a6,6 0 1,0 -12,0z",
  "M-5.5,-5.5h11v11h-11z",
  "M0,-7l7,12.5h-14z",
  "M0,-8l7,8l-7,8l-7,-8z",
];

/** The d of the mark of walker i, around the origin. */
export const markOf = (i) => SHAPES[i];
/** The class that gives walker i its color. */
export const walkerClass = (i) => `nb-walker nb-walker-${i}`;
