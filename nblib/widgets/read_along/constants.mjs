// Made from constants.py by make sync: change it there.
export const UNITS = 12;
export const MOST = 24;
export const LONGEST = 160;
export const UNKNOWN = 0;
export const READERS = ["texts alone", "texts and drills"];
export const SHOWN = ["votes", "state", "update gate", "reset gate"];
