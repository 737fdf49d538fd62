// The frames as columns of three probabilities, with two borders that are dragged.
import { assign, drawing } from "../core/dom.mjs";
import { handle } from "../core/handle.mjs";
import { clamp, scale, write } from "../core/numbers.mjs";
import { axes, picture, pointer, ring } from "../core/plot.mjs";
import { SYMBOLS } from "./constants.mjs";
import { framesLabel } from "./words.mjs";

export const PANEL = { width: 420, height: 310, left: 44, right: 10, top: 14, bottom: 40 };
const NAMES = ["blank", "a", "b"];
const KEY = 0.02;

/** Where frame 1 … count stands across both pictures. */
export function acrossOf(count) {
  const from = [0.5, count + 0.5];
  const to = [PANEL.left, PANEL.width - PANEL.right];
  const wide = (to[1] - to[0]) / count;
  return { toX: scale(from, to), fromX: scale(to, from), wide };
}

/** The names of the frames below a picture. */
export const frameNames = ({ probs, at }) =>
  probs.map((_, t) =>
    drawing("text", {
      x: acrossOf(probs.length).toX(t + 1).toFixed(1),
      y: PANEL.height - PANEL.bottom + 18,
      "text-anchor": "middle",
      class: t + 1 === at ? "nb-now" : null,
    }, `${t + 1}`)
  );

/** go(frame) reads to a frame; view() is what is shown; move(probs, going) sets probabilities. */
export function frameColumns({ go, view, move }) {
  const scales = axes(PANEL, {
    x: { range: [0, 1], label: "frame", bare: true },
    y: { range: [0, 1], label: "probability" },
  });
  const columns = drawing("g", { class: "nb-columns" });
  const names = drawing("g", { class: "nb-names" });
  const grid = drawing("g", { class: "nb-axes" }, ...scales.nodes.filter(isNotUpright));
  const svg = picture(PANEL, { class: "nb-frames", role: "group" }, grid, columns, names);
  svg.addEventListener("pointerdown", (event) => {
    if (event.target.closest(".nb-grip")) return;
    const count = view().probs.length;
    go(clamp(Math.round(acrossOf(count).fromX(pointer(svg, event)[0])), 1, count));
  });
  const borders = [0, 1].map((which) => border({ which, svg, scales, view, move }));
  return {
    node: svg,
    draw(now) {
      columns.replaceChildren(...columnsOf(now, scales.toY));
      names.replaceChildren(...frameNames(now));
      borders.forEach((one) => one.draw(now));
      assign(svg, { "aria-label": framesLabel(now) });
    },
  };
}

// The upright lines of the grid mean nothing where columns stand.
const isNotUpright = (node) => !/V/.test(node.getAttribute("d") ?? "");

function columnsOf({ probs, at, path }, toY) {
  const { toX, wide } = acrossOf(probs.length);
  return probs.map((row, t) => {
    let below = 0;
    const boxes = row.map((p, label) => {
      const y = toY(below + p);
      const height = toY(below) - y;
      below += p;
      return drawing("rect", {
        class: `nb-${NAMES[label]}${t < at && path[t] === label ? " nb-best" : ""}`,
        x: (toX(t + 1) - 0.36 * wide).toFixed(1),
        width: (0.72 * wide).toFixed(1),
        y: y.toFixed(1),
        height: Math.max(0, height).toFixed(1),
      });
    });
    const letters = row.map((p, label) => letterIn(row, p, label, toX(t + 1), toY));
    return drawing("g", { class: t < at ? null : "nb-to-come" }, ...boxes, ...letters);
  });
}

// The symbol in its box, where there is room.
function letterIn(row, p, label, x, toY) {
  if (p < 0.07) return null;
  const below = row.slice(0, label).reduce((sum, v) => sum + v, 0);
  const attributes = { class: "nb-symbol", x: x.toFixed(1), "text-anchor": "middle" };
  return drawing("text", { ...attributes, y: (toY(below + p / 2) + 4).toFixed(1) }, SYMBOLS[label]);
}

// A border between two boxes of the frame read last: which is 0 above the blank, 1 above a.
function border({ which, svg, scales, view, move }) {
  const grip = ring({ class: "nb-border-grip" }, 8);
  svg.append(grip.node);
  const heightOf = ({ probs, at }) => probs[at - 1][0] + (which ? probs[at - 1][1] : 0);
  const end = handle(grip.node, {
    toData: (event) => [0, scales.fromY(pointer(svg, event)[1])],
    getPoint: () => [0, heightOf(view())],
    step: KEY,
    describe: {
      label: which ? "border of a and b" : "border of blank and a",
      value: ([, v]) => {
        const row = view().probs[view().at - 1];
        const parts = row.map((p, label) => `${NAMES[label]} ${write(p)}`).join(", ");
        return `${write(v)} in frame ${view().at}: ${parts}`;
      },
    },
    onMove: ([, v], going) => move(withBorder(view(), which, v), going),
  });
  return {
    draw(now) {
      const { toX, wide } = acrossOf(now.probs.length);
      const x = toX(now.at) + (which ? 0.18 : -0.18) * wide;
      grip.at(x, scales.toY(heightOf(now)));
      end.refresh();
    },
  };
}

// The rows with a border of one moved; the other border of its frame stays where it is.
function withBorder({ probs, at }, which, v) {
  const row = probs[at - 1];
  const low = which ? row[0] : 0;
  const high = which ? 1 : row[0] + row[1];
  const to = rounded(clamp(v, low, high));
  const moved = which
    ? [row[0], rounded(to - row[0]), rounded(1 - to)]
    : [to, rounded(high - to), row[2]];
  return probs.map((one, t) => (t === at - 1 ? moved : one));
}

const rounded = (v) => Number(Math.max(0, v).toFixed(4));
