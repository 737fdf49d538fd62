// A small GRU writes a text, letter by letter; the twin of maths.py beside it. Pure.
import { sigmoid } from "../core/losses.mjs";
import { uniform } from "../core/mulberry.mjs";
import { signedIn } from "../core/packed.mjs";
import { LETTERS, RUN, UNITS } from "./constants.mjs";

const GATES = 3 * UNITS;

/** What was recorded, ready to write with. */
export function unpackWriter({ characters, arrays }) {
  const numbers = ({ bytes, scale }) => Float64Array.from(signedIn(bytes), (v) => v * scale);
  return {
    letters: [...characters],
    table: numbers(arrays.table),
    weight: numbers(arrays.weight),
    bias: numbers(arrays.bias),
    head: numbers(arrays.head),
    headBias: numbers(arrays["head bias"]),
  };
}

/** The ids of what is read at first; a space for each character that was not learned. */
export function idsOf({ letters }, beginning) {
  const space = letters.indexOf(" ");
  return [..."\n" + beginning].map((character) => {
    const i = letters.indexOf(character);
    return i < 0 ? space : i;
  });
}

// x w + b for a weight matrix row by row, (UNITS, b.length).
function affine(x, w, b) {
  const y = Float64Array.from(b);
  const { length } = y;
  for (let i = 0; i < UNITS; i++) {
    const row = i * length;
    for (let j = 0; j < length; j++) y[j] += x[i] * w[row + j];
  }
  return y;
}

/** The state after one more letter. */
export function stepOn(net, h, letter) {
  const says = net.table.subarray(letter * GATES, (letter + 1) * GATES);
  const old = affine(h, net.weight, net.bias);
  return h.map((state, k) => {
    const reset = sigmoid(says[k] + old[k]);
    const update = sigmoid(says[UNITS + k] + old[UNITS + k]);
    const candidate = Math.tanh(says[2 * UNITS + k] + reset * old[2 * UNITS + k]);
    return (1 - update) * candidate + update * state;
  });
}

/** The probabilities to draw from: temperature first, then top-k, then top-p. */
export function probabilitiesOf(logits, { temperature = 1, topK = logits.length, topP = 1 } = {}) {
  const order = [...logits.keys()].sort((a, b) => logits[b] - logits[a] || a - b);
  const top = logits[order[0]];
  const stay = temperature === 0 ? 1 : topK;
  const heat = temperature === 0 ? 1 : temperature;
  const falling = order.map((i, rank) => (rank < stay ? Math.exp((logits[i] - top) / heat) : 0));
  const total = sumOf(falling);
  const kept = upTo(falling.map((p) => p / total), topP);
  const result = new Float64Array(logits.length);
  order.forEach((i, rank) => {
    result[i] = kept[rank];
  });
  return result;
}

const sumOf = (values) => values.reduce((sum, v) => sum + v, 0);

// A letter stays while the mass before it has not reached topP.
function upTo(falling, topP) {
  if (topP >= 1) return falling;
  let before = 0;
  const kept = falling.map((p) => {
    const stays = before < topP;
    before += p;
    return stays ? p : 0;
  });
  const total = sumOf(kept);
  return kept.map((p) => p / total);
}

/** The letter at which the running sum passes u. */
export function drawFrom(p, u) {
  const wanted = u * sumOf(p);
  let reached = 0;
  let last = 0;
  for (let i = 0; i < p.length; i++) {
    if (p[i] === 0) continue;
    reached += p[i];
    last = i;
    if (reached > wanted) return i;
  }
  return last;
}

/** A text after a beginning: { letters, own, used }, as in Python. */
export function writeOn(net, { beginning, temperature, topK, topP, seed }) {
  let h = new Float64Array(UNITS);
  for (const letter of idsOf(net, beginning)) h = stepOn(net, h, letter);
  const written = { letters: [], own: [], used: [] };
  for (let n = 0; n <= LETTERS; n++) {
    const logits = affine(h, net.head, net.headBias);
    const used = probabilitiesOf(logits, { temperature, topK, topP });
    written.own.push(probabilitiesOf(logits));
    written.used.push(used);
    if (n === LETTERS) break;
    const letter = drawFrom(used, uniform(seed, n));
    written.letters.push(letter);
    h = stepOn(net, h, letter);
  }
  return written;
}

/** Entropy in bits. */
export const entropyOf = (p) =>
  Math.abs(p.reduce((sum, v) => (v > 0 ? sum + v * Math.log2(v) : sum), 0));

/** The share of runs of RUN letters that stood in the text before. */
export function repeatedIn(letters) {
  const count = letters.length - RUN + 1;
  if (count < 1) return 0;
  const runs = Array.from({ length: count }, (_, i) => letters.slice(i, i + RUN).join());
  return 1 - new Set(runs).size / count;
}
