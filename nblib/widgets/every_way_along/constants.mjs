// Made from constants.py by make sync: change it there.
export const SYMBOLS = "–ab";
export const FEWEST = 2;
export const MOST = 6;
export const TEXTS = ["a", "b", "ab", "ba", "aa", "aba"];
export const SHOWN = ["forward", "backward", "share of paths"];
