// The valley from above, with the paths of the runners; their common start is dragged.
import { assign, drawing } from "../core/dom.mjs";
import { landscape } from "../core/landscape.mjs";
import { clamp, write } from "../core/numbers.mjs";
import { pixelOf, placeHandle, roundedPlace } from "../core/place.mjs";
import { axes, clipTo, crossAt, picture, plotBox, polyline, ring, spots } from "../core/plot.mjs";
import { MINIMUM, WINDOW } from "./constants.mjs";
import { COLORS, GRID, land } from "./look.mjs";
import { toPlace } from "./maths.mjs";

const MAP = { width: 400, height: 330, left: 40, right: 8, top: 10, bottom: 38 };
const MAP_BOX = plotBox(MAP);
const [WEST, EAST, SOUTH, NORTH] = WINDOW;
const WEIGHT_KEY = 0.05; // of a weight, for a key
const MAP_AXES = {
  x: { range: [WEST, EAST], label: "first weight", every: 6 },
  y: { range: [SOUTH, NORTH], label: "second weight", every: 5 },
};
const PLACE = axes(MAP, MAP_AXES);
const pixel = pixelOf(PLACE);

/** move(changes, going) when the start is moved. */
export function raceMap({ move }) {
  const nodes = mapNodes();
  let view = null;
  const place = startHandle(nodes, () => view, move);
  return {
    node: nodes.svg,
    draw(now) {
      drawLand(nodes, now.valley);
      view = now;
      nodes.paths.replaceChildren(...now.runners.flatMap((runner) => pathOf(runner, now.step)));
      const [x, y] = now.start;
      nodes.grip.at(...pixel([clamp(x, WEST, EAST), clamp(y, SOUTH, NORTH)]));
      place.refresh();
    },
  };
}

function mapNodes() {
  const clip = clipTo(drawing("rect", MAP_BOX));
  const { nodes } = axes(MAP, MAP_AXES);
  const ground = landscape({ ...MAP_BOX, ...GRID });
  const minimum = drawing(
    "g",
    { class: "nb-minima" },
    drawing("path", { d: crossAt(...pixel(MINIMUM)) }),
  );
  const paths = drawing("g", { class: "nb-paths" });
  const grip = ring();
  const svg = picture(
    MAP,
    { class: "nb-field nb-race-map", role: "group", "aria-label": "the valley from above" },
    drawing("defs", {}, clip.node),
    drawing("g", { class: "nb-axes" }, ...nodes),
    clip.wrap(ground.node, minimum, paths),
    grip.node,
  );
  return { svg, ground, paths, grip };
}

function drawLand({ svg, ground }, { condition, angle }) {
  const key = `${condition} ${angle}`;
  if (svg.dataset.land === key) return;
  const { values, heights } = land({ condition, angle });
  ground.draw(values, heights);
  assign(svg, { "data-land": key });
}

// The path of one runner up to a step, and a spot where it is.
function pathOf({ name, path }, step) {
  const points = path.slice(0, step + 1).map(pixel);
  const color = `nb-run-${COLORS[name]}`;
  return [
    drawing("path", { class: `nb-track ${color}`, "data-runner": name, d: polyline(points) }),
    drawing("path", { class: `nb-spot ${color}`, d: spots(points.slice(-1)) }),
  ];
}

function startHandle(nodes, view, move) {
  return placeHandle(nodes, {
    scales: () => PLACE,
    within: () => WINDOW,
    getPoint: () => view().start,
    step: WEIGHT_KEY,
    describe: {
      label: "start of the race",
      value: ([x, y]) => `first weight ${write(x)}, second weight ${write(y)}`,
    },
    onPlace(w, going) {
      move({ start: roundedPlace(toPlace(w, view().valley.angle)), preset: "" }, going);
    },
  });
}
