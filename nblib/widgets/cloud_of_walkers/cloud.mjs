// The cloud from above: the walkers on the loss, the path of one of them, descent without noise,
// the start.
import { levels, sample } from "../core/contours.mjs";
import { drawing } from "../core/dom.mjs";
import { landscape } from "../core/landscape.mjs";
import { clamp, write } from "../core/numbers.mjs";
import { pixelOf, placeHandle, roundedPlace } from "../core/place.mjs";
import { axes, clipTo, crossAt, picture, plotBox, polyline, ring, spots } from "../core/plot.mjs";
import { sortedOut, WINDOW } from "./look.mjs";
import { CURVATURES, WALKERS } from "./constants.mjs";

const PANEL = { width: 360, height: 270, left: 40, right: 10, top: 10, bottom: 38 };
const BOX = plotBox(PANEL);
const GRID = { nx: 90, ny: 60 };
const LINES = 12; // contour lines

/** move(changes, going) when the start is moved; onGrab() before. */
export function cloudPicture({ move, onGrab }) {
  const scales = axes(PANEL, {
    x: { range: WINDOW.slice(0, 2), label: "along the valley, curvature 1" },
    y: { range: WINDOW.slice(2), label: "across, curvature 8" },
  });
  const nodes = cloudNodes(scales);
  let view = null;
  const start = startHandle(nodes, scales, () => view, { move, onGrab });
  return {
    node: nodes.svg,
    draw(now) {
      view = now;
      drawCloud(nodes, scales, now);
      start.refresh();
    },
  };
}

function cloudNodes({ toX, toY, nodes }) {
  const clip = clipTo(drawing("rect", BOX));
  const minimum = drawing("path", { class: "nb-minimum", d: crossAt(toX(0), toY(0)) });
  const quiet = drawing("path", { class: "nb-wished" });
  const tail = drawing("path", { class: "nb-tail" });
  const cloud = drawing("path", { class: "nb-cloud" });
  const lost = drawing("path", { class: "nb-lost" });
  const grip = ring();
  const place = { x: PANEL.width - PANEL.right - 6, y: PANEL.top + 24, "text-anchor": "end" };
  const note = drawing("text", { class: "nb-halo nb-curve-note", ...place });
  const svg = picture(
    PANEL,
    { class: "nb-field", role: "group", "aria-label": "the walkers on the loss, from above" },
    drawing("defs", {}, clip.node),
    drawing("rect", { ...BOX, class: "nb-ground" }),
    drawing("g", { class: "nb-axes" }, ...nodes),
    clip.wrap(bowl(), minimum, tail, quiet),
    cloud,
    lost,
    note,
    grip.node,
  );
  return { svg, quiet, tail, cloud, lost, grip, note };
}

function bowl() {
  const land = landscape({ ...BOX, ...GRID });
  const loss = (x, y) => (CURVATURES[0] * x * x + CURVATURES[1] * y * y) / 2;
  const values = sample(loss, WINDOW, GRID.nx, GRID.ny);
  const highest = values[0]; // a corner
  land.draw(values, levels(0, highest, LINES));
  return land.node;
}

function drawCloud({ quiet, tail, cloud, lost, grip, note }, { toX, toY }, view) {
  const pixel = pixelOf({ toX, toY });
  const { inside, beyond } = sortedOut(view.positions);
  cloud.setAttribute("d", spots(inside.map(pixel)));
  lost.setAttribute("d", spots(beyond.map(pixel)));
  note.textContent = beyond.length ? `${beyond.length} of ${WALKERS} beyond the picture` : "";
  tail.setAttribute("d", polyline(view.tail.map(pixel)));
  quiet.setAttribute("d", polyline(view.quiet.map(pixel)));
  const [x, y] = view.start;
  grip.at(
    clamp(toX(x), BOX.x, BOX.x + BOX.width),
    clamp(toY(y), BOX.y, BOX.y + BOX.height),
  );
}

function startHandle(nodes, scales, view, { move, onGrab }) {
  return placeHandle(nodes, {
    scales: () => scales,
    within: () => WINDOW,
    getPoint: () => view().start,
    step: 0.02,
    describe: { label: "start of all walkers", value: ([x, y]) => `x ${write(x)}, y ${write(y)}` },
    onGrab,
    onPlace(place, going) {
      move({ start: roundedPlace(place), preset: "" }, going);
    },
  });
}
