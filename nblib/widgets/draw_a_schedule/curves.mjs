// The losses by time, on scales of powers of ten: on the bowl, and of recorded runs.
import { drawing } from "../core/dom.mjs";
import { clamp, powerOfTen } from "../core/numbers.mjs";
import { axes, clipTo, picture, plotBox, polyline } from "../core/plot.mjs";

const CHART = { width: 340, height: 260, left: 50, right: 16, top: 30, bottom: 38 };
const CHART_BOX = plotBox(CHART);
const ACROSS = { range: [0, 1], label: "part of the training" };
const FAR = 9; // powers of ten beyond a chart, where lines end that leave it
const ROW = 16; // from one name to the next

const BOWL = [-3, 2]; // powers of ten that are seen
const DIGITS = [-0.7, 0.5];
const TENS = [-3, -2, -1, 0, 1, 2].map((power) => [power, powerOfTen(power)]);
const PLAIN = [0.2, 0.5, 1, 2].map((loss) => [Math.log10(loss), String(loss)]);
const LINES = {
  run: "one run",
  kept: "mean, largest rate kept",
  floor: "floor at this rate",
  loss: "mean of all runs",
};

// A chart of losses: powers are the ends of its scale, marks its numbers, [power, text] each.
function lossChart({ powers, marks, label, name, parts }) {
  const scales = axes(CHART, { x: ACROSS, y: { range: powers, label, every: 99, bare: true } });
  const clip = clipTo(drawing("rect", CHART_BOX));
  const across = scales.nodes.filter((node) => !node.getAttribute("d")?.includes("H"));
  const rows = marks.flatMap(([power, text]) => {
    const y = scales.toY(power);
    return [
      drawing("path", { d: `M${CHART.left},${y.toFixed(1)}h${CHART_BOX.width}` }),
      drawing("text", { x: CHART.left - 5, y: y + 4, "text-anchor": "end" }, text),
    ];
  });
  const node = picture(
    CHART,
    { class: name, role: "img" },
    drawing("defs", {}, clip.node),
    drawing("g", { class: "nb-axes" }, ...across, ...rows),
    clip.wrap(...parts),
  );
  const power = (v) => clamp(v > 0 ? Math.log10(v) : -Infinity, powers[0] - FAR, powers[1] + FAR);
  const through = (values) => {
    const last = values.length - 1;
    return polyline(values.map((v, k) => [scales.toX(k / last), scales.toY(power(v))]));
  };
  return { node, through };
}

const nameAt = (text, row, kind) =>
  drawing("text", {
    class: `nb-halo nb-name nb-of-${kind}`,
    x: CHART_BOX.x + CHART_BOX.width - 6,
    y: CHART_BOX.y + 14 + row * ROW,
    "text-anchor": "end",
  }, text);

/** The losses on the bowl. */
export function bowlChart() {
  const kinds = Object.keys(LINES);
  const lines = kinds.map((kind) => drawing("path", { class: `nb-curve nb-${kind}` }));
  const label = "loss on the bowl";
  const { node, through } = lossChart({
    powers: BOWL,
    marks: TENS,
    label,
    name: "nb-bowl",
    parts: lines,
  });
  node.append(...[...kinds].reverse().map((kind, row) => nameAt(LINES[kind], row, kind)));
  return {
    node,
    draw(now) {
      kinds.forEach((kind, i) => lines[i].setAttribute("d", through(now[kind])));
      node.setAttribute("aria-label", "loss on the noisy bowl by time, logarithmic");
    },
  };
}

/** The recorded run of a preset, and that of a constant rate beside it. */
export function recordedChart() {
  const beside = drawing("path", { class: "nb-curve nb-beside" });
  const chosen = drawing("path", { class: "nb-curve nb-recorded" });
  const label = "loss on new digits";
  const { node, through } = lossChart({
    powers: DIGITS,
    marks: PLAIN,
    label,
    name: "nb-digits",
    parts: [beside, chosen],
  });
  const name = nameAt("", 0, "recorded");
  const besideName = nameAt("", 1, "beside");
  node.append(name, besideName);
  return {
    node,
    draw({ curves, recorded, preset }) {
      const [first] = Object.keys(curves.runs);
      const alone = preset === first;
      beside.setAttribute("d", alone ? "" : through(curves.runs[first].loss));
      chosen.setAttribute("d", recorded ? through(recorded.loss) : "");
      name.textContent = recorded ? preset : "";
      besideName.textContent = alone ? "" : first;
      node.setAttribute("aria-label", "recorded losses by time, logarithmic");
    },
  };
}
