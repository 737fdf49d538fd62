// The map of the two weights: contour lines of the loss, the ball of the penalty, the path of the
// solution, and the minimum, which is dragged.
import { assign, drawing } from "../core/dom.mjs";
import { clamp, write } from "../core/numbers.mjs";
import { placeHandle, roundedPlace } from "../core/place.mjs";
import { axes, clipTo, picture, plotBox, polyline, ring } from "../core/plot.mjs";
import { WINDOW } from "./constants.mjs";

const MAP = { width: 404, height: 293, left: 44, right: 10, top: 10, bottom: 38 };
const GROUND = plotBox(MAP);
const [WEST, EAST, SOUTH, NORTH] = WINDOW;
const UNIT = GROUND.width / (EAST - WEST); // pixels of a weight of one, in both directions
const WEIGHT_KEY = 0.05; // of a weight, for a key

const PLANE = axes(MAP, {
  x: { range: [WEST, EAST], label: "first weight w₁" },
  y: { range: [SOUTH, NORTH], label: "second weight w₂", every: 4 },
});
const pixel = ([x, y]) => [PLANE.toX(x), PLANE.toY(y)];

/** move(changes, going) when the minimum is moved. */
export function weightMap({ move }) {
  const nodes = mapNodes();
  let view = null;
  const place = minimumHandle(nodes, () => view, move);
  return {
    node: nodes.svg,
    draw(now) {
      view = now;
      drawLoss(nodes, now);
      drawPenalty(nodes, now);
      const [x, y] = now.minimum;
      nodes.grip.at(...pixel([clamp(x, WEST, EAST), clamp(y, SOUTH, NORTH)]));
      place.refresh();
    },
  };
}

function mapNodes() {
  const clip = clipTo(drawing("rect", GROUND));
  const { nodes } = axes(MAP, {
    x: { range: [WEST, EAST], label: "first weight w₁" },
    y: { range: [SOUTH, NORTH], label: "second weight w₂", every: 4 },
  });
  const cross = `M${PLANE.toX(0)},${GROUND.y}V${GROUND.y + GROUND.height}M${GROUND.x},${
    PLANE.toY(0)
  }H${MAP.width - MAP.right}`;
  const zero = drawing("path", { class: "nb-zero", d: cross });
  const lines = drawing("g", { class: "nb-ellipses" });
  const touching = drawing("ellipse", { class: "nb-touching" });
  const ball = drawing("path", { class: "nb-ball" });
  const track = drawing("path", { class: "nb-track" });
  const here = drawing("circle", { class: "nb-solution", r: 5.5 });
  const grip = ring();
  const svg = picture(
    MAP,
    { class: "nb-field", role: "group", "aria-label": "map of the two weights" },
    drawing("defs", {}, clip.node),
    drawing("rect", { ...GROUND, class: "nb-ground" }),
    drawing("g", { class: "nb-axes" }, ...nodes),
    clip.wrap(zero, lines, ball, touching, track, here),
    grip.node,
  );
  return { svg, lines, touching, ball, track, here, grip };
}

// A contour line of the loss is an ellipse, longest along the valley.
function ellipse({ minimum, stretch, turn }, level) {
  const [cx, cy] = pixel(minimum);
  const root = stretch ** 0.25;
  const size = Math.sqrt(2 * level) * UNIT;
  return {
    cx: cx.toFixed(2),
    cy: cy.toFixed(2),
    rx: (size * root).toFixed(2),
    ry: (size / root).toFixed(2),
    transform: `rotate(${-turn} ${cx.toFixed(2)} ${cy.toFixed(2)})`,
  };
}

function drawLoss({ lines, touching }, view) {
  const drawn = view.levels.map((level) => drawing("ellipse", ellipse(view, level)));
  lines.replaceChildren(...drawn);
  assign(touching, ellipse(view, view.price));
}

function drawPenalty({ ball, track, here }, view) {
  ball.setAttribute("d", `${polyline(view.ball.map(pixel))}z`);
  track.setAttribute("d", polyline([view.minimum, ...view.path.map(({ w }) => w)].map(pixel)));
  const [cx, cy] = pixel(view.solution);
  assign(here, { cx: cx.toFixed(2), cy: cy.toFixed(2) });
}

function minimumHandle(nodes, view, move) {
  return placeHandle(nodes, {
    scales: () => PLANE,
    within: () => WINDOW,
    getPoint: () => view().minimum,
    step: WEIGHT_KEY,
    describe: {
      label: "minimum of the loss",
      value: ([x, y]) => `w₁ ${write(x)}, w₂ ${write(y)}`,
    },
    onPlace(place, going) {
      move({ minimum: roundedPlace(place), preset: "" }, going);
    },
  });
}
