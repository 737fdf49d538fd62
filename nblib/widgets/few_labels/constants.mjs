// Made from constants.py by make sync: change it there.
export const TASKS = ["small digits", "clothing"];
export const LABELS = [1, 2, 5, 10, 20, 50, 100];
export const MOST = 100;
export const ROWS = 5;
export const NOTHING = "nothing";
export const ALL = "all of them";
export const SCRATCH = "from scratch";
export const OTHERS = [
  "frozen features",
  "fine-tuned, one rate",
  "fine-tuned, head first",
  "pixels compared",
];
export const BESIDE = [
  "nothing",
  "frozen features",
  "fine-tuned, one rate",
  "fine-tuned, head first",
  "pixels compared",
  "all of them",
];
export const SURE = 2;
export const RANGES = [[45, 100], [25, 90]];
