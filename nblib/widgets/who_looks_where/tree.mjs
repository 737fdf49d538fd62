// What the beam kept: a row for each step, the most probable hypothesis at the left.
import { assign, caption, drawing } from "../core/dom.mjs";
import { WIDEST } from "./constants.mjs";
import { heightOf, TOP, toY, WIDTH } from "./rows.mjs";
import { shown, treeLabel } from "./words.mjs";

const LEAF_LETTERS = 8;
const BOX = 20; // how high a leaf is
const GAP = 3; // between two leaves

/** The tree; go(place) looks from a piece of what was chosen. */
export function beamTree({ go }) {
  const edges = drawing("g", { class: "nb-edges" });
  const leaves = drawing("g", { class: "nb-leaves" });
  const svg = drawing("svg", { class: "nb-beam", role: "img" }, edges, leaves);
  return {
    node: svg,
    note: caption(
      "what was kept at each step, with the log of its probability so far; blue: what was chosen, ",
      "orange frame: what greedy search writes, ■: the end",
    ),
    draw(now) {
      const places = placesOf(now);
      edges.replaceChildren(...edgesOf(now, places));
      leaves.replaceChildren(...leavesOf(now, places, go));
      const rows = Math.max(now.layers.length, now.chosen.pieces.length);
      assign(svg, { viewBox: `0 0 ${WIDTH} ${heightOf(rows)}`, "aria-label": treeLabel(now) });
    },
  };
}

// Where each node stands: [x, y]; the beginning above the first row.
function placesOf({ layers }) {
  const wide = WIDTH / WIDEST;
  const places = new Map([[0, [wide / 2, TOP - 12]]]);
  layers.forEach((layer, t) => {
    layer.forEach((node, k) => places.set(node, [(k + 0.5) * wide, toY(t + 1)]));
  });
  return places;
}

function edgesOf({ layers, nodes, chosen }, places) {
  const isChosen = new Set(chosen.path);
  return layers.flat().map((node) => {
    const [x1, y1] = places.get(nodes[node][0]);
    const [x2, y2] = places.get(node);
    const from = (y1 + BOX / 2).toFixed(1);
    const to = (y2 - BOX / 2).toFixed(1);
    return drawing("path", {
      class: isChosen.has(node) ? "nb-chosen" : null,
      d: `M${x1.toFixed(1)},${from}L${x2.toFixed(1)},${to}`,
    });
  });
}

function leavesOf({ layers, nodes, chosen, greedy, at }, places, go) {
  const isChosen = new Set(chosen.path);
  const isGreedy = new Set(greedy.path);
  return layers.flat().map((node) => {
    const [x, y] = places.get(node);
    const marks = [
      isChosen.has(node) ? "nb-chosen" : "",
      isGreedy.has(node) ? "nb-greedy" : "",
      chosen.path[at - 1] === node ? "nb-now" : "",
    ];
    const piece = shown(nodes[node][1]);
    const name = piece.length > LEAF_LETTERS ? `${piece.slice(0, LEAF_LETTERS - 1)}…` : piece;
    const wide = WIDTH / WIDEST - GAP;
    return drawing(
      "g",
      {
        class: marks.filter(Boolean).join(" ") || null,
        pointerenter: () => isChosen.has(node) && go(chosen.path.indexOf(node) + 1),
        click: () => isChosen.has(node) && go(chosen.path.indexOf(node) + 1),
      },
      drawing("rect", { x: x - wide / 2, y: y - BOX / 2, width: wide, height: BOX, rx: 4 }),
      drawing("text", { x: x - wide / 2 + 4, y: y + 4 }, name),
      drawing(
        "text",
        { class: "nb-log", x: x + wide / 2 - 3, y: y + 4, "text-anchor": "end" },
        logOf(nodes[node][2]),
      ),
    );
  });
}

// In three digits at most: −10 and −5.2, and 0 for a piece that is as good as sure.
function logOf(logProb) {
  const digits = Math.abs(logProb) < 9.95 ? 1 : 0;
  const written = logProb.toFixed(digits).replace("-", "−");
  return written === "−0.0" ? "0" : written;
}
