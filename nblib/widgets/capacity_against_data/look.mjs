// All that the widget shows, worked out from its traits. Pure: traits in, numbers out.
import { VIEWS } from "./constants.mjs";
import {
  basis,
  bestDegree,
  cloud,
  errors,
  evenly,
  fitted,
  highest,
  points,
  ringed,
  totals,
  verdict,
} from "./maths.mjs";

const NOTHING = 1e-9; // a smaller error counts as zero

/**
 * What is seen. dots: [[x, y], …]; odd: which of them has the ring; curve, others: y on the grid;
 * lines: name -> errors by degree that are drawn; shown: the one that the ring follows; used: the
 * degree of the curve, which n points may not determine; best: of the lowest error.
 */
export function look(traits, draws) {
  const { n, noise, show } = traits;
  const known = basis(n);
  const y = points(traits, draws);
  const used = Math.min(traits.degree, highest(n));
  const byDegree = errors(y, noise, known);
  for (const name of ["training", "bias2"]) {
    byDegree[name] = byDegree[name].map((v) => (v < NOTHING ? 0 : v));
  }
  const all = totals(byDegree, noise);
  const many = show === VIEWS[2];
  const shown =
    { [VIEWS[0]]: byDegree.training, [VIEWS[1]]: byDegree.fresh, [VIEWS[2]]: all }[show];
  return {
    ...traits,
    dots: evenly(n).map((x, i) => [x, y[i]]),
    odd: ringed(n),
    used,
    highest: highest(n),
    curve: fitted(y, used, known),
    others: many ? cloud({ ...traits, degree: used }, known, draws) : [],
    lines: linesOf(show, byDegree, all, used),
    shown,
    training: byDegree.training[used],
    fresh: byDegree.fresh[used],
    bias2: byDegree.bias2[used],
    variance: byDegree.variance[used],
    total: all[used],
    best: bestDegree(byDegree, noise),
    lowest: Math.min(...all),
    status: show === VIEWS[0] ? "unjudged" : verdict(byDegree, noise, used),
  };
}

// The training error alone is drawn up to the degree of the curve: the reader is to guess the rest.
function linesOf(show, { training, fresh, bias2, variance }, all, used) {
  if (show === VIEWS[0]) return { training: training.slice(0, used + 1) };
  if (show === VIEWS[1]) return { training, fresh };
  return { bias2, variance, all };
}
