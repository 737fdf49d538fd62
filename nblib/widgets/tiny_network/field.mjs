// What the network, or one neuron, makes of every place in the plane: a colored field, its border,
// the points upon it.
import { contour } from "../core/contours.mjs";
import { assign, drawing, element } from "../core/dom.mjs";
import { sigmoid } from "../core/losses.mjs";
import { clipTo, picture, spots } from "../core/plot.mjs";
import { EDGE } from "./constants.mjs";
import { outputs } from "./maths.mjs";
import { GRID, largest, NODES, paint, PLACES } from "./paint.mjs";

const BOX = { width: 400, height: 400 };
const CELL = BOX.width / GRID;
const HALVINGS = 5; // by which a border is placed between two nodes of the grid
const KINDS = ["nb-train nb-one", "nb-train nb-zero", "nb-test nb-one", "nb-test nb-zero"];

const toPixel = (x, y) => [
  ((x + EDGE) / (2 * EDGE)) * BOX.width,
  ((EDGE - y) / (2 * EDGE)) * BOX.height,
];

/**
 * The field view: draw(trainer, neuron) where neuron is [layer, index] from 1, or [];
 * points(trainer) when they change.
 */
export function field() {
  const nodes = fieldNodes();
  const { svg, canvas } = nodes;
  const context = canvas.getContext("2d");
  const image = context.createImageData(NODES, NODES);
  let scratch = [];
  return {
    node: element("div", { class: "nb-field" }, canvas, svg),
    svg,
    toPixel,
    fromPage(event) {
      const box = svg.getBoundingClientRect();
      return [
        -EDGE + ((event.clientX - box.left) / box.width) * 2 * EDGE,
        EDGE - ((event.clientY - box.top) / box.height) * 2 * EDGE,
      ];
    },
    label: (text) => assign(svg, { "aria-label": text }),
    draw(trainer, neuron, palette) {
      scratch = outputs(trainer.layers, trainer.activation, PLACES, NODES * NODES, scratch);
      const seen = seenBy(trainer, neuron, scratch);
      paint(context, image, seen.value, 1, palette);
      nodes.border.setAttribute("d", borderOf(trainer, seen));
      const folded = seen.isOutput && trainer.layers.length > 1;
      nodes.folds.setAttribute("d", folded ? foldLines(trainer.layers[0]) : "");
      return scratch;
    },
    points({ train, test }) {
      const sets = [[train, 1], [train, 0], [test, 1], [test, 0]];
      sets.forEach(([set, kind], g) => {
        const d = spots(pointsOf(set, kind));
        for (const path of nodes.groups[g]) path.setAttribute("d", d);
      });
    },
  };
}

function fieldNodes() {
  const clip = clipTo(drawing("rect", BOX));
  const canvas = element("canvas", {
    class: "nb-field-paint",
    width: NODES,
    height: NODES,
    "aria-hidden": "true",
  });
  const folds = drawing("path", { class: "nb-folds" });
  const border = drawing("path", { class: "nb-border" });
  const groups = KINDS.map((kind) => [
    drawing("path", { class: `${kind} nb-under` }),
    drawing("path", { class: `${kind} nb-over` }),
  ]);
  const [trainOnes, trainZeros, testOnes, testZeros] = groups;
  const svg = picture(
    BOX,
    { class: "nb-field-lines", role: "group", "aria-label": "the plane" },
    drawing("defs", {}, clip.node),
    clip.wrap(folds, border, ...testOnes, ...testZeros, ...trainOnes, ...trainZeros),
  );
  return { svg, canvas, folds, border, groups };
}

// What is looked at: unit j of layer k, its sums, and its value in −1 … 1 at node i of the grid.
function seenBy({ layers }, neuron, given) {
  const isOutput = !neuron.length;
  const k = isOutput ? layers.length - 1 : neuron[0] - 1;
  const j = isOutput ? 0 : neuron[1] - 1;
  const { m } = layers[k];
  const { z, h } = given[k];
  const sums = m === 1 ? z : Float64Array.from({ length: NODES * NODES }, (_, i) => z[i * m + j]);
  if (isOutput) return { isOutput, k, j, sums, value: (i) => 2 * sigmoid(h[i]) - 1 };
  const most = largest(h, j, m);
  return { isOutput, k, j, sums, value: (i) => h[i * m + j] / most };
}

function pointsOf({ x, y, n }, kind) {
  const points = [];
  for (let i = 0; i < n; i++) {
    if (y[i] === kind) points.push(toPixel(x[2 * i], x[2 * i + 1]));
  }
  return points;
}

// Where the sum is zero: the border between the classes, or where the neuron bends.
function borderOf(trainer, { k, j, sums }) {
  const across = (a) => (a * CELL).toFixed(1);
  const down = (b) => (BOX.height - b * CELL).toFixed(1);
  return refine(contour(sums, GRID, GRID, 0), trainer, k, j, sums)
    .map(([x1, y1, x2, y2]) => `M${across(x1)},${down(y1)}L${across(x2)},${down(y2)}`)
    .join("");
}

// A border between the nodes of the grid is placed by halving, for where the plane is bent a
// straight guess is far off.
function refine(segments, trainer, k, j, sums) {
  const ends = segments.flatMap(([x1, y1, x2, y2]) => [[x1, y1], [x2, y2]]).map(([x, y]) => {
    const along = Number.isInteger(x) ? [0, 1] : [1, 0];
    const low = [Math.floor(x), Math.floor(y)];
    return { along, low, from: 0, to: 1, sign: sums[low[1] * NODES + low[0]] < 0 };
  });
  const place = ({ along, low, from, to }) => low.map((v, i) => v + along[i] * (from + to) / 2);
  for (let round = 0; round < HALVINGS; round++) {
    const x = Float64Array.from(ends.flatMap(place), (v) => -EDGE + (2 * EDGE * v) / GRID);
    const { z } = outputs(trainer.layers.slice(0, k + 1), trainer.activation, x, ends.length)[k];
    const { m } = trainer.layers[k];
    ends.forEach((end, i) => {
      const middle = (end.from + end.to) / 2;
      if (z[i * m + j] < 0 === end.sign) end.from = middle;
      else end.to = middle;
    });
  }
  return segments.map((_, i) => [...place(ends[2 * i]), ...place(ends[2 * i + 1])]);
}

// The lines along which the sums of the first layer's neurons are zero.
function foldLines({ m, w, b }) {
  let d = "";
  for (let j = 0; j < m; j++) {
    const u = w[j];
    const v = w[m + j];
    const size = u * u + v * v;
    if (!(size > 1e-12 && size < 1e12)) continue;
    // The place of the line that is nearest to the middle, and far along it to both sides.
    const x = (-b[j] * u) / size;
    const y = (-b[j] * v) / size;
    if (Math.hypot(x, y) > 2 * EDGE) continue;
    const along = (4 * EDGE) / Math.sqrt(size);
    const from = toPixel(x - v * along, y + u * along);
    const to = toPixel(x + v * along, y - u * along);
    d += `M${from.map((c) => c.toFixed(1))}L${to.map((c) => c.toFixed(1))}`;
  }
  return d;
}
