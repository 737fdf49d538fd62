// Made from constants.py by make sync: change it there.
export const SIZE = 100;
export const EDGE = 3;
export const DEPTH = 3;
export const WIDTH = 8;
export const STRUCTURE = ["data", "noise", "widths", "activation", "seed"];
export const FAR = 1e+06;
export const FIRST = 50;
export const EVERY = 10;
export const SOLVED = 0.02;
export const RISEN = 2;
export const GAIN = 0.01;
export const PATIENCE = 1000;
export const MOURNED = 100;
export const LAST = 20000;
