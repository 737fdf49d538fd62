// Made from constants.py by make sync: change it there.
export const LIMIT = 10;
