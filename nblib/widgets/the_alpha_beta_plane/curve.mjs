// The loss by step, on a logarithmic scale, and the line that the factor per step foretells.
import { drawing } from "../core/dom.mjs";
import { clamp, powerOfTen, write } from "../core/numbers.mjs";
import { axes, clipTo, picture, plotBox, polyline } from "../core/plot.mjs";
import { STEPS } from "./constants.mjs";
import { FLOOR } from "./look.mjs";

const PANEL = { width: 400, height: 180, left: 56, right: 12, top: 10, bottom: 38 };
const PANEL_BOX = plotBox(PANEL);
const POWERS = [Math.log10(FLOOR), 3];
const MARKS = [-12, -9, -6, -3, 0, 3];
const FALL = axes(PANEL, {
  x: { range: [0, STEPS], label: "step", every: 6 },
  y: { range: POWERS, label: "loss", every: 99, bare: true },
});
// A line may leave the picture, and is cut off there.
const height = (power) => FALL.toY(clamp(power, POWERS[0] - 5, POWERS[1] + 5));

export function lossCurve() {
  const nodes = curveNodes();
  return {
    node: nodes.svg,
    draw(view) {
      const powers = view.losses.map(Math.log10);
      nodes.curve.setAttribute(
        "d",
        polyline(powers.map((power, k) => [FALL.toX(k), height(power)])),
      );
      nodes.foretold.setAttribute("d", polyline(foretold(powers[0], view.factor)));
      nodes.note.textContent = view.factor >= 1 ? "growing without end" : "";
      const ends = `from ${write(view.losses[0])} to ${write(view.losses.at(-1))}`;
      nodes.svg.setAttribute("aria-label", `The loss by step, ${ends}.`);
    },
  };
}

// Two points of the line from the first loss with the square of the factor per step.
function foretold(power, factor) {
  const slope = 2 * Math.log10(Math.max(factor, 1e-9));
  const low = POWERS[0] - 1;
  const steps = slope < 0 ? Math.min(STEPS, (low - power) / slope) : STEPS;
  return [[FALL.toX(0), height(power)], [FALL.toX(steps), height(power + slope * steps)]];
}

function curveNodes() {
  const clip = clipTo(drawing("rect", PANEL_BOX));
  const grid = drawing("g", { class: "nb-axes" });
  const levels = MARKS.flatMap((power) => [
    drawing("path", { d: `M${PANEL_BOX.x},${FALL.toY(power).toFixed(1)}h${PANEL_BOX.width}` }),
    drawing(
      "text",
      { x: PANEL_BOX.x - 6, y: FALL.toY(power) + 4, "text-anchor": "end" },
      powerOfTen(power),
    ),
  ]);
  const isLevel = (node) => node.getAttribute("d")?.includes("H");
  grid.replaceChildren(...FALL.nodes.filter((node) => !isLevel(node)), ...levels);
  const curve = drawing("path", { class: "nb-track" });
  const line = drawing("path", { class: "nb-foretold" });
  const place = { x: PANEL_BOX.x + PANEL_BOX.width - 4, y: PANEL_BOX.y + 16, "text-anchor": "end" };
  const note = drawing("text", { class: "nb-halo nb-curve-note", ...place });
  const svg = picture(
    PANEL,
    { class: "nb-fall", role: "img" },
    drawing("defs", {}, clip.node),
    grid,
    clip.wrap(line, curve),
    note,
  );
  return { svg, curve, foretold: line, note };
}
