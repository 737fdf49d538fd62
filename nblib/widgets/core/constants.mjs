// Made from constants.py by make sync: change it there.
export const APART = 16777216;
