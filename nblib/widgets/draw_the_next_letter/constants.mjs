// Made from constants.py by make sync: change it there.
export const UNITS = 128;
export const LETTERS = 120;
export const LONGEST = 60;
export const SHOWN = 12;
export const RUN = 8;
export const HOTTEST = 2;
export const LEAST_P = 0.05;
export const SEEDS = 999;
