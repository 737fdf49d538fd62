// What a step through a graph does, in a sentence. Pure: a step in, words out.
import { write } from "../core/numbers.mjs";
import { evaluate } from "./maths.mjs";

const NUDGE = 1e-3; // of a leaf, to try its gradient
const brackets = (v) => (v < 0 ? `(${write(v)})` : write(v));

const MADE = {
  add: (a, b) => `${write(a)} + ${brackets(b)}`,
  sub: (a, b) => `${write(a)} − ${brackets(b)}`,
  mul: (a, b) => `${write(a)} · ${brackets(b)}`,
  exp: (x) => `exp(${write(x)})`,
  sigmoid: (x) => `1 / (1 + exp(−${brackets(x)}))`,
  tanh: (x) => `tanh(${write(x)})`,
  relu: (x) => `the larger of ${write(x)} and 0`,
};

// How the value y changes with an input: [words, number].
const SLOPE = {
  add: () => ["A sum changes as much as each of its parts: the derivative is", 1],
  sub(input) {
    if (input) return ["What is taken away counts with the other sign: the derivative is", -1];
    return ["A difference changes as much as what comes first: the derivative is", 1];
  },
  mul: (input, _y, a, b) => ["is the other factor,", input ? a : b],
  exp: (_input, y) => ["The derivative of exp is exp itself,", y],
  sigmoid(_input, y) {
    const factors = `${write(y, 4)} · ${write(1 - y)}`;
    return [`The slope of σ is p (1 − p) = ${factors} =`, y * (1 - y)];
  },
  tanh: (_input, y) => [`The slope of tanh is 1 − ${brackets(y)}² =`, 1 - y * y],
  relu(_input, _y, x) {
    if (x > 0) return ["Above 0 relu lets everything through: the slope is", 1];
    return ["At 0 and below relu is flat: the slope is", 0];
  },
};

/** Say what the last step of a view did. */
export function sentence(view) {
  const { nodes, values, event } = view;
  if (!event) {
    return "Only the leaves have values. Step on: forward, each node computes its value from those above it.";
  }
  const all = evaluate(nodes, values);
  const { name } = nodes[event.node];
  if (event.kind === "forward") return forwardStep(nodes[event.node], event, all);
  if (event.kind === "begin") {
    return `Backward begins at the end: ${name} changes as ${name} does, so its gradient is 1.`;
  }
  if (event.kind === "leaf") return stored(view, all);
  return backwardStep(view, all);
}

function forwardStep({ name, formula, op, inputs }, { value }, all) {
  const made = MADE[op](...inputs.map((i) => all[i]));
  const result = write(value);
  return `Forward: ${formula} = ${made} = ${result}. The graph remembers what ${name} was made of.`;
}

// A share of a gradient comes up a wire: the slope, times what comes, added to what is there.
function backwardStep({ nodes, events, event, k }, all) {
  const { name } = nodes[event.node];
  const to = nodes[event.to].name;
  const given = write(event.given);
  const local = slopeWords(nodes, event, all);
  const times = `times what comes from ${name}, ${write(event.from)}, that is ${given}`;
  if (event.before !== null) {
    const added = `${write(event.before)} + ${brackets(event.given)} = ${write(event.after)}`;
    return `${local}; ${times}. It is added to what ${to} has already from its other use: ${added}.`;
  }
  const isMoreToCome = events.slice(k).some((later) =>
    later.kind === "backward" && later.to === event.to
  );
  const more = isMoreToCome ? ", and more is to come, for it was used twice" : "";
  return `${local}; ${times}. ${to} has no gradient yet: it gets ${given}${more}.`;
}

function slopeWords(nodes, event, all) {
  const { name, op, inputs } = nodes[event.node];
  const [words, slope] = SLOPE[op](event.input, all[event.node], ...inputs.map((i) => all[i]));
  if (op !== "mul") return `${words} ${write(slope)}`;
  let factor = nodes[event.to].name;
  if (inputs[0] === inputs[1]) {
    factor = `its ${event.input ? "second" : "first"} factor, ${factor},`;
  }
  return `The derivative of the product ${name} with respect to ${factor} ${words} ${write(slope)}`;
}

// A leaf has its gradient: hold it against a nudge.
function stored({ nodes, values, event }, all) {
  const { name } = nodes[event.node];
  const last = nodes.length - 1;
  const end = nodes[last].name;
  const nudged = evaluate(nodes, { ...values, [name]: values[name] + NUDGE });
  const change = nudged[last] - all[last];
  const grad = `${name}.grad = ${write(event.after)}: all that ${name} does to ${end}.`;
  const moved = `from ${write(values[name], 6)} to ${write(values[name] + NUDGE, 6)}`;
  const product = `${write(NUDGE)} · ${brackets(change / NUDGE)}`;
  const effect = `${end} changes by ${write(change, 4)}, which is ${product}.`;
  return `${grad} To try it, nudge ${name} ${moved}: ${effect}`;
}

/** The numbers below the pictures: gradients that have been stored. */
export function graphFacts({ nodes, k, last, at }) {
  const facts = { step: `${k} of ${last}` };
  nodes.forEach(({ name }, i) => {
    if (at.stored[i]) facts[`${name}.grad`] = write(at.grads[i], 4);
  });
  return facts;
}
