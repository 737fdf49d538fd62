// Made from constants.py by make sync: change it there.
export const SIDE = 28;
export const UNITS = 24;
export const KINDS = ["digit", "clothing"];
export const NETWORKS = ["plain", "varied"];
export const MIRRORED = ["no", "yes"];
export const TURNS = [-90, 180];
export const FARTHEST = 12;
export const SMALLEST = 0.5;
export const LARGEST = 1.6;
export const NOISIEST = 0.8;
export const WIDEST = 16;
export const SEED = 16;
