// The schedule: the rate by time, with a ring on every knot.
import { drawing } from "../core/dom.mjs";
import { handle } from "../core/handle.mjs";
import { axes, picture, plotBox, pointer, polyline, ring } from "../core/plot.mjs";
import { KNOTS, LIMIT } from "./constants.mjs";
import { movedKnot } from "./maths.mjs";
import { knotPlace } from "./words.mjs";

const PANEL = { width: 340, height: 260, left: 60, right: 16, top: 30, bottom: 38 };
const BOX = plotBox(PANEL);
const KEY = [0.01, 0.02]; // of the time and of the largest rate, for a key
// A little room before 0, so that the ring of the first knot covers no number of the axis.
const TIME = { range: [-0.05, 1], label: "part of the training", every: 6 };

const chart = (lr) =>
  axes(PANEL, { x: TIME, y: { range: [0, lr], label: "learning rate", every: 4 } });
const UNIT = chart(1); // where a knot stands, whatever the largest rate

/** move(changes, going) when a knot is moved. */
export function scheduleChart({ move }) {
  const nodes = chartNodes();
  let view = null;
  const handles = nodes.grips.map((_, i) => knotHandle(nodes, i, () => view, move));
  return {
    node: nodes.svg,
    draw(now) {
      view = now;
      nodes.grid.replaceChildren(...chart(now.lr).nodes);
      const places = now.knots.map(([t, part]) => [UNIT.toX(t), UNIT.toY(part)]);
      nodes.line.setAttribute("d", polyline(places));
      places.forEach(([x, y], i) => nodes.grips[i].at(x, y));
      drawLimit(nodes, now.lr);
      handles.forEach((one) => one.refresh());
    },
  };
}

function chartNodes() {
  const grid = drawing("g", { class: "nb-axes" });
  const limit = drawing("path", { class: "nb-limit" });
  const limitName = drawing("text", {
    class: "nb-halo nb-limit-name",
    x: BOX.x + BOX.width - 4,
    "text-anchor": "end",
  }, "limit of the bowl");
  const line = drawing("path", { class: "nb-rate" });
  const grips = Array.from({ length: KNOTS }, () => ring({}, 8));
  const svg = picture(
    PANEL,
    { class: "nb-schedule", role: "group", "aria-label": "learning rate by time" },
    grid,
    limit,
    limitName,
    line,
    ...grips.map((grip) => grip.node),
  );
  return { svg, grid, limit, limitName, line, grips };
}

function drawLimit({ limit, limitName }, lr) {
  const seen = lr > LIMIT;
  const y = UNIT.toY(LIMIT / lr);
  limit.setAttribute("d", seen ? `M${BOX.x},${y.toFixed(1)}h${BOX.width}` : "");
  limitName.setAttribute("y", seen ? (y + 14).toFixed(1) : 0);
  limitName.setAttribute("visibility", seen ? "visible" : "hidden");
}

function knotHandle({ svg, grips }, i, view, move) {
  return handle(grips[i].node, {
    toData(event) {
      const [px, py] = pointer(svg, event);
      return [UNIT.fromX(px), UNIT.fromY(py)];
    },
    getPoint: () => view().knots[i],
    step: () => KEY,
    describe: { label: `knot ${i + 1}`, value: (knot) => knotPlace(knot, view().lr) },
    onMove(place, going) {
      move({ knots: movedKnot(view().knots, i, place), preset: "" }, going);
    },
  });
}
