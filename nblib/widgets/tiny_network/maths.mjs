// A small network that trains on points of the plane, with derivatives written by hand; the twin of
// maths.py beside it, which leaves them to nblib's engine. No page is touched: numbers in, numbers
// out.
import { chance } from "../core/chance.mjs";
import { bceWithLogits, sigmoid } from "../core/losses.mjs";
import { EVERY, FAR, FIRST, GAIN, LAST, MOURNED, PATIENCE, RISEN, SOLVED } from "./constants.mjs";
import { drawPoints } from "./data.mjs";

const ROOT = Math.sqrt(2 / Math.PI);
const bend = (z) => Math.tanh(ROOT * (z + 0.044715 * z * z * z));

// value(z), and slope(z, h) where h is the value. spread: by how much more than 1 / √inputs the
// first weights spread.
export const activations = {
  linear: { value: (z) => z, slope: () => 1, spread: 1 },
  ReLU: { value: (z) => (z > 0 ? z : 0), slope: (z) => (z > 0 ? 1 : 0), spread: Math.SQRT2 },
  "leaky ReLU": {
    value: (z) => (z > 0 ? z : 0.01 * z),
    slope: (z) => (z > 0 ? 1 : 0.01),
    spread: Math.sqrt(2 / (1 + 0.01 ** 2)),
  },
  tanh: { value: Math.tanh, slope: (_z, h) => 1 - h * h, spread: 5 / 3 },
  sigmoid: { value: sigmoid, slope: (_z, h) => h * (1 - h), spread: 1 },
  GELU: {
    value: (z) => 0.5 * z * (1 + bend(z)),
    slope(z) {
      const t = bend(z);
      return 0.5 * (1 + t) + 0.5 * z * (1 - t * t) * ROOT * (1 + 0.134145 * z * z);
    },
    spread: Math.SQRT2,
  },
  SiLU: {
    value: (z) => z * sigmoid(z),
    slope(z) {
      const s = sigmoid(z);
      return s + z * s * (1 - s);
    },
    spread: Math.SQRT2,
  },
};

/** Layers [{ n, m, w (n × m in a row), b (m) }, …]: normal weights, biases of zero. */
export function firstWeights(widths, activation, seed) {
  const source = chance(seed, 2);
  const sizes = [2, ...widths, 1];
  return sizes.slice(1).map((m, k) => {
    const n = sizes[k];
    const size = (k < widths.length ? activations[activation].spread : 1) / Math.sqrt(n);
    return {
      n,
      m,
      w: Float64Array.from({ length: n * m }, () => size * source.normal()),
      b: new Float64Array(m),
    };
  });
}

/**
 * What each layer gives for `count` points x (coordinates in a row): [{ z: sums, h: what is made of
 * them }, …].
 */
export function outputs(layers, activation, x, count, byLayer = []) {
  const { value } = activations[activation];
  let from = x;
  layers.forEach(({ n, m, w, b }, k) => {
    const last = k === layers.length - 1;
    if (byLayer[k]?.z.length !== count * m) {
      byLayer[k] = { z: new Float64Array(count * m), h: new Float64Array(count * m) };
    }
    const { z, h } = byLayer[k];
    for (let i = 0; i < count; i++) {
      for (let j = 0; j < m; j++) {
        let sum = b[j];
        for (let p = 0; p < n; p++) sum += from[i * n + p] * w[p * m + j];
        z[i * m + j] = sum;
        h[i * m + j] = last ? sum : value(sum);
      }
    }
    from = h;
  });
  byLayer.length = layers.length;
  return byLayer;
}

/** Mean cross-entropy of logits with classes y. */
export function crossEntropy(logits, y) {
  let sum = 0;
  for (let i = 0; i < y.length; i++) sum += bceWithLogits(logits[i], y[i]);
  return sum / y.length;
}

/**
 * The loss on points x with classes y, and its gradients [{ w, b }, …], those of l2 / 2 · Σ w²
 * added.
 */
export function gradients(layers, activation, x, y, l2 = 0) {
  const { slope } = activations[activation];
  const count = y.length;
  const byLayer = outputs(layers, activation, x, count);
  const logits = byLayer[layers.length - 1].h;
  // How the loss changes with each sum.
  let delta = Float64Array.from(y, (t, i) => (sigmoid(logits[i]) - t) / count);
  const grads = [];
  for (let k = layers.length - 1; k >= 0; k--) {
    const { n, m, w } = layers[k];
    const from = k ? byLayer[k - 1].h : x;
    const gw = Float64Array.from(w, (v) => l2 * v);
    const gb = new Float64Array(m);
    const below = k ? new Float64Array(count * n) : null;
    for (let i = 0; i < count; i++) {
      for (let j = 0; j < m; j++) {
        const d = delta[i * m + j];
        gb[j] += d;
        for (let p = 0; p < n; p++) {
          gw[p * m + j] += from[i * n + p] * d;
          if (below) below[i * n + p] += w[p * m + j] * d;
        }
      }
    }
    grads[k] = { w: gw, b: gb };
    if (below) {
      const { z, h } = byLayer[k - 1];
      for (let i = 0; i < below.length; i++) below[i] *= slope(z[i], h[i]);
      delta = below;
    }
  }
  return { loss: crossEntropy(logits, y), grads };
}

/**
 * In each hidden layer of ReLUs, which neurons give 0 at every training point: [[true, false, …],
 * …]; no other neuron dies.
 */
export function deadNeurons(layers, activation, { x, n: count }) {
  const byLayer = outputs(layers, activation, x, count);
  return layers.slice(0, -1).map(({ m }, k) =>
    Array.from({ length: m }, (_, j) => {
      if (activation !== "ReLU") return false;
      for (let i = 0; i < count; i++) if (byLayer[k].h[i * m + j] > 0) return false;
      return true;
    })
  );
}

// The points of these numbers.
const pick = ({ x, y }, index) => ({
  x: Float64Array.from({ length: 2 * index.length }, (_, i) => x[2 * index[i >> 1] + (i & 1)]),
  y: Float64Array.from(index, (i) => y[i]),
});

/** Gradient descent, one step at a time; see Trainer in maths.py beside it. */
export class Trainer {
  constructor({ data, noise, widths, activation, seed }) {
    const { train, test } = drawPoints(data, noise, seed);
    Object.assign(this, {
      train,
      test,
      activation,
      layers: firstWeights(widths, activation, seed),
      chance: chance(seed, 3),
    });
    Object.assign(this, { order: [], at: 0, steps: 0, status: "training", history: [] });
    this.goOn();
    this.keep();
    this.bornDead = this.dead().some((layer) => layer.every(Boolean));
  }

  /** Forget what would stop the run, so that it can be carried on. */
  goOn() {
    Object.assign(this, {
      best: Infinity,
      bestAt: this.steps,
      aliveAt: this.steps,
      last: this.steps + LAST,
    });
    this.enough = this.status === "solved" ? this.history.at(-1)[1] / 4 : SOLVED;
    if (this.status !== "diverged") this.status = "training";
  }

  nextBatch(batch) {
    const { n } = this.train;
    if (batch >= n) return null;
    if (this.at + batch > this.order.length) {
      this.order = this.chance.shuffled(n);
      this.at = 0;
    }
    this.at += batch;
    return this.order.slice(this.at - batch, this.at);
  }

  step({ lr, l2 = 0, batch = Infinity }) {
    const index = this.nextBatch(batch);
    const { x, y } = index ? pick(this.train, index) : this.train;
    const { grads } = gradients(this.layers, this.activation, x, y, l2);
    this.layers.forEach((layer, k) => {
      for (const name of ["w", "b"]) {
        for (let i = 0; i < layer[name].length; i++) layer[name][i] -= lr * grads[k][name][i];
      }
    });
    this.steps++;
    if (this.steps <= FIRST || this.steps % EVERY === 0 || this.far()) this.keep();
  }

  far() {
    const all = (values) => values.every((v) => Math.abs(v) <= FAR);
    return !this.layers.every(({ w, b }) => all(w) && all(b));
  }

  logits({ x, n }) {
    return outputs(this.layers, this.activation, x, n).at(-1).h;
  }
  losses() {
    return [this.train, this.test].map((points) => crossEntropy(this.logits(points), points.y));
  }
  accuracy() {
    return [this.train, this.test].map((points) =>
      this.logits(points).reduce((sum, z, i) => sum + (z > 0 === points.y[i] > 0), 0) / points.n
    );
  }
  dead() {
    return deadNeurons(this.layers, this.activation, this.train);
  }

  /** Keep the losses of this very step, though it is none of those that are always kept. */
  keepNow() {
    if (this.history.at(-1)[0] !== this.steps) this.keep();
  }

  keep() {
    const [train, test] = this.losses();
    this.history.push([this.steps, train, test]);
    if (train < (1 - GAIN) * this.best) {
      this.best = train;
      this.bestAt = this.steps;
    }
    if (!this.dead().some((layer) => layer.every(Boolean))) this.aliveAt = this.steps;
    if (this.far() || !Number.isFinite(train)) this.status = "diverged";
    else if (train < this.enough && this.accuracy()[0] === 1) this.status = "solved";
    else if (this.steps - this.aliveAt >= MOURNED) this.status = "dead";
    else if (this.steps - this.bestAt >= PATIENCE) {
      this.status = train > RISEN * Math.LN2 ? "diverged" : "settled";
    } else if (this.steps >= this.last) this.status = "unfinished";
  }

  /** The weights as Python has them: [w (n rows of m), b, w, b, …]. */
  weights() {
    const rows = ({ n, m, w }) =>
      Array.from({ length: n }, (_, i) => Array.from(w.subarray(i * m, (i + 1) * m)));
    return this.layers.flatMap((layer) => [rows(layer), Array.from(layer.b)]);
  }

  /** Take weights as Python has them, at a step, with the losses on the way there. */
  take(weights, steps, history) {
    this.layers.forEach((layer, k) => {
      layer.w.set(weights[2 * k].flat());
      layer.b.set(weights[2 * k + 1]);
    });
    Object.assign(this, { steps, status: "training", history: history.map((row) => [...row]) });
    this.goOn();
    if (this.history.at(-1)?.[0] === steps) this.history.pop();
    this.keep();
  }
}
