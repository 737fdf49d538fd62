// Made from constants.py by make sync: change it there.
export const WIDEST = 4;
export const LONGEST = 24;
export const END = "<eos>";
export const RANKINGS = ["probability", "mean a piece"];
