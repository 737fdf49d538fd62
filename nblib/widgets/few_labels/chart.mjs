// Accuracy by labels a class: a line through the means of each contender, and the five runs at the
// number that is looked at, which a ring moves.
import { caption, drawing } from "../core/dom.mjs";
import { handle } from "../core/handle.mjs";
import { clamp } from "../core/numbers.mjs";
import { axes, picture, plotBox, pointer, polyline, ring, spots } from "../core/plot.mjs";
import { MOST, RANGES, TASKS } from "./constants.mjs";
import { chartLabel } from "./words.mjs";

const CHART = { width: 360, height: 280, left: 44, right: 14, top: 10, bottom: 50 };
const CHART_BOX = plotBox(CHART);
const SPREAD = [-0.12, 2.12]; // powers of ten

/** move(changes, going) when the ring is moved. */
export function accuracyChart({ move }) {
  const grid = drawing("g", { class: "nb-axes" });
  const cursor = drawing("path", { class: "nb-cursor" });
  const means = drawing("g", { class: "nb-means" });
  const dots = drawing("g", { class: "nb-dots" });
  const names = drawing("g", { class: "nb-names nb-halo" });
  const grip = ring();
  const svg = picture(
    CHART,
    { class: "nb-accuracies", role: "group" },
    grid,
    cursor,
    means,
    dots,
    names,
    grip.node,
  );
  let view = null;
  let scales = null;
  const stops = handle(grip.node, {
    toData: (event) => [10 ** scales.fromX(pointer(svg, event)[0]), 0],
    getPoint: () => [view.labels, 0],
    step: () => [1, 0],
    describe: {
      label: "labels on the chart",
      value: () => `${view.labels}; shown are the runs with ${view.used} labels a class`,
    },
    onMove: ([n], going) => move({ labels: clamp(Math.round(n), 1, MOST), preset: "" }, going),
  });
  return {
    node: svg,
    note: caption("accuracy on test pictures, %; each dot is one run; drag the ring"),
    draw(now) {
      view = now;
      scales = axes(CHART, {
        x: { range: SPREAD, every: 99, bare: true },
        y: { range: RANGES[TASKS.indexOf(now.task)], every: 5 },
      });
      grid.replaceChildren(...gridNodes(scales, now));
      means.replaceChildren(...now.shown.map((one, k) => meanLine(one, k, scales, now)));
      dots.replaceChildren(...now.shown.map((one, k) => runDots(one, k, scales, now)));
      names.replaceChildren(...nameNodes(now));
      const x = scales.toX(Math.log10(now.used));
      cursor.setAttribute("d", `M${x.toFixed(1)},${CHART_BOX.y}v${CHART_BOX.height}`);
      grip.at(scales.toX(Math.log10(now.labels)), CHART_BOX.y + CHART_BOX.height);
      svg.setAttribute("aria-label", chartLabel(now));
      stops.refresh();
    },
  };
}

// The axes: of the percents evenly, of the labels where there were runs.
function gridNodes({ nodes, toX }, { numbers }) {
  const south = CHART_BOX.y + CHART_BOX.height;
  const marks = numbers.flatMap((n) => {
    const x = toX(Math.log10(n)).toFixed(1);
    return [
      drawing("path", { d: `M${x},${CHART_BOX.y}V${south}` }),
      drawing("text", { x, y: south + 25, "text-anchor": "middle" }, String(n)),
    ];
  });
  const isUpright = (node) => node.getAttribute("d")?.includes("V");
  const middle = { x: CHART_BOX.x + CHART_BOX.width / 2, y: south + 43, "text-anchor": "middle" };
  const name = drawing("text", { ...middle, class: "nb-axis-name" }, "labels a class");
  return [...nodes.filter((node) => !isUpright(node)), ...marks, name];
}

const meanLine = ({ means }, k, { toX, toY }, { numbers }) =>
  drawing("path", {
    class: `nb-mean nb-of-${k}`,
    d: polyline(means.map((v, i) => [toX(Math.log10(numbers[i])), toY(v)])),
  });

const runDots = ({ runs }, k, { toX, toY }, { used }) =>
  drawing("path", {
    class: `nb-run nb-of-${k}`,
    d: spots(runs.map((v) => [toX(Math.log10(used)), toY(v)])),
  });

// The names of the lines in their colors, where the lines do not come: low on the right.
function nameNodes({ shown }) {
  const south = CHART_BOX.y + CHART_BOX.height - 14;
  return shown.map(({ name }, k) => {
    const y = south - 17 * (shown.length - 1 - k);
    const at = { x: CHART_BOX.x + CHART_BOX.width - 6, y, "text-anchor": "end" };
    return drawing("text", { class: `nb-name nb-of-${k}`, ...at }, name);
  });
}
