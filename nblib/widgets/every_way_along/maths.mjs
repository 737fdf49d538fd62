// The lattice of CTC for a short text, and all texts that a few frames could spell; maths.py is the
// twin.
import { SYMBOLS } from "./constants.mjs";

const LETTERS = [...SYMBOLS];

/** The states of a text, numbers of SYMBOLS: a blank before, between and after its letters. */
export const statesOf = (text) => [
  0,
  ...[...text].flatMap((letter) => [LETTERS.indexOf(letter), 0]),
];

/** The steps [from, to] that a path may take from one frame to the next. */
export function moves(states) {
  return states.flatMap((label, to) =>
    [to, to - 1, to - 2].filter((origin) => {
      const skipsARepeat = origin === to - 2 && (label === 0 || label === states[to - 2]);
      return origin >= 0 && !skipsARepeat;
    }).map((origin) => [origin, to])
  );
}

const zeros = (rows, columns) => Array.from({ length: rows }, () => new Array(columns).fill(0));

/** The probability of all ways to be in a state at a frame, that frame included: T rows of S. */
export function forward(probs, states) {
  const sums = zeros(probs.length, states.length);
  for (let s = 0; s < Math.min(2, states.length); s++) sums[0][s] = probs[0][states[s]];
  const allowed = moves(states);
  for (let t = 1; t < probs.length; t++) {
    for (const [origin, to] of allowed) {
      sums[t][to] += sums[t - 1][origin] * probs[t][states[to]];
    }
  }
  return sums;
}

/** The probability of all ways to end from a state at a frame, that frame left out: T rows of S. */
export function backward(probs, states) {
  const sums = zeros(probs.length, states.length);
  const last = sums.at(-1);
  for (let s = Math.max(0, states.length - 2); s < states.length; s++) last[s] = 1;
  const allowed = moves(states);
  for (let t = probs.length - 2; t >= 0; t--) {
    for (const [origin, to] of allowed) {
      sums[t][origin] += sums[t + 1][to] * probs[t + 1][states[to]];
    }
  }
  return sums;
}

/** The sum of the two states in which a path may end. */
export const atTheEnd = (row) => row.slice(-2).reduce((sum, v) => sum + v, 0);

/** The text of a path, numbers of SYMBOLS: repeats merged, then blanks dropped. */
export function collapse(path) {
  return path.filter((label, t) => label !== 0 && label !== path[t - 1])
    .map((label) => LETTERS[label]).join("");
}

/** The most probable path, as numbers of SYMBOLS, and its probability. */
export function bestPath(probs) {
  const path = probs.map((row) => row.indexOf(Math.max(...row)));
  const p = path.reduce((product, label, t) => product * probs[t][label], 1);
  return { path, p };
}

/** Every text that can be spelled, as { text, p }, the most probable first. */
export function allTexts(probs) {
  let ways = [{ path: [], p: 1 }];
  for (const row of probs) {
    ways = ways.flatMap(({ path, p }) =>
      row.map((q, label) => ({ path: [...path, label], p: p * q }))
    );
  }
  const sums = new Map();
  for (const { path, p } of ways) {
    const text = collapse(path);
    sums.set(text, (sums.get(text) ?? 0) + p);
  }
  return [...sums].map(([text, p]) => ({ text, p })).sort((one, other) => other.p - one.p);
}
