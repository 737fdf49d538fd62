// Made from constants.py by make sync: change it there.
export const TOP = 12;
export const FEWEST = 5;
export const MOST = 40;
export const LOUDEST = 1;
export const REACH = 2;
export const CLOUD = 30;
export const GRID = 121;
export const SLOT = 64;
export const STRETCH = 3;
export const TURN = 1;
export const ROOM = 1.2;
export const TINY = 0.0001;
export const VIEWS = ["training error", "new points", "many data sets"];
