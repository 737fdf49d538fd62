// The plane as the network drawn last sees it, and as the whole crowd does on average: a painted
// field, its border, the border of the deterministic pass, the points; and the ring.
import { contour } from "../core/contours.mjs";
import { drawing, element } from "../core/dom.mjs";
import { handle } from "../core/handle.mjs";
import { clamp, write } from "../core/numbers.mjs";
import { clipTo, picture, pointer, ring, spots } from "../core/plot.mjs";
import { ACROSS, UP } from "./constants.mjs";
import { CELLS, held } from "./look.mjs";
import { PLACES_OF_POINTS } from "./maths.mjs";
import { planeLabel } from "./words.mjs";

const BOX = { width: 400, height: 300 };
const STRENGTH = 150; // how opaque the field is at its strongest, of 255
const TINY = 1e-12; // no probability is nearer to 0 or 1 when its score is taken
const KEY = 0.05; // for a key, in units of the plane

const toPixel = ([x, y]) => [
  ((x + ACROSS) / (2 * ACROSS)) * BOX.width,
  ((UP - y) / (2 * UP)) * BOX.height,
];
const fromPixel = ([px, py]) => [
  (px / BOX.width) * 2 * ACROSS - ACROSS,
  UP - (py / BOX.height) * 2 * UP,
];

/**
 * A picture of the plane. kind: "latest" or "average", which field it shows; called: its name for
 * who cannot see it.
 */
export function plane(kind, called) {
  const nodes = planeNodes(kind);
  const context = nodes.canvas.getContext("2d");
  const image = context.createImageData(CELLS.nx + 1, CELLS.ny + 1);
  return {
    node: element("div", { class: `nb-sight nb-${kind}` }, nodes.canvas, nodes.svg),
    svg: nodes.svg,
    draw({ field, shares }, palette) {
      paintField(context, image, field[kind], palette);
      nodes.border.setAttribute("d", borderOf(field[kind]));
      nodes.whole.setAttribute("d", borderOf(field.single));
      nodes.svg.setAttribute("aria-label", planeLabel(called, shares[kind === "latest" ? 0 : 1]));
    },
  };
}

function planeNodes(kind) {
  const clip = clipTo(drawing("rect", BOX));
  const canvas = element("canvas", {
    class: "nb-sight-paint",
    width: CELLS.nx + 1,
    height: CELLS.ny + 1,
    "aria-hidden": "true",
  });
  const border = drawing("path", { class: "nb-crowd-border" });
  const whole = drawing("path", { class: "nb-wished" });
  const svg = picture(
    BOX,
    { class: "nb-sight-lines", role: kind === "latest" ? "img" : "group" },
    drawing("defs", {}, clip.node),
    clip.wrap(...pointNodes(), border, whole),
  );
  return { svg, canvas, border, whole };
}

// The points of both classes, each with paper around it.
function pointNodes() {
  const places = Array.from(
    { length: PLACES_OF_POINTS.length / 2 },
    (_, i) => toPixel([PLACES_OF_POINTS[2 * i], PLACES_OF_POINTS[2 * i + 1]]),
  );
  return [0, 1].flatMap((kind) => {
    const d = spots(places.filter((_, i) => i % 2 === kind));
    const name = `nb-dot ${kind ? "nb-dot-one" : "nb-dot-zero"}`;
    return [
      drawing("path", { class: `${name} nb-dot-under`, d }),
      drawing("path", { class: `${name} nb-dot-over`, d }),
    ];
  });
}

// A probability above one half is orange, below it blue, and clear at one half.
function paintField(context, image, values, { blue, orange }) {
  const { width, height } = image;
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const v = 2 * values[(height - 1 - row) * width + column] - 1;
      const color = v > 0 ? orange : blue;
      const at = 4 * (row * width + column);
      for (let c = 0; c < 3; c++) image.data[at + c] = color[c];
      image.data[at + 3] = STRENGTH * Math.abs(v);
    }
  }
  context.putImageData(image, 0, 0);
}

// Between two nodes the score is straighter than the probability, so the border is found on it.
const scoreOf = (v) => {
  const inside = clamp(v, TINY, 1 - TINY);
  return Math.log(inside / (1 - inside));
};

function borderOf(values) {
  const cell = BOX.width / CELLS.nx;
  const across = (a) => (a * cell).toFixed(1);
  const down = (b) => (BOX.height - b * cell).toFixed(1);
  return contour(values.map(scoreOf), CELLS.nx, CELLS.ny, 0)
    .map(([x1, y1, x2, y2]) => `M${across(x1)},${down(y1)}L${across(x2)},${down(y2)}`)
    .join("");
}

/** The ring on one plane, which is dragged, and its mark on another. view(): what is shown now. */
export function probe({ on, markOn, view, move }) {
  const grip = ring({}, 8);
  const mark = drawing("circle", { class: "nb-mark", r: 6 });
  on.append(grip.node);
  markOn.append(mark);
  const end = handle(grip.node, {
    toData: (event) => fromPixel(pointer(on, event)),
    getPoint: () => view().ring,
    step: KEY,
    describe: {
      label: "place to ask",
      value: ([x, y]) => `x ${write(x)}, y ${write(y)}, average ${write(view().mean)}`,
    },
    onMove(point, going) {
      move({ place: held(point).map((v) => Number(v.toFixed(3))), preset: "" }, going);
    },
  });
  return {
    draw(now) {
      const [px, py] = toPixel(now.ring);
      grip.at(px, py);
      mark.setAttribute("cx", px.toFixed(1));
      mark.setAttribute("cy", py.toFixed(1));
      end.refresh();
    },
  };
}
