// Both weights by the strength of the penalty; a ring on the border holds the strength.
import { drawing } from "../core/dom.mjs";
import { handle } from "../core/handle.mjs";
import { clamp, write } from "../core/numbers.mjs";
import { axes, clipTo, picture, plotBox, pointer, polyline, ring } from "../core/plot.mjs";
import { HIGHEST, LOWEST, WINDOW } from "./constants.mjs";

const CURVES = { width: 340, height: 293, left: 46, right: 16, top: 24, bottom: 38 };
const CHART = plotBox(CURVES);
const POWERS = [Math.log10(LOWEST), Math.log10(HIGHEST)];
const POWER_KEY = 0.05; // of a power of ten, for a key
const AXES = {
  x: { range: POWERS, label: "strength λ, as a power of ten", every: 4 },
  y: { range: [WINDOW[0], WINDOW[1]], label: "weight", every: 5 },
};
const CHARTED = axes(CURVES, AXES);

/** move(changes, going) when the ring is moved. */
export function weightCurves({ move }) {
  const nodes = curveNodes();
  let view = null;
  const place = strengthHandle(nodes, () => view, move);
  return {
    node: nodes.svg,
    draw(now) {
      view = now;
      const { toX, toY } = CHARTED;
      for (const i of [0, 1]) {
        const points = now.path.map(({ strength, w }) => [toX(Math.log10(strength)), toY(w[i])]);
        nodes.lines[i].setAttribute("d", polyline(points));
        nodes.names[i].setAttribute("y", toY(now.path[0].w[i]) - 6);
      }
      const x = toX(Math.log10(now.strength));
      nodes.cursor.setAttribute("d", `M${x.toFixed(1)},${CHART.y}v${CHART.height}`);
      nodes.grip.at(x, CHART.y);
      place.refresh();
    },
  };
}

function curveNodes() {
  const clip = clipTo(drawing("rect", CHART));
  const { nodes } = axes(CURVES, AXES);
  const zero = `M${CHART.x},${CHARTED.toY(0)}h${CHART.width}`;
  const lines = [1, 2].map((k) => drawing("path", { class: `nb-weight nb-weight-${k}` }));
  const names = ["w₁", "w₂"].map((text, k) =>
    drawing("text", { class: `nb-halo nb-name nb-name-${k + 1}`, x: CHART.x + 6 }, text)
  );
  const cursor = drawing("path", { class: "nb-cursor" });
  const grip = ring();
  const svg = picture(
    CURVES,
    { class: "nb-by-strength", role: "group", "aria-label": "both weights by strength" },
    drawing("defs", {}, clip.node),
    drawing("g", { class: "nb-axes" }, ...nodes),
    drawing("path", { class: "nb-zero", d: zero }),
    clip.wrap(cursor, ...lines),
    ...names,
    grip.node,
  );
  return { svg, lines, names, cursor, grip };
}

function strengthHandle({ svg, grip }, view, move) {
  return handle(grip.node, {
    toData(event) {
      const [px] = pointer(svg, event);
      return [CHARTED.fromX(px), 0];
    },
    getPoint: () => [Math.log10(view().strength), 0],
    step: () => [POWER_KEY, 0],
    describe: {
      label: "strength of the penalty",
      value: ([power]) => `power ${write(power)} of ten, λ ${write(view().strength)}`,
    },
    onMove([power], going) {
      const strength = clamp(10 ** power, LOWEST, HIGHEST);
      move({ strength: Number(strength.toPrecision(6)), preset: "" }, going);
    },
  });
}
