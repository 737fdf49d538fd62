// A small GRU reads a sentence, word by word; the twin of maths.py beside it. Pure.
import { sigmoid } from "../core/losses.mjs";
import { signedIn } from "../core/packed.mjs";
import { TOKEN } from "../core/tokens.mjs";
import { MOST, UNITS, UNKNOWN } from "./constants.mjs";

const BEFORE = 3; // rows of the table before those of the words

/** The words of a sentence, in small letters, MOST at most. */
export function wordsOf(sentence) {
  const found = sentence.toLowerCase().replaceAll("’", "'").match(TOKEN) ?? [];
  return found.slice(0, MOST);
}

/** What was recorded, ready to read: { row(word), vector(row), readers }. */
export function unpackReader({ words, scale, table, readers }) {
  const rows = new Map(words.split(" ").map((word, i) => [word, i + BEFORE]));
  const bytes = signedIn(table);
  const vector = (row) =>
    Float64Array.from(bytes.subarray(row * UNITS, (row + 1) * UNITS), (v) => v * scale);
  const unpacked = Object.entries(readers).map(([name, text]) => [name, weightsIn(text)]);
  return {
    knows: (word) => rows.has(word),
    row: (word) => rows.get(word) ?? UNKNOWN,
    vector,
    readers: Object.fromEntries(unpacked),
  };
}

function weightsIn(text) {
  const flat = Float64Array.from(text.split(" "), Number);
  const gates = 3 * UNITS;
  let from = 0;
  const take = (size) => {
    from += size;
    return flat.subarray(from - size, from);
  };
  return {
    fromWord: take(UNITS * gates),
    fromState: take(UNITS * gates),
    biasWord: take(gates),
    biasState: take(gates),
    head: take(UNITS),
    headBias: take(1)[0],
  };
}

// x w + b for a weight matrix row by row, (UNITS, 3 · UNITS).
function affine(x, w, b) {
  const y = Float64Array.from(b);
  for (let i = 0; i < UNITS; i++) {
    for (let j = 0; j < y.length; j++) y[j] += x[i] * w[i * y.length + j];
  }
  return y;
}

/** One step: from a state and a word's vector to { state, update, reset, votes, positive }. */
export function readWord(net, h, x) {
  const word = affine(x, net.fromWord, net.biasWord);
  const old = affine(h, net.fromState, net.biasState);
  const step = { state: [], update: [], reset: [], votes: [] };
  let logit = net.headBias;
  for (let k = 0; k < UNITS; k++) {
    const reset = sigmoid(word[k] + old[k]);
    const update = sigmoid(word[UNITS + k] + old[UNITS + k]);
    const candidate = Math.tanh(word[2 * UNITS + k] + reset * old[2 * UNITS + k]);
    const state = (1 - update) * candidate + update * h[k];
    const vote = state * net.head[k];
    logit += vote;
    step.state.push(state);
    step.update.push(update);
    step.reset.push(reset);
    step.votes.push(vote);
  }
  return { ...step, positive: sigmoid(logit) };
}

/** All steps along a list of words. */
export function readAll(unpacked, name, words) {
  const net = unpacked.readers[name];
  let h = new Float64Array(UNITS);
  return words.map((word) => {
    const step = readWord(net, h, unpacked.vector(unpacked.row(word)));
    h = step.state;
    return step;
  });
}

/** The units from the one whose weight in the last layer is largest to that where it is least. */
export const unitsInOrder = ({ head }) =>
  [...head.keys()].sort((a, b) => head[b] - head[a] || a - b);
