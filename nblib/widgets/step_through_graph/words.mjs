// What a step through a graph does, in a sentence. Pure: a step in, words out.
import { write } from "../core/numbers.mjs";
import { evaluate } from "./maths.mjs";

const NUDGE = 1e-3;
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
  sub: (
    input,
  ) => (input
    ? ["What is taken away counts with the other sign: the derivative is", -1]
    : ["A difference changes as much as what comes first: the derivative is", 1]),
  mul: (input, _y, a, b) => ["is the other factor,", input ? a : b],
  exp: (_input, y) => ["The derivative of exp is exp itself,", y],
  sigmoid: (
    _input,
    y,
  ) => [`The slope of σ is p (1 − p) = ${write(y, 4)} · ${write(1 - y)} =`, y * (1 - y)],
  tanh: (_input, y) => [`The slope of tanh is 1 − ${brackets(y)}² =`, 1 - y * y],
  relu: (
    _input,
    _y,
    x,
  ) => [
    x > 0
      ? "Above 0 relu lets everything through: the slope is"
      : "At 0 and below relu is flat: the slope is",
    x > 0 ? 1 : 0,
  ],
};

export function sentence(nodes, values, events, position) {
  const event = events[position - 1];
  if (!event) {
    return "Only the leaves have values. Step on: forward, each node computes its value from those above it.";
  }
  const all = evaluate(nodes, values);
  const node = nodes[event.node];
  const { name } = node;
  if (event.kind === "forward") {
    return `Forward: ${node.formula} = ${MADE[node.op](...node.inputs.map((i) => all[i]))} = ${
      write(event.value)
    }. The graph remembers what ${name} was made of.`;
  }
  if (event.kind === "begin") {
    return `Backward begins at the end: ${name} changes as ${name} does, so its gradient is 1.`;
  }
  if (event.kind === "leaf") return stored(nodes, values, all, event);
  const to = nodes[event.to].name;
  const [words, slope] = SLOPE[node.op](
    event.input,
    all[event.node],
    ...node.inputs.map((i) => all[i]),
  );
  const twice = node.inputs[0] === node.inputs[1];
  const local = node.op === "mul"
    ? `The derivative of the product ${name} with respect to ${
      twice ? `its ${event.input ? "second" : "first"} factor, ${to},` : to
    } ${words} ${write(slope)}`
    : `${words} ${write(slope)}`;
  const times = `times what comes from ${name}, ${write(event.from)}, that is ${
    write(event.given)
  }`;
  if (event.before !== null) {
    return `${local}; ${times}. It is added to what ${to} has already from its other use: ${
      write(event.before)
    } + ${brackets(event.given)} = ${write(event.after)}.`;
  }
  const more = events.slice(position).some((later) =>
    later.kind === "backward" && later.to === event.to
  );
  return `${local}; ${times}. ${to} has no gradient yet: it gets ${write(event.given)}${
    more ? ", and more is to come, for it was used twice" : ""
  }.`;
}

// A leaf has its gradient: hold it against a nudge.
function stored(nodes, values, all, event) {
  const { name } = nodes[event.node];
  const end = nodes.length - 1;
  const change = evaluate(nodes, { ...values, [name]: values[name] + NUDGE })[end] - all[end];
  return `${name}.grad = ${write(event.after)}: all that ${name} does to ${
    nodes[end].name
  }. To try it, nudge ${name} from ${write(values[name], 6)} to ${
    write(values[name] + NUDGE, 6)
  }: ${nodes[end].name} changes by ${write(change, 4)}, which is ${write(NUDGE)} · ${
    brackets(change / NUDGE)
  }.`;
}
