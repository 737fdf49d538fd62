// Made from constants.py by make sync: change it there.
export const SHOWS = ["your point alone", "rate of convergence", "regimes"];
export const HIGHEST_RATE = 4;
export const LOWEST_RATE = 0.01;
export const HIGHEST_MOMENTUM = 0.99;
export const NARROWEST = 200;
export const WINDOW = [-3, 3, -1.5, 1.5];
export const STEPS = 120;
export const FAR = 1e+06;
export const NEARLY = 0.03;
