// Made from constants.py by make sync: change it there.
export const REACH = 8;
export const STEP = 0.1;
export const LONGEST = 2000;
export const HIGHEST = 1000;
export const BINS = 32;
