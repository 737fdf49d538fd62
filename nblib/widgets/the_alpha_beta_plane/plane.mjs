// The plane of learning rate and momentum: a ring stands for both.
import { drawing } from "../core/dom.mjs";
import { landscape } from "../core/landscape.mjs";
import { write } from "../core/numbers.mjs";
import { placeHandle, roundedPlace } from "../core/place.mjs";
import { axes, clipTo, picture, plotBox, polyline, ring } from "../core/plot.mjs";
import { HIGHEST_MOMENTUM, HIGHEST_RATE, LOWEST_RATE } from "./constants.mjs";
import { criticalCurve, GRID, speeds } from "./look.mjs";
import { curvatures, regime } from "./maths.mjs";

const PLANE = { width: 400, height: 392, left: 46, right: 12, top: 12, bottom: 38 };
const PLANE_BOX = plotBox(PLANE);
const PLANE_KEYS = [0.02, 0.01]; // of the rate and of the momentum, for a key
const PLANE_AXES = {
  x: { range: [0, HIGHEST_RATE], label: "learning rate η (steepest curvature 1)", every: 4 },
  y: { range: [0, 1], label: "momentum β", every: 5 },
};
const SETTING = axes(PLANE, PLANE_AXES);
// Where the names of the regimes stand, and how the flat and the steep direction move there.
const NAMES = [
  [1.75, 0.87, "both oscillate", ["oscillating", "oscillating"]],
  [0.42, 0.5, "only the steep one oscillates", ["monotone", "oscillating"]],
  [0.06, 0.03, "both monotone", ["monotone", "monotone"]],
  [1.42, 0.012, "jumps", ["monotone", "jumping"]],
  [2.9, 0.2, "diverging", null],
];

/** move(changes, going) when the ring is moved. */
export function settingsPlane({ move }) {
  const nodes = planeNodes();
  let view = null;
  const place = ringHandle(nodes, () => view, move);
  return {
    node: nodes.svg,
    draw(now) {
      if (now.condition !== view?.condition) drawCondition(nodes, now.condition);
      view = now;
      nodes.land.node.setAttribute("visibility", now.colored ? "visible" : "hidden");
      nodes.border.setAttribute("visibility", now.colored ? "visible" : "hidden");
      nodes.regimes.setAttribute("visibility", now.named ? "visible" : "hidden");
      nodes.grip.at(SETTING.toX(now.rate), SETTING.toY(now.momentum));
      place.refresh();
    },
  };
}

function planeNodes() {
  const clip = clipTo(drawing("rect", PLANE_BOX));
  const { nodes } = axes(PLANE, PLANE_AXES);
  const land = landscape({ ...PLANE_BOX, ...GRID });
  const d = polyline([[2, 0], [4, 1], [4, 0]].map(([x, y]) => [SETTING.toX(x), SETTING.toY(y)]));
  const border = drawing("path", { class: "nb-diverging", d: `${d}z` });
  const again = drawing("path", { class: "nb-diverging", d: `${d}z` });
  const curves = ["flat", "steep"].map((name) =>
    drawing("path", { class: `nb-critical nb-critical-${name}` })
  );
  const labels = NAMES.map(([x, y, text]) =>
    drawing("text", { class: "nb-halo nb-regime", x: SETTING.toX(x), y: SETTING.toY(y) }, text)
  );
  const regimes = drawing("g", { class: "nb-regimes" }, again, ...curves, ...labels);
  const grip = ring();
  const svg = picture(
    PLANE,
    { class: "nb-field nb-plane", role: "group", "aria-label": "plane of rate and momentum" },
    drawing("defs", {}, clip.node),
    drawing("rect", { ...PLANE_BOX, class: "nb-ground" }),
    drawing("g", { class: "nb-axes" }, ...nodes),
    clip.wrap(drawing("g", { class: "nb-shown" }, land.node, border, regimes)),
    grip.node,
  );
  return { svg, land, border, regimes, curves, labels, grip };
}

function drawCondition({ land, curves, labels }, condition) {
  const { values, heights } = speeds(condition);
  land.draw(values, heights);
  curvatures(condition).forEach((curvature, i) => {
    const points = criticalCurve(curvature).map(([x, y]) => [SETTING.toX(x), SETTING.toY(y)]);
    curves[i].setAttribute("d", polyline(points));
  });
  // A name is shown where it is true at this condition number.
  NAMES.forEach(([rate, momentum, , moves], k) => {
    const found = curvatures(condition).map((curvature) => regime(rate, momentum, curvature));
    const holds = moves === null || moves.join() === found.join();
    labels[k].setAttribute("display", holds ? "inline" : "none");
  });
}

function ringHandle(nodes, view, move) {
  return placeHandle(nodes, {
    scales: () => SETTING,
    within: () => [LOWEST_RATE, HIGHEST_RATE, 0, HIGHEST_MOMENTUM],
    getPoint: () => [view().rate, view().momentum],
    step: () => PLANE_KEYS,
    describe: {
      label: "learning rate and momentum",
      value: ([rate, momentum]) => `rate ${write(rate, 4)}, momentum ${write(momentum, 4)}`,
    },
    onPlace(place, going) {
      const [rate, momentum] = roundedPlace(place);
      move({ rate, momentum, preset: "" }, going);
    },
  });
}
