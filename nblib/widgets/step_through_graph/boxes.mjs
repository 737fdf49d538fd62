// The nodes of the graph: what each is, its value, its gradient; a leaf is a handle for its value.
import { assign, drawing } from "../core/dom.mjs";
import { handle } from "../core/handle.mjs";
import { clamp, write } from "../core/numbers.mjs";
import { BOX, middle } from "./layout.mjs";

const PIXELS = 30; // of a drag, to one unit of a leaf
const MARGIN = 9; // of a box
const LEAF_MARGIN = 12; // of one with round ends

/**
 * The box of a node; asked: whether a gradient reaches it. valueOf(name) is a leaf's value now;
 * onValue(name, value, going) when it is moved, at most to `limit`.
 */
export function makeBox(node, asked, { valueOf, onValue, limit }) {
  const isLeaf = !node.op;
  const [x, y] = middle(node);
  const { width, height } = BOX;
  const margin = isLeaf ? LEAF_MARGIN : MARGIN;
  const left = -width / 2 + margin;
  const right = width / 2 - margin;
  const outline = { x: -width / 2, y: -height / 2, width, height, rx: isLeaf ? 20 : 6 };
  const name = drawing("text", { x: left, y: -5, class: "nb-node-name" }, node.formula);
  const place = { x: right, y: -5, "text-anchor": "end" };
  const value = drawing("text", { ...place, class: "nb-node-value" });
  const grad = drawing("text", { x: left, y: 16, class: "nb-node-grad" });
  const group = drawing(
    "g",
    { class: isLeaf ? "nb-node nb-leaf" : "nb-node", transform: `translate(${x} ${y})` },
    drawing("rect", { class: "nb-node-box", ...outline }),
    name,
    value,
    grad,
  );
  const grip = isLeaf ? leafHandle(group, node, { valueOf, onValue, limit }) : null;
  return { group, value, grad, grip, asked };
}

// A leaf goes up and down with the pointer.
function leafHandle(group, { name, data }, { valueOf, onValue, limit }) {
  group.append(drawing("path", { class: "nb-updown", d: "M0,-17l-4,5h8zM0,-5l-4,-5h8z" }));
  if (data) group.classList.add("nb-data");
  const grip = handle(group, {
    toData: (event) => [-event.clientY / PIXELS, -event.clientY / PIXELS],
    getPoint: () => [valueOf(name), valueOf(name)],
    step: 0.1,
    describe: { label: `value of ${name}`, value: ([v]) => write(v) },
    onMove([x, y], going) {
      // A drag moves both, a key one of them.
      const moved = x !== valueOf(name) ? x : y;
      onValue(name, Number(clamp(moved, -limit, limit).toFixed(2)), going);
    },
  });
  assign(group, { "aria-valuemin": -limit, "aria-valuemax": limit });
  return grip;
}

/** Show node k as it is in a view. */
export function drawBox({ group, value, grad, grip, asked }, k, { at, event }) {
  value.textContent = at.values[k] === null ? "" : write(at.values[k]);
  showGradient(grad, at.grads[k] === null ? "" : sum(at.gifts[k]));
  if (!asked) grad.textContent = "data";
  const active = isActive(k, event);
  group.classList.toggle("nb-now", active);
  group.classList.toggle("nb-back", active && event.kind !== "forward");
  group.classList.toggle("nb-stored", at.stored[k]);
  group.classList.toggle("nb-empty", at.values[k] === null);
  grip?.refresh();
}

function isActive(k, event) {
  if (!event) return false;
  return event.node === k || (event.kind === "backward" && event.to === k);
}

// A long sum is written smaller, and without its name.
function showGradient(text, words) {
  const name = words.length > 19 ? "" : "grad ";
  text.textContent = words && `${name}${words}`;
  const needed = 0.62 * text.textContent.length || 1;
  text.style.fontSize = `${Math.min(13, (BOX.width - 24) / needed).toFixed(1)}px`;
}

// A gradient as the sum that it has grown from: 3 + 3 = 6.
function sum(gifts) {
  const total = gifts.reduce((a, { given }) => a + given, 0);
  if (gifts.length < 2) return write(total);
  const [first, ...others] = gifts.map(({ given }) => given);
  const terms = others.map((v) => (v < 0 ? `− ${write(-v, 2)}` : `+ ${write(v, 2)}`));
  return `${[write(first, 2), ...terms].join(" ")} = ${write(total)}`;
}
