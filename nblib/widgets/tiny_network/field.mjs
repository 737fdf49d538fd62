// What the network, or one neuron, makes of every place in the plane: a colored field, its border, the points upon it.
import { contour } from "../core/contours.mjs";
import { assign, drawing, element, uniqueId } from "../core/dom.mjs";
import { EDGE } from "./data.mjs";
import { outputs, probability } from "./maths.mjs";

export const GRID = 60; // cells along each side
export const NODES = GRID + 1;
const BOX = 400; // units of the picture along each side
const CELL = BOX / GRID;
const STRENGTH = 150; // how opaque the field is at its strongest, of 255

export const PLACES = Float64Array.from({ length: 2 * NODES * NODES }, (_, i) => {
  const at = i >> 1;
  return -EDGE + (2 * EDGE * (i & 1 ? Math.floor(at / NODES) : at % NODES)) / GRID;
});
const toPixel = (x, y) => [((x + EDGE) / (2 * EDGE)) * BOX, ((EDGE - y) / (2 * EDGE)) * BOX];

/** Paint values in -1 … 1 on a canvas of NODES / every along each side: one color for either sign, clear at 0. */
export function paint(context, image, value, every, { blue, orange }) {
  const side = image.width;
  for (let row = 0; row < side; row++) {
    for (let column = 0; column < side; column++) {
      const v = value((side - 1 - row) * every * NODES + column * every);
      const color = v > 0 ? orange : blue;
      const at = 4 * (row * side + column);
      image.data[at] = color[0];
      image.data[at + 1] = color[1];
      image.data[at + 2] = color[2];
      image.data[at + 3] = STRENGTH * Math.min(1, Math.abs(v));
    }
  }
  context.putImageData(image, 0, 0);
}

/** The largest size of neuron j of m among the values of a layer; 1 if there is none. */
export function largest(values, j, m) {
  let most = 0;
  for (let i = j; i < values.length; i += m) most = Math.max(most, Math.abs(values[i]));
  return most || 1;
}

/** The field view: draw(trainer, neuron) where neuron is [layer, index] from 1, or []; points(trainer) when they change. */
export function field() {
  const clip = uniqueId("clip");
  const canvas = element("canvas", {
    class: "nb-field-paint",
    width: NODES,
    height: NODES,
    "aria-hidden": "true",
  });
  const context = canvas.getContext("2d");
  const image = context.createImageData(NODES, NODES);
  const folds = drawing("path", { class: "nb-folds" });
  const border = drawing("path", { class: "nb-border" });
  const groups = ["nb-train nb-one", "nb-train nb-zero", "nb-test nb-one", "nb-test nb-zero"].map((
    kind,
  ) => [
    drawing("path", { class: `${kind} nb-under` }),
    drawing("path", { class: `${kind} nb-over` }),
  ]);
  const svg = drawing(
    "svg",
    {
      viewBox: `0 0 ${BOX} ${BOX}`,
      class: "nb-field-lines",
      role: "group",
      "aria-label": "the plane",
    },
    drawing(
      "defs",
      {},
      drawing("clipPath", { id: clip }, drawing("rect", { width: BOX, height: BOX })),
    ),
    drawing(
      "g",
      { "clip-path": `url(#${clip})` },
      folds,
      border,
      ...groups[2],
      ...groups[3],
      ...groups[0],
      ...groups[1],
    ),
  );
  const node = element("div", { class: "nb-field" }, canvas, svg);
  let scratch = [];

  function draw(trainer, neuron, palette) {
    scratch = outputs(trainer.layers, trainer.activation, PLACES, NODES * NODES, scratch);
    const output = !neuron.length;
    const k = output ? trainer.layers.length - 1 : neuron[0] - 1;
    const j = output ? 0 : neuron[1] - 1;
    const { m } = trainer.layers[k];
    const { z, h } = scratch[k];
    const most = output ? 1 : largest(h, j, m);
    paint(
      context,
      image,
      output ? (i) => 2 * probability(h[i]) - 1 : (i) => h[i * m + j] / most,
      1,
      palette,
    );
    // Where its sum is zero: the border between the classes, or where the neuron bends.
    const sums = m === 1 ? z : Float64Array.from({ length: NODES * NODES }, (_, i) => z[i * m + j]);
    border.setAttribute(
      "d",
      refine(contour(sums, GRID, GRID, 0), trainer, k, j, sums).map(([a, b, c, d]) =>
        `M${(a * CELL).toFixed(1)},${(BOX - b * CELL).toFixed(1)}L${(c * CELL).toFixed(1)},${
          (BOX - d * CELL).toFixed(1)
        }`
      ).join(""),
    );
    folds.setAttribute(
      "d",
      output && trainer.layers.length > 1 ? foldLines(trainer.layers[0]) : "",
    );
    return scratch;
  }

  function points({ train, test }) {
    [[train, 1], [train, 0], [test, 1], [test, 0]].forEach(([set, kind], g) => {
      let d = "";
      for (let i = 0; i < set.n; i++) {
        if (set.y[i] === kind) {
          d += `M${toPixel(set.x[2 * i], set.x[2 * i + 1]).map((v) => v.toFixed(1))}h0`;
        }
      }
      groups[g].forEach((path) => path.setAttribute("d", d));
    });
  }

  const fromPage = (event) => {
    const box = svg.getBoundingClientRect();
    return [
      -EDGE + ((event.clientX - box.left) / box.width) * 2 * EDGE,
      EDGE - ((event.clientY - box.top) / box.height) * 2 * EDGE,
    ];
  };
  return {
    node,
    svg,
    draw,
    points,
    fromPage,
    toPixel,
    label: (text) => assign(svg, { "aria-label": text }),
  };
}

// A border between the nodes of the grid is placed by halving, for where the plane is bent a straight guess is far off.
function refine(segments, trainer, k, j, sums) {
  const ends = segments.flatMap(([a, b, c, d]) => [[a, b], [c, d]]).map(([a, b]) => {
    const along = Number.isInteger(a) ? [0, 1] : [1, 0];
    const low = [Math.floor(a), Math.floor(b)];
    return { along, low, from: 0, to: 1, sign: sums[low[1] * NODES + low[0]] < 0 };
  });
  const place = ({ along, low, from, to }) => low.map((v, i) => v + along[i] * (from + to) / 2);
  for (let round = 0; round < 5; round++) {
    const x = Float64Array.from(ends.flatMap(place), (v) => -EDGE + (2 * EDGE * v) / GRID);
    const { z } = outputs(trainer.layers.slice(0, k + 1), trainer.activation, x, ends.length)[k];
    const { m } = trainer.layers[k];
    ends.forEach((end, i) => {
      end[z[i * m + j] < 0 === end.sign ? "from" : "to"] = (end.from + end.to) / 2;
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
    const x = (-b[j] * u) / size;
    const y = (-b[j] * v) / size; // the nearest place to the middle
    if (Math.hypot(x, y) > 2 * EDGE) continue;
    const along = (4 * EDGE) / Math.sqrt(size);
    const from = toPixel(x - v * along, y + u * along);
    const to = toPixel(x + v * along, y - u * along);
    d += `M${from.map((c) => c.toFixed(1))}L${to.map((c) => c.toFixed(1))}`;
  }
  return d;
}
