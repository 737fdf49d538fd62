// Made from constants.py by make sync: change it there.
export const FEATURES = 4;
export const LARGEST = 14;
export const MOST_STEPS = 60;
export const MEANS = [2, -1, 3, 0];
export const SPREADS = [1, 2, 0.5, 1.5];
export const EXAMPLE = [1, 2, 3.5, -1.5];
export const RINGED = 1;
export const FARTHEST = 8;
export const EPS = 1e-05;
export const NORMS = ["batch norm", "layer norm"];
export const MODES = ["training", "prediction"];
