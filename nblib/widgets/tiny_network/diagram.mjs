// The network as neurons: each shows what it makes of the plane; lines are weights; buttons add and
// take away.
import { assign, drawing, element } from "../core/dom.mjs";
import { picture } from "../core/plot.mjs";
import { columnX, rowY, SIDE, VIEW } from "./layout.mjs";
import { steppers } from "./steppers.mjs";
import { drawTile, makeTiles } from "./tiles.mjs";

const WEIGHTY = 3; // a weight of this size has a line of three quarters of the full width

const KEYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/**
 * onLook([layer, index] or []) when a neuron is chosen; onWidths(widths) when the network is to be
 * another.
 */
export function diagram({ onLook, onWidths }) {
  const nodes = diagramNodes();
  const resize = steppers({ onWidths });
  let shape = null;
  let lines = [];
  let tiles = [];
  let chosen = [];

  const onKey = (event, tile) => {
    const next = neighbor(tiles, tile, event.key);
    if (KEYS[event.key]) event.preventDefault();
    if (!next) return;
    rove(tiles, next);
    next.node.focus();
  };
  const build = (widths) => {
    const sizes = [2, ...widths, 1];
    lines = makeLines(sizes);
    tiles = makeTiles(sizes, { onLook, onKey });
    nodes.edges.replaceChildren(...lines.map(({ line }) => line));
    nodes.names.replaceChildren(...namesOf(sizes));
    nodes.tiles.replaceChildren(...tiles.map(({ node }) => node));
    nodes.head.replaceChildren(...resize.ofLayers(widths));
    nodes.depth.replaceChildren(...resize.ofDepth(widths));
  };
  return {
    node: nodes.whole,
    /** given: what each layer makes of the nodes of the field. */
    draw(trainer, given, neuron, palette) {
      const widths = trainer.layers.slice(0, -1).map(({ m }) => m);
      const anew = shape !== widths.join();
      if (anew) keepingFocus(nodes.whole, () => build(widths));
      shape = widths.join();
      for (const one of lines) drawWeight(one, trainer.layers);
      const dead = trainer.dead();
      for (const tile of tiles) drawTile(tile, { trainer, given, dead, neuron, palette });
      const here = tiles.find((tile) => tile.isPressed);
      if (here && (anew || chosen.join() !== neuron.join())) rove(tiles, here);
      chosen = neuron;
    },
  };
}

function diagramNodes() {
  const edges = drawing("g", {});
  const names = drawing("g", {});
  const svg = picture(VIEW, { "aria-hidden": "true" }, edges, names);
  const tiles = element("div", {
    class: "nb-neurons",
    role: "toolbar",
    "aria-label": "neurons: arrow keys go from one to the next, Enter looks at it",
  });
  const head = element("div", { class: "nb-columns" });
  const depth = element("div", { class: "nb-depth", role: "group", "aria-label": "hidden layers" });
  const graph = element("div", { class: "nb-graph" }, svg, tiles);
  const whole = element("div", { class: "nb-diagram" }, depth, head, graph);
  return { whole, edges, names, tiles, head, depth };
}

// The buttons are made anew with the network; who pressed one keeps the focus on its successor.
function keepingFocus(node, act) {
  const { activeElement } = document;
  const label = node.contains(activeElement) ? activeElement.getAttribute("aria-label") : null;
  act();
  if (!label) return;
  const again = node.querySelector(`[aria-label="${CSS.escape(label)}"]:not(:disabled)`);
  (again ?? node.querySelector("button:not(:disabled)")).focus({ preventScroll: true });
}

// A line for each weight: number `at` of layer k.
function makeLines(sizes) {
  const last = sizes.length - 1;
  return sizes.slice(1).flatMap((m, k) =>
    Array.from({ length: sizes[k] * m }, (_, at) => {
      const line = drawing("line", {
        x1: columnX(k, last) + SIDE / 2,
        y1: rowY(Math.floor(at / m), sizes[k]),
        x2: columnX(k + 1, last) - SIDE / 2,
        y2: rowY(at % m, m),
      });
      return { line, k, at };
    })
  );
}

function drawWeight({ line, k, at }, layers) {
  const weight = layers[k].w[at];
  assign(line, {
    "stroke-width": (0.3 + 4 * Math.tanh(Math.abs(weight) / WEIGHTY)).toFixed(2),
    class: weight > 0 ? "nb-lifts" : "nb-lowers",
  });
}

function namesOf(sizes) {
  const last = sizes.length - 1;
  const inputs = ["x₁", "x₂"].map((name, j) => {
    const place = { x: columnX(0, last) - SIDE / 2 - 4, y: rowY(j, 2) + 4, "text-anchor": "end" };
    return drawing("text", place, name);
  });
  const below = { x: columnX(last, last), y: rowY(0, 1) + SIDE / 2 + 14, "text-anchor": "middle" };
  return [...inputs, drawing("text", below, "output")];
}

// Arrow keys: up and down within a layer, left and right to the next. Inputs are no stops.
function neighbor(tiles, { k, j }, key) {
  const direction = KEYS[key];
  if (!direction) return null;
  const [across, down] = direction;
  const column = tiles.filter((tile) => tile.k === k + across && tile.k > 0);
  return column[Math.min(column.length - 1, Math.max(0, j + down))] ?? null;
}

// Of all neurons one is a stop for Tab.
function rove(tiles, to) {
  for (const tile of tiles) {
    if (tile.k) assign(tile.node, { tabindex: tile === to ? 0 : -1 });
  }
}
