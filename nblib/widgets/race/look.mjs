// All that the race shows, worked out from its traits. Pure: traits in, numbers out.
import { sample } from "../core/contours.mjs";
import { FIELDS, RUNNERS, STEPS, TRAITS, WINDOW } from "./constants.mjs";
import { loss, losses, run, toWeights } from "./maths.mjs";

/** The cells of the map. */
export const GRID = { nx: 100, ny: 80 };
/** The lowest and the highest loss that the curves show, as parts of the first. */
export const FLOOR = 1e-8;
export const CEILING = 1e3;
/** The color of each runner. */
export const COLORS = {
  SGD: "orange",
  momentum: "amber",
  RMSProp: "ink",
  Adam: "blue",
  AdamW: "purple",
  Lion: "green",
};
const SHOWN = {
  [FIELDS[0]]: RUNNERS,
  [FIELDS[1]]: ["SGD", "Adam"],
  [FIELDS[2]]: ["SGD", "momentum"],
  [FIELDS[3]]: ["Adam", "AdamW", "Lion"],
};
const LINES = 9; // contour lines

/**
 * What is seen. runners: { name, rate, path, losses, standing, gone, shown } each; standing is the
 * loss at the step shown, gone whether it has left the map for good by then.
 */
export function look(traits) {
  const { condition, angle, scale, start, field, step } = traits;
  const valley = { condition, angle, scale };
  const runners = RUNNERS.map((name, i) => {
    const rate = traits[TRAITS[i]];
    const path = run(name, rate, start, valley);
    const curve = losses(path, valley);
    const at = Math.min(step, path.length - 1);
    const gone = path.length <= STEPS && step >= path.length - 1;
    const grows = gone || curve[at] > 1;
    return { name, rate, path, losses: curve, standing: curve[at], grows, gone };
  });
  const leader = runners.reduce((a, b) => (b.standing < a.standing ? b : a));
  return {
    valley,
    step,
    field,
    start: toWeights(start, angle),
    runners: runners.filter(({ name }) => SHOWN[field].includes(name)),
    everyone: runners,
    status: step ? leader.name : "start",
  };
}

/** The height of the valley on a grid, and the heights of its contour lines: loudness aside. */
export function land({ condition, angle }) {
  const valley = { condition, angle, scale: 1 };
  const values = sample((x, y) => loss([x, y], valley), WINDOW, GRID.nx, GRID.ny);
  const highest = values.reduce((a, b) => Math.max(a, b), 0);
  const heights = Array.from({ length: LINES }, (_, k) => highest * ((k + 0.6) / LINES) ** 2.6);
  return { values, heights };
}
