// Made from constants.py by make sync: change it there.
export const VIEWS = ["changed since the epoch before", "changed at any time", "wrong now"];
