// The loss of each walker by step, as its height above the lowest minimum, on a logarithmic scale.
import { assign, drawing } from "../core/dom.mjs";
import { scale, write } from "../core/numbers.mjs";
import { clipTo, picture, plotBox, polyline, powersUp } from "../core/plot.mjs";
import { STEPS, WALKERS } from "./constants.mjs";
import { FLOOR } from "./look.mjs";
import { markOf, walkerClass } from "./marks.mjs";

const PANEL = { width: 300, height: 267, left: 46, right: 12, top: 12, bottom: 36 };
const MARK = 9; // how far a mark may stand out of the box
const EAST = PANEL.width - PANEL.right;
const SOUTH = PANEL.height - PANEL.bottom;
const POWERS = 6; // about so many heights have a line
const HIGHEST = 4; // no power of ten above this is shown

/** The panel; draw(view) draws the curves up to the step that is shown. */
export function lossCurves() {
  const { x: left, y: top, width, height } = plotBox(PANEL);
  const room = {
    x: left - MARK,
    y: top - MARK,
    width: width + 2 * MARK,
    height: height + 2 * MARK,
  };
  const clip = clipTo(drawing("rect", room));
  const grid = drawing("g", { class: "nb-axes" });
  const cursor = drawing("path", { class: "nb-cursor" });
  const lines = WALKERS.map((_, i) => drawing("path", { class: `${walkerClass(i)} nb-track` }));
  const marks = WALKERS.map((_, i) =>
    drawing("path", { class: `${walkerClass(i)} nb-mark`, d: markOf(i) })
  );
  const attributes = { class: "nb-curve-panel", role: "img" };
  const defs = drawing("defs", {}, clip.node);
  const svg = picture(PANEL, attributes, defs, grid, cursor, clip.wrap(...lines, ...marks));
  const toX = scale([0, STEPS], [PANEL.left, EAST]);
  return {
    node: svg,
    draw({ walkers, step }) {
      const { low, high } = powers(walkers);
      const toY = scale([low, high], [SOUTH, PANEL.top]);
      const heights = powersUp(PANEL, { low, high, toY, count: POWERS });
      grid.replaceChildren(...heights, ...stepMarks(toX));
      cursor.setAttribute("d", `M${toX(step)},${PANEL.top}V${SOUTH}`);
      walkers.forEach(({ heights, at }, i) => {
        const points = heights.slice(0, at + 1).map((h, k) => [toX(k), toY(Math.log10(h))]);
        lines[i].setAttribute("d", polyline(points));
        const [x, y] = points[at];
        const visibility = step > 0 ? "visible" : "hidden";
        assign(marks[i], { transform: `translate(${x.toFixed(1)} ${y.toFixed(1)})`, visibility });
      });
      svg.setAttribute("aria-label", spoken(walkers, step));
    },
  };
}

const spoken = (walkers, step) =>
  `Height above the lowest minimum at step ${step}: ` +
  walkers.map(({ name, heights, at }) => `${name} ${write(heights[at])}`).join(", ");

// The powers of ten around the whole runs, so that the axis stands still while they are shown.
function powers(walkers) {
  const all = walkers.flatMap(({ heights }) => heights);
  const top = all.reduce((a, b) => Math.max(a, b), FLOOR);
  const bottom = all.reduce((a, b) => Math.min(a, b), Infinity);
  const high = Math.min(HIGHEST, Math.ceil(Math.log10(top)));
  return { high, low: Math.min(Math.floor(Math.log10(bottom)), high - 1) };
}

function stepMarks(toX) {
  const mark = (step) =>
    drawing(
      "text",
      { x: toX(step), y: PANEL.height - 16, "text-anchor": "middle" },
      String(step),
    );
  const middle = { x: (PANEL.left + EAST) / 2, y: PANEL.height - 2, "text-anchor": "middle" };
  return [mark(0), mark(STEPS / 2), mark(STEPS), drawing("text", middle, "step")];
}
