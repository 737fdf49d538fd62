// Filters of three words read a mail; the twin of filters.py beside it. Pure.
import { signedIn } from "../core/packed.mjs";
import { FILTERS, NUMBERS, WIDTH } from "./constants.mjs";

/** The filters of model.json; words: those that have a vector, in order. */
export function unpackedFilters(stored, words) {
  return {
    ...stored,
    rows: new Map(words.map((word, j) => [word, j + 1])), // row 0: an unknown word
    table: signedIn(stored.table),
    kernels: signedIn(stored.kernels),
  };
}

/**
 * What the filters make of words: { shares, one for each word; fired: [{ first, share }], one for
 * each filter; score }.
 */
export function readFilters(filters, words) {
  const rows = words.map((word) => filters.rows.get(word) ?? 0);
  const shares = words.map(() => 0);
  const fired = [];
  let score = filters.bias;
  for (let f = 0; f < FILTERS; f++) {
    const { first, answer } = strongest(filters, rows, f);
    const strength = filters.scale * answer + filters.biases[f];
    const share = words.length ? filters.weights[f] * Math.max(0, strength) : 0;
    const end = Math.min(first + WIDTH, words.length);
    for (let t = first; t < end; t++) shares[t] += share / (end - first);
    fired.push({ first, share });
    score += share;
  }
  return { shares, fired, score };
}

// The first of the places where a filter answers most, and its answer there, a whole number.
function strongest(filters, rows, f) {
  const last = Math.max(0, rows.length - WIDTH);
  let best = { first: 0, answer: -Infinity };
  for (let first = 0; first <= last; first++) {
    let answer = 0;
    for (let k = 0; k < WIDTH && first + k < rows.length; k++) {
      answer += product(filters, rows[first + k], f * WIDTH + k);
    }
    if (answer > best.answer) best = { first, answer };
  }
  return best;
}

function product({ table, kernels }, row, part) {
  let sum = 0;
  for (let c = 0; c < NUMBERS; c++) sum += table[row * NUMBERS + c] * kernels[part * NUMBERS + c];
  return sum;
}
