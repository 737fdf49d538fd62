// A stack of layers at its first weights: sizes on the way forward and back; the twin of maths.py
// beside it. A layer applies the activation, then its weights; with a shortcut it adds what came
// in. Pure.
import { sigmoid } from "../core/losses.mjs";
import { normalsOf } from "../core/mulberry.mjs";
import { clamp } from "../core/numbers.mjs";
import { DEEPEST, EXAMPLES, HIGHEST, LARGE, LOWEST, SHORTCUTS, WIDTH } from "./constants.mjs";

const LAYER_SIZE = EXAMPLES * WIDTH; // numbers of one layer
const MATRIX = WIDTH * WIDTH;

/** draws(seed): the random numbers of a seed. */
export function source() {
  const draws = normalsOf(2 * LAYER_SIZE + DEEPEST * MATRIX);
  return (seed) => {
    const numbers = draws(seed);
    return {
      x: numbers.subarray(0, LAYER_SIZE),
      upstream: numbers.subarray(LAYER_SIZE, 2 * LAYER_SIZE),
      matrix: (k) =>
        numbers.subarray(2 * LAYER_SIZE + k * MATRIX, 2 * LAYER_SIZE + (k + 1) * MATRIX),
    };
  };
}

const BEND = {
  ReLU: (v) => Math.max(v, 0),
  tanh: Math.tanh,
  sigmoid,
  linear: (v) => v,
};
const SLOPE = {
  ReLU: (v) => (v > 0 ? 1 : 0),
  tanh: (v) => 1 - Math.tanh(v) ** 2,
  sigmoid: (v) => sigmoid(v) * (1 - sigmoid(v)),
  linear: () => 1,
};

function rms(values) {
  let sum = 0;
  for (const v of values) sum += v * v;
  return Math.sqrt(sum / values.length);
}

// rows (EXAMPLES, WIDTH) times a matrix (WIDTH, WIDTH), times a number.
function product(rows, matrix, factor) {
  const out = new Float64Array(LAYER_SIZE);
  for (let e = 0; e < LAYER_SIZE; e += WIDTH) {
    for (let i = 0; i < WIDTH; i++) {
      const v = factor * rows[e + i];
      for (let j = 0; j < WIDTH; j++) out[e + j] += v * matrix[i * WIDTH + j];
    }
  }
  return out;
}

// The same with the matrix transposed.
function productBack(rows, matrix, factor) {
  const out = new Float64Array(LAYER_SIZE);
  for (let e = 0; e < LAYER_SIZE; e += WIDTH) {
    for (let i = 0; i < WIDTH; i++) {
      let sum = 0;
      for (let j = 0; j < WIDTH; j++) sum += rows[e + j] * matrix[i * WIDTH + j];
      out[e + i] = factor * sum;
    }
  }
  return out;
}

// The size of the gradient of the weights between two layers.
function sizeOfOuter(bent, g) {
  let sum = 0;
  for (let i = 0; i < WIDTH; i++) {
    for (let j = 0; j < WIDTH; j++) {
      let v = 0;
      for (let e = 0; e < LAYER_SIZE; e += WIDTH) v += bent[e + i] * g[e + j];
      sum += v * v;
    }
  }
  return Math.sqrt(sum / MATRIX);
}

/**
 * Root mean squares { signal, gradient, weights }: of the arrays from the input to the last output,
 * of the gradients of these, and of the gradient of each layer's weights.
 */
export function sizes({ gain, activation, depth, shortcut, seed }, draws) {
  const { x, upstream, matrix } = draws(seed);
  const keep = shortcut === SHORTCUTS[1] ? 1 : 0;
  const factor = gain / Math.sqrt(WIDTH);

  // Forward.
  let h = x;
  const inputs = [];
  const signal = [rms(h)];
  for (let k = 0; k < depth; k++) {
    inputs.push(h);
    const before = h;
    h = product(h.map(BEND[activation]), matrix(k), factor).map((v, i) => v + keep * before[i]);
    signal.push(rms(h));
  }

  // Back.
  let g = upstream;
  const gradient = [rms(g)];
  const weights = [];
  for (let k = depth - 1; k >= 0; k--) {
    weights.unshift(sizeOfOuter(inputs[k].map(BEND[activation]), g));
    const slope = inputs[k].map(SLOPE[activation]);
    const above = g;
    g = productBack(g, matrix(k), factor).map((v, i) => v * slope[i] + keep * above[i]);
    gradient.unshift(rms(g));
  }
  return { signal, gradient, weights };
}

/** The factor per layer that leads from the first of these sizes to the last. */
export const perLayer = (values) => (values.at(-1) / values[0]) ** (1 / (values.length - 1));

/**
 * How signal and gradient come through: "exploding", "vanishing" (the signal), "stuck" (the signal
 * arrives, the gradient does not) or "steady".
 */
export function verdict({ signal, gradient }) {
  const forward = signal.at(-1) / signal[0];
  const backward = gradient[0] / gradient.at(-1);
  if (Math.max(forward, backward) > LARGE) return "exploding";
  if (forward < 1 / LARGE) return "vanishing";
  return backward < 1 / LARGE ? "stuck" : "steady";
}

/** The gain whose depth-th power is 10 to this power, within its limits. */
export const gainFor = (power, depth) => clamp(10 ** (power / depth), LOWEST, HIGHEST);
