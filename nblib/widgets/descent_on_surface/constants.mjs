// Made from constants.py by make sync: change it there.
export const FAR = 1e+12;
export const STILL = 0.0001;
export const LOST = 10;
