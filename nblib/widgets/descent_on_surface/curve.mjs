// The curve of the loss: its height above the lowest minimum by step, on a logarithmic scale.
import { assign, drawing } from "../core/dom.mjs";
import { scale, write } from "../core/numbers.mjs";
import { picture, pointer, polyline, powersUp, spots } from "../core/plot.mjs";
import { FLOOR } from "./look.mjs";

const PANEL = { width: 300, height: 267, left: 46, right: 12, top: 12, bottom: 36 };
const EAST = PANEL.width - PANEL.right;
const SOUTH = PANEL.height - PANEL.bottom;
const POWERS = 7; // about so many heights have a line

/** onPoint(step) when a step is pointed at; it may lie beyond the run. */
export function lossCurve({ onPoint }) {
  const nodes = curveNodes();
  let scales = null;
  let steps = 0;
  nodes.svg.addEventListener("pointermove", (event) => {
    const [px] = pointer(nodes.svg, event);
    onPoint(((px - PANEL.left) / (EAST - PANEL.left)) * steps);
  });
  return {
    node: nodes.svg,
    draw(view) {
      steps = view.steps;
      scales = drawCurve(nodes, view);
    },
    /** Mark one step of the run. */
    mark({ step, gap }) {
      const x = scales.toX(step);
      assign(nodes.here, { cx: x, cy: scales.toY(Math.log10(gap)) });
      nodes.cursor.setAttribute("d", `M${x},${PANEL.top}V${SOUTH}`);
    },
  };
}

function curveNodes() {
  const grid = drawing("g", { class: "nb-axes" });
  const curve = drawing("path", { class: "nb-track" });
  const dots = drawing("path", { class: "nb-dots" });
  const cursor = drawing("path", { class: "nb-cursor" });
  const here = drawing("circle", { class: "nb-here", r: 5 });
  const place = { x: EAST, y: PANEL.top + 12, "text-anchor": "end" };
  const note = drawing("text", { class: "nb-halo nb-curve-note", ...place });
  const attributes = { class: "nb-curve-panel", role: "img" };
  const svg = picture(PANEL, attributes, grid, cursor, curve, dots, here, note);
  return { svg, grid, curve, dots, cursor, here, note };
}

function drawCurve({ svg, grid, curve, dots, note }, { steps, gaps, end }) {
  // The whole powers of ten around the run, at least one apart.
  const highest = gaps.reduce((a, b) => Math.max(a, b), FLOOR);
  const lowest = gaps.reduce((a, b) => Math.min(a, b), Infinity);
  const high = Math.ceil(Math.log10(highest));
  const low = Math.min(Math.floor(Math.log10(lowest)), high - 1);
  const toX = scale([0, steps], [PANEL.left, EAST]);
  const toY = scale([low, high], [SOUTH, PANEL.top]);

  const points = gaps.map((gap, k) => [toX(k), toY(Math.log10(gap))]);
  curve.setAttribute("d", polyline(points));
  dots.setAttribute("d", spots(points));
  const heights = powersUp(PANEL, { low, high, toY, count: POWERS });
  grid.replaceChildren(...heights, ...stepMarks(steps, toX));
  note.textContent = end.status === "diverged" ? "growing without end" : "";
  const ends = `from ${write(gaps[0])} to ${write(gaps.at(-1))}`;
  svg.setAttribute("aria-label", `The loss by step: ${ends} above the lowest minimum.`);
  return { toX, toY };
}

// The first, the middle and the last step, and what the axis is.
function stepMarks(steps, toX) {
  const mark = (part, anchor) =>
    drawing(
      "text",
      { x: toX(steps * part), y: PANEL.height - 16, "text-anchor": anchor },
      String(Math.round(steps * part)),
    );
  const middle = { x: (PANEL.left + EAST) / 2, y: PANEL.height - 2, "text-anchor": "middle" };
  return [mark(0, "start"), mark(0.5, "middle"), mark(1, "end"), drawing("text", middle, "step")];
}
