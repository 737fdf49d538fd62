// The loss of every runner by step, as a part of the first loss, on a logarithmic scale.
import { drawing } from "../core/dom.mjs";
import { clamp, powerOfTen, scale } from "../core/numbers.mjs";
import { clipTo, picture, plotBox, polyline } from "../core/plot.mjs";
import { STEPS } from "./constants.mjs";
import { CEILING, COLORS, FLOOR } from "./look.mjs";

const PANEL = { width: 400, height: 330, left: 46, right: 78, top: 10, bottom: 38 };
const BOX = plotBox(PANEL);
const LAST_X = PANEL.width - PANEL.right;
const FOOT = PANEL.height - PANEL.bottom;
const [LOW, HIGH] = [FLOOR, CEILING].map(Math.log10);
const APART = 15; // two names stand at least so far apart
const toX = scale([0, STEPS], [PANEL.left, LAST_X]);
const toY = scale([LOW, HIGH], [FOOT, PANEL.top]);
const height = (loss) => toY(clamp(Math.log10(Math.max(loss, 1e-300)), LOW, HIGH));

/** The panel; draw(view) shows the curves up to the step shown. */
export function lossCurves() {
  const clip = clipTo(drawing("rect", { ...BOX, y: BOX.y - 2, height: BOX.height + 4 }));
  const lines = drawing("g", { class: "nb-curves" });
  const names = drawing("g", { class: "nb-names" });
  const svg = picture(
    PANEL,
    { class: "nb-field nb-race-curves", role: "img" },
    drawing("defs", {}, clip.node),
    drawing("g", { class: "nb-axes" }, ...heightMarks(), ...stepMarks()),
    clip.wrap(lines),
    names,
  );
  return {
    node: svg,
    draw({ runners, step }) {
      lines.replaceChildren(...runners.map((runner) => curveOf(runner, step)));
      names.replaceChildren(...(step ? namesOf(runners, step) : []));
      svg.setAttribute("aria-label", `The loss of ${runners.length} runners, to step ${step}.`);
    },
  };
}

function curveOf({ name, losses }, step) {
  const points = losses.slice(0, step + 1).map((loss, k) => [toX(k), height(loss)]);
  return drawing("path", { class: `nb-track nb-run-${COLORS[name]}`, d: polyline(points) });
}

// The names at the ends of the curves, moved apart where they would lie on each other.
function namesOf(runners, step) {
  const ends = runners.map((runner) => ({
    name: runner.name,
    x: toX(Math.min(step, runner.losses.length - 1)),
    y: height(runner.standing),
  }));
  ends.sort((a, b) => a.y - b.y);
  for (let k = 1; k < ends.length; k++) ends[k].y = Math.max(ends[k].y, ends[k - 1].y + APART);
  // What was pushed below the picture comes back up.
  let lowest = FOOT + 4;
  for (const end of ends.toReversed()) {
    end.y = Math.min(end.y, lowest);
    lowest = end.y - APART;
  }
  return ends.map(({ name, x, y }) =>
    drawing("text", { class: `nb-name nb-run-${COLORS[name]}`, x: x + 6, y: y + 4 }, name)
  );
}

function heightMarks() {
  const marks = [];
  for (let power = LOW; power <= HIGH; power += 1) {
    const y = toY(power);
    marks.push(drawing("path", { d: `M${PANEL.left},${y}H${LAST_X}` }));
    if (power % 2 === 0) {
      const place = { x: PANEL.left - 6, y: y + 4, "text-anchor": "end" };
      marks.push(drawing("text", place, powerOfTen(power)));
    }
  }
  return marks;
}

function stepMarks() {
  const mark = (step) =>
    drawing("text", { x: toX(step), y: FOOT + 16, "text-anchor": "middle" }, String(step));
  const middle = { x: (PANEL.left + LAST_X) / 2, y: FOOT + 32, "text-anchor": "middle" };
  return [...[0, STEPS / 2, STEPS].map(mark), drawing("text", middle, "step")];
}
