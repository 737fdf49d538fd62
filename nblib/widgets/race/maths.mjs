// The race: one valley of two weights, and the rules that run down it; the twin of maths.py. Pure.
import {
  ALPHA,
  BETA1,
  BETA2,
  DECAY,
  EPS,
  FAR,
  HIGHEST_RATE,
  LION_BETA2,
  LOWEST_RATE,
  MINIMUM,
  MOMENTUM,
  STEPS,
  TRIED,
} from "./constants.mjs";

// A valley is { condition, angle, scale }: how much steeper it is across than along, its angle to
// the axes in degrees, what the loss is multiplied by. A place is [along, across], seen from the
// minimum.

const turn = (angle) => {
  const radians = (angle * Math.PI) / 180;
  return [Math.cos(radians), Math.sin(radians)];
};

/** The weights of a place. */
export function toWeights([along, across], angle) {
  const [c, s] = turn(angle);
  return [MINIMUM[0] + c * along - s * across, MINIMUM[1] + s * along + c * across];
}

/** The place of weights. */
export function toPlace(w, angle) {
  const [c, s] = turn(angle);
  const x = w[0] - MINIMUM[0];
  const y = w[1] - MINIMUM[1];
  return [c * x + s * y, c * y - s * x];
}

/** The loss of two weights. */
export function loss(w, { condition, angle, scale }) {
  const [along, across] = toPlace(w, angle);
  return (scale * ((along * along) / condition + across * across)) / 2;
}

/** Its gradient. */
export function gradient(w, { condition, angle, scale }) {
  const [along, across] = toPlace(w, angle);
  const gAlong = (scale * along) / condition;
  const gAcross = scale * across;
  const [c, s] = turn(angle);
  return [c * gAlong - s * gAcross, s * gAlong + c * gAcross];
}

// What each rule does to one weight; memory: its two numbers, changed here. step counts from 1.
const RULES = {
  SGD: ({ w, g, rate }) => w - rate * g,
  momentum({ w, g, memory, rate }) {
    memory[0] = MOMENTUM * memory[0] + g;
    return w - rate * memory[0];
  },
  RMSProp({ w, g, memory, rate }) {
    memory[1] = ALPHA * memory[1] + (1 - ALPHA) * g * g;
    return w - (rate * g) / (Math.sqrt(memory[1]) + EPS);
  },
  Adam({ w, g, memory, rate, step }) {
    memory[0] = BETA1 * memory[0] + (1 - BETA1) * g;
    memory[1] = BETA2 * memory[1] + (1 - BETA2) * g * g;
    const mean = memory[0] / (1 - BETA1 ** step);
    const square = memory[1] / (1 - BETA2 ** step);
    return w - (rate * mean) / (Math.sqrt(square) + EPS);
  },
  AdamW(state) {
    return RULES.Adam({ ...state, w: state.w * (1 - state.rate * DECAY) });
  },
  Lion({ w, g, memory, rate }) {
    const average = BETA1 * memory[0] + (1 - BETA1) * g;
    memory[0] = LION_BETA2 * memory[0] + (1 - LION_BETA2) * g;
    return w - rate * Math.sign(average);
  },
};

/**
 * The weights step by step, at most STEPS + 1 pairs; it ends before one is beyond FAR. start: a
 * place.
 */
export function run(runner, rate, start, valley) {
  const move = RULES[runner];
  const memories = [[0, 0], [0, 0]];
  let w = toWeights(start, valley.angle);
  const path = [w];
  for (let step = 1; step <= STEPS; step++) {
    const g = gradient(w, valley);
    w = w.map((v, i) => move({ w: v, g: g[i], memory: memories[i], rate, step }));
    if (!w.every((v) => Math.abs(v) <= FAR)) break;
    path.push(w);
  }
  return path;
}

/** The loss at each step, as a part of the first. */
export function losses(path, valley) {
  const first = loss(path[0], valley) || 1;
  return path.map((w) => loss(w, valley) / first);
}

/** The rate with the lowest loss after STEPS steps, of TRIED that are tried. */
export function tuned(runner, start, valley) {
  let best = { rate: LOWEST_RATE, end: Infinity };
  for (let k = 0; k < TRIED; k++) {
    const factor = (HIGHEST_RATE / LOWEST_RATE) ** (k / (TRIED - 1));
    const rate = Number((LOWEST_RATE * factor).toPrecision(2));
    const path = run(runner, rate, start, valley);
    const end = path.length > STEPS ? losses(path, valley).at(-1) : Infinity;
    if (end < best.end) best = { rate, end };
  }
  return best.rate;
}
