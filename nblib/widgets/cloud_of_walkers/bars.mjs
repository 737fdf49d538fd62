// The histogram of one direction: how many walkers stand where, and the bells that theory predicts.
import { caption, drawing } from "../core/dom.mjs";
import { axes, picture, polyline } from "../core/plot.mjs";
import { DIRECTIONS } from "./constants.mjs";
import { BINS, distribution } from "./look.mjs";
import { histogramLabel, histogramNote } from "./words.mjs";

const CHART = { width: 360, height: 270, left: 40, right: 10, top: 10, bottom: 38 };
const PIECES = 120; // straight ones of a bell
const EDGE = 0.5; // between bars, on each side

/** draw(view) what look() says. */
export function histogramChart() {
  const grid = drawing("g", { class: "nb-axes" });
  const bars = drawing("path", { class: "nb-bars" });
  const stationary = drawing("path", { class: "nb-wish" });
  const present = drawing("path", { class: "nb-wished" });
  const place = { x: CHART.width - CHART.right, y: CHART.top + 12, "text-anchor": "end" };
  const remark = drawing("text", { class: "nb-halo nb-curve-note", ...place });
  const attributes = { class: "nb-histogram", role: "img" };
  const svg = picture(CHART, attributes, grid, bars, present, stationary, remark);
  const note = caption();
  return {
    node: svg,
    note,
    draw(view) {
      const chart = distribution(view);
      const name = DIRECTIONS[view.direction];
      const scales = axes(CHART, {
        x: { range: [-chart.reach, chart.reach], label: `place ${name}`, every: 4 },
        y: { range: [0, chart.highest], label: "walkers", every: 4 },
      });
      grid.replaceChildren(...scales.nodes);
      bars.setAttribute("d", barsOf(chart, scales));
      stationary.setAttribute("d", trace(chart, chart.stationary, scales));
      present.setAttribute("d", trace(chart, chart.present, scales));
      const grows = !chart.stationary && view.noise;
      remark.textContent = grows ? "growing without end" : "";
      note.textContent = histogramNote(chart);
      svg.setAttribute("aria-label", histogramLabel(view, name, chart));
    },
  };
}

function barsOf({ counts, reach }, { toX, toY }) {
  const place = (k) => toX(-reach + (2 * reach * k) / BINS);
  const floor = toY(0).toFixed(1);
  let d = "";
  counts.forEach((count, k) => {
    if (!count) return;
    const left = (place(k) + EDGE).toFixed(1);
    const right = (place(k + 1) - EDGE).toFixed(1);
    d += `M${left},${floor}V${toY(count).toFixed(1)}H${right}V${floor}z`;
  });
  return d;
}

// A bell as a line, cut off at the top of the picture.
function trace({ reach, highest, bell }, form, { toX, toY }) {
  if (!form) return "";
  const points = Array.from({ length: PIECES + 1 }, (_, k) => {
    const v = -reach + (2 * reach * k) / PIECES;
    return [toX(v), toY(Math.min(highest, bell(v, form)))];
  });
  return polyline(points);
}
