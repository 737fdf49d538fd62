// Scores that were recorded, and their differences by run; the twin of maths.py. Pure.
import { LABELS } from "./constants.mjs";

/** The numbers of labels a class that these scores are for. */
export const numbersOf = (scores) => LABELS.filter((_, k) => Object.values(scores)[0][k]);

/** The number that is nearest to the wanted one by their ratio, the smaller of two. */
export function nearestNumber(wanted, numbers) {
  const apart = (n) => Math.abs(Math.log(n / wanted));
  return numbers.reduce((best, n) => (apart(n) < apart(best) ? n : best));
}

/** The mean of numbers. */
export const meanOf = (values) => values.reduce((sum, v) => sum + v, 0) / values.length;

/** { middle, error } of the differences ones − others, run by run: their mean, its error. */
export function paired(ones, others) {
  const gaps = ones.map((one, run) => one - others[run]);
  const middle = meanOf(gaps);
  const square = gaps.reduce((sum, gap) => sum + (gap - middle) ** 2, 0) / (gaps.length - 1);
  return { middle, error: Math.sqrt(square / gaps.length) };
}
