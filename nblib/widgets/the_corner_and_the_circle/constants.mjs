// Made from constants.py by make sync: change it there.
export const PENALTIES = ["L2", "L1", "elastic net"];
export const SHARES = [0, 1, 0.5];
export const WINDOW = [-2, 3, -1.25, 2.25];
export const LOWEST = 0.01;
export const HIGHEST = 30;
export const PLACES = 120;
export const STRETCHED = 9;
export const TURNED = 90;
