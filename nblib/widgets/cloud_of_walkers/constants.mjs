// Made from constants.py by make sync: change it there.
export const CURVATURES = [1, 8];
export const DIRECTIONS = ["along the valley", "across the valley"];
export const WALKERS = 200;
export const LONGEST = 1000;
export const FAR = 1e+12;
