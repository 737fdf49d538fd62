// Made from constants.py by make sync: change it there.
export const CURVATURES = [4, 0.25];
export const START = [2, 4];
export const STEPS = 300;
export const KNOTS = 6;
export const SLOWEST = 0.005;
export const FASTEST = 0.6;
export const LIMIT = 0.5;
export const NOISE = 2;
export const SEEDS = 99;
export const LOST = 10;
