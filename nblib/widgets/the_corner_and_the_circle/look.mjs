// All that the widget shows, worked out from its traits. Pure: numbers in, numbers out.
import { PENALTIES, SHARES, WINDOW } from "./constants.mjs";
import { allZeroFrom, curvatures, loss, path, penalty, reach, solve, STRENGTHS } from "./maths.mjs";

const AROUND = 96; // points of a ball's edge, with the four corners among them
const LINES = 7;
const STATUS = ["none", "one", "both"];

/**
 * What is seen. solution: the weights; price: of the loss, above its minimum; path: the solutions
 * as the strength grows up to its present value, { strength, w } each; ball: the edge of all
 * weights that cost no more than these; levels: of the loss, for its contour lines.
 */
export function look(traits) {
  const share = SHARES[PENALTIES.indexOf(traits.penalty)];
  const H = curvatures(traits.stretch, traits.turn);
  const solution = solve(H, traits.minimum, traits.strength, share);
  return {
    ...traits,
    share,
    solution,
    price: loss(H, traits.minimum, solution),
    cost: penalty(solution, share),
    allZeroFrom: allZeroFrom(H, traits.minimum, share),
    path: trodden(traits, path(H, traits.minimum, share), solution),
    ball: edge(penalty(solution, share), share),
    levels: Array.from({ length: LINES }, (_, k) => 0.12 * (k + 1) ** 2),
    outside: !isWithin(traits.minimum),
    status: STATUS[solution.filter((v) => v === 0).length],
  };
}

const isWithin = ([x, y]) => WINDOW[0] <= x && x <= WINDOW[1] && WINDOW[2] <= y && y <= WINDOW[3];

// The part of the path that lies behind.
function trodden({ strength }, whole, solution) {
  const behind = whole.map((w, k) => ({ strength: STRENGTHS[k], w }));
  return [...behind.filter((step) => step.strength < strength), { strength, w: solution }];
}

// The edge of a ball, all the way round.
function edge(level, share) {
  return Array.from({ length: AROUND }, (_, k) => {
    const angle = (2 * Math.PI * k) / AROUND;
    const r = reach(level, share, angle);
    return [r * Math.cos(angle), r * Math.sin(angle)];
  });
}
