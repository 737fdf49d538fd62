// Made from constants.py by make sync: change it there.
export const LONGEST = 300;
export const MOST = 400;
export const SPECIALS = 4;
export const TOP = 6;
export const LEAST = 2;
