// A run through a computational graph, forward and backward, written down step by step; the twin of
// maths.py beside it, where nblib itself runs. Pure.

import { sigmoid } from "../core/losses.mjs";

// Each op: its value, and for each input what it makes of the gradient g of its value y.
export const operations = {
  add: { value: (a, b) => a + b, vjps: [(g) => g, (g) => g] },
  sub: { value: (a, b) => a - b, vjps: [(g) => g, (g) => -g] },
  mul: { value: (a, b) => a * b, vjps: [(g, _y, _a, b) => g * b, (g, _y, a) => g * a] },
  exp: { value: Math.exp, vjps: [(g, y) => g * y] },
  sigmoid: { value: sigmoid, vjps: [(g, y) => g * y * (1 - y)] },
  tanh: { value: Math.tanh, vjps: [(g, y) => g * (1 - y * y)] },
  relu: { value: (x) => (x > 0 ? x : 0), vjps: [(g, y) => (y > 0 ? g : 0)] },
};

/** The value of every node, in order. values: by name of leaf. */
export function evaluate(nodes, values) {
  const all = [];
  for (const { name, op, inputs } of nodes) {
    all.push(op ? operations[op].value(...inputs.map((i) => all[i])) : values[name]);
  }
  return all;
}

/** Which nodes a gradient reaches: leaves that ask for one, and what is made of them. */
export function reached(nodes) {
  const asks = [];
  for (const { op, inputs, data } of nodes) asks.push(op ? inputs.some((i) => asks[i]) : !data);
  return asks;
}

/**
 * All steps in order, with nodes by number: { kind: "forward", node, value }, { kind: "begin",
 * node, after }, { kind: "backward", node, input, to, from, given, before, after }, { kind: "leaf",
 * node, after }.
 */
export function trace(nodes, values) {
  const all = evaluate(nodes, values);
  const asks = reached(nodes);
  const sums = nodes.map(() => null);
  const last = nodes.length - 1;
  const events = [];
  nodes.forEach(({ op }, node) => {
    if (op) events.push({ kind: "forward", node, value: all[node] });
  });
  sums[last] = 1;
  events.push({ kind: "begin", node: last, after: 1 });
  // From the youngest node to the oldest: whoever gets a gradient has got all of it before its
  // turn.
  for (let node = last; node >= 0; node--) {
    const { op, inputs } = nodes[node];
    if (!asks[node]) continue;
    if (!op) {
      events.push({ kind: "leaf", node, after: sums[node] });
      continue;
    }
    inputs.forEach((to, input) => {
      if (!asks[to]) return;
      const given = operations[op].vjps[input](sums[node], all[node], ...inputs.map((i) => all[i]));
      const before = sums[to];
      sums[to] = before === null ? given : before + given;
      const share = { from: sums[node], given, before, after: sums[to] };
      events.push({ kind: "backward", node, input, to, ...share });
    });
  }
  return events;
}

/**
 * What is known after so many steps: values and gradients by node (null: not yet), gifts: node ->
 * what it was given, in order.
 */
export function known(nodes, values, events, position) {
  const at = {
    values: nodes.map(({ op, name }) => (op ? null : values[name])),
    grads: nodes.map(() => null),
    gifts: nodes.map(() => []),
    stored: nodes.map(() => false),
  };
  for (const event of events.slice(0, position)) {
    if (event.kind === "forward") at.values[event.node] = event.value;
    if (event.kind === "begin") {
      at.grads[event.node] = 1;
      at.gifts[event.node].push({ given: 1 });
    }
    if (event.kind === "backward") {
      at.grads[event.to] = event.after;
      at.gifts[event.to].push(event);
    }
    if (event.kind === "leaf") at.stored[event.node] = true;
  }
  return at;
}
