// The valley of the two weights, from above, with the path through it; its start is dragged.
import { assign, drawing } from "../core/dom.mjs";
import { clamp, write } from "../core/numbers.mjs";
import { pixelOf, placeHandle, roundedPlace } from "../core/place.mjs";
import { axes, clipTo, crossAt, picture, plotBox, polyline, ring, spots } from "../core/plot.mjs";
import { WINDOW } from "./constants.mjs";

const MAP = { width: 400, height: 210, left: 56, right: 12, top: 12, bottom: 38 };
const MAP_BOX = plotBox(MAP);
const [WEST, EAST, SOUTH, NORTH] = WINDOW;
const ELLIPSES = 7; // contour lines
const WEIGHT_KEY = 0.05; // of a weight, for a key
const MAP_AXES = {
  x: { range: [WEST, EAST], label: "w₁, along the valley", every: 6 },
  y: { range: [SOUTH, NORTH], label: "w₂, across", every: 4 },
};
const PLACE = axes(MAP, MAP_AXES);
const pixel = pixelOf(PLACE);

/** move(changes, going) when the start is moved. */
export function valleyMap({ move }) {
  const nodes = mapNodes();
  let view = null;
  const place = startHandle(nodes, () => view, move);
  return {
    node: nodes.svg,
    draw(now) {
      if (now.condition !== view?.condition) drawLines(nodes, now.condition);
      view = now;
      const points = now.path.map(pixel);
      nodes.track.setAttribute("d", polyline(points));
      nodes.dots.setAttribute("d", spots(points));
      nodes.grip.at(...pixel([clamp(now.start[0], WEST, EAST), clamp(now.start[1], SOUTH, NORTH)]));
      place.refresh();
    },
  };
}

function mapNodes() {
  const clip = clipTo(drawing("rect", MAP_BOX));
  const { nodes } = axes(MAP, MAP_AXES);
  const lines = drawing("g", { class: "nb-ellipses" });
  const minimum = drawing("path", { class: "nb-minimum", d: crossAt(PLACE.toX(0), PLACE.toY(0)) });
  const track = drawing("path", { class: "nb-track" });
  const dots = drawing("path", { class: "nb-dots" });
  const grip = ring();
  const svg = picture(
    MAP,
    { class: "nb-field nb-valley", role: "group", "aria-label": "the valley from above" },
    drawing("defs", {}, clip.node),
    drawing("rect", { ...MAP_BOX, class: "nb-ground" }),
    drawing("g", { class: "nb-axes" }, ...nodes),
    clip.wrap(lines, minimum, track, dots),
    grip.node,
  );
  return { svg, lines, track, dots, grip };
}

// A contour line of the loss is an ellipse, longer along the valley by the root of κ.
function drawLines({ lines }, condition) {
  const drawn = Array.from({ length: ELLIPSES }, (_, k) => {
    const across = 0.2 * (k + 1);
    const ry = PLACE.toY(0) - PLACE.toY(across);
    const rx = PLACE.toX(across * Math.sqrt(condition)) - PLACE.toX(0);
    return drawing("ellipse", { cx: PLACE.toX(0), cy: PLACE.toY(0), rx, ry });
  });
  lines.replaceChildren(...drawn);
  assign(lines, { "data-condition": condition });
}

function startHandle(nodes, view, move) {
  return placeHandle(nodes, {
    scales: () => PLACE,
    within: () => WINDOW,
    getPoint: () => view().start,
    step: WEIGHT_KEY,
    describe: { label: "start of the path", value: ([x, y]) => `w₁ ${write(x)}, w₂ ${write(y)}` },
    onPlace(place, going) {
      move({ start: roundedPlace(place), preset: "" }, going);
    },
  });
}
