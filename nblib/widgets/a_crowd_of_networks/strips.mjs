// Below the planes: which units the latest mask keeps, and what all networks say at the ring.
import { drawing } from "../core/dom.mjs";
import { axes, picture } from "../core/plot.mjs";
import { MOST, WIDTH } from "./constants.mjs";
import { BARS } from "./look.mjs";
import { stripLabel, unitsLabel } from "./words.mjs";

const PANEL = { width: 400, height: 120, left: 34, right: 12, top: 8, bottom: 38 };
const ROWS = [30, 74]; // where the units of each layer stand
const GAP = 30;

/** The units of both hidden layers: full if kept, hollow if dropped. */
export function unitsPicture() {
  const kept = drawing("path", { class: "nb-kept" });
  const dropped = drawing("path", { class: "nb-dropped" });
  const names = ROWS.map((y, k) => drawing("text", { x: 0, y: y + 4 }, `layer ${k + 1}`));
  const svg = picture({ width: 400, height: 100 }, { class: "nb-units", role: "img" });
  svg.append(...names, kept, dropped);
  const circle = (x, y) => `M${x - 9},${y}a9,9 0 1 0 18,0a9,9 0 1 0 -18,0z`;
  const cross = (x, y) => `M${x - 5},${y - 5}l10,10m0,-10l-10,10`;
  return {
    node: svg,
    draw(view) {
      const shapes = { kept: "", dropped: "" };
      for (const [k, y] of ROWS.entries()) {
        for (let i = 0; i < WIDTH; i++) {
          const x = 100 + GAP * i;
          if (view.kept[k][i]) shapes.kept += circle(x, y);
          else shapes.dropped += cross(x, y);
        }
      }
      kept.setAttribute("d", shapes.kept);
      dropped.setAttribute("d", shapes.dropped);
      svg.setAttribute("aria-label", unitsLabel(view));
    },
  };
}

/** How many networks say which probability at the ring; their average, the deterministic pass. */
export function stripPicture() {
  const scales = axes(PANEL, {
    x: { range: [0, 1], label: "probability of orange at the ring" },
    y: { range: [0, 1], bare: true, every: 2 },
  });
  const bars = drawing("path", { class: "nb-said" });
  const average = drawing("path", { class: "nb-average-line" });
  const whole = drawing("path", { class: "nb-wished" });
  const most = drawing("text", { x: PANEL.left - 6, y: PANEL.top + 8, "text-anchor": "end" });
  const svg = picture(
    PANEL,
    { class: "nb-strip", role: "img" },
    drawing("g", { class: "nb-axes" }, ...scales.nodes),
    bars,
    average,
    whole,
    most,
  );
  const upright = (v) => `M${scales.toX(v).toFixed(1)},${scales.toY(1)}V${scales.toY(0)}`;
  return {
    node: svg,
    draw(view) {
      const highest = Math.min(MOST, Math.max(...view.counts));
      bars.setAttribute("d", barsOf(view.counts, highest, scales));
      average.setAttribute("d", upright(view.mean));
      whole.setAttribute("d", upright(view.single));
      most.textContent = String(highest);
      svg.setAttribute("aria-label", stripLabel(view));
    },
  };
}

function barsOf(counts, highest, { toX, toY }) {
  const ground = toY(0).toFixed(1);
  return counts.map((count, k) => {
    if (count === 0) return "";
    const left = (toX(k / BARS) + 1).toFixed(1);
    const right = (toX((k + 1) / BARS) - 1).toFixed(1);
    return `M${left},${ground}V${toY(count / highest).toFixed(1)}H${right}V${ground}z`;
  }).join("");
}
