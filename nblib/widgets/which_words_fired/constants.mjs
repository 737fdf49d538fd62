// Made from constants.py by make sync: change it there.
export const REACH = 8;
export const STEP = 0.1;
export const LONGEST = 2000;
export const HIGHEST = 1000;
export const BINS = 32;
export const READERS = ["words alone", "filters of three words"];
export const WIDTH = 3;
export const FILTERS = 8;
export const NUMBERS = 8;
