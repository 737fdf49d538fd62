// The errors by degree, on a scale of powers of ten; a ring stands at the degree of the curve.
import { caption, drawing } from "../core/dom.mjs";
import { handle } from "../core/handle.mjs";
import { clamp } from "../core/numbers.mjs";
import { axes, clipTo, picture, plotBox, pointer, polyline, ring } from "../core/plot.mjs";
import { TOP, VIEWS } from "./constants.mjs";
import { curvesPictured, LINE_NAMES } from "./words.mjs";

const CHART = { width: 360, height: 280, left: 50, right: 12, top: 10, bottom: 38 };
const CHART_BOX = plotBox(CHART);
const POWERS = [-4, 3]; // of ten, of the errors that are seen
const MARKS = { "0.0001": -4, "0.01": -2, 1: 0, 100: 2 };
const ROW = 16; // from one name to the next
const CLASSES = Object.keys(LINE_NAMES);

const BELOW = POWERS[0] - 9; // where a line ends that leaves the picture

const powerOf = (v) => (v > 0 ? Math.max(Math.log10(v), BELOW) : BELOW);

/** move(changes, going) when the ring is moved. */
export function errorCurves({ move }) {
  const nodes = curveNodes();
  const scales = axes(CHART, {
    x: { range: [-0.5, TOP + 0.5], label: "degree", every: 7 },
    y: { range: POWERS, every: 99, bare: true },
  });
  nodes.grid.replaceChildren(...axisNodes(scales));
  const height = (v) => scales.toY(powerOf(v));
  let view = null;
  const degree = degreeHandle(nodes, scales, () => view, move);
  const note = caption();
  return {
    node: nodes.svg,
    note,
    draw(now) {
      view = now;
      for (const name of CLASSES) {
        const values = now.lines[name] ?? [];
        const places = values.map((v, k) => [scales.toX(k), height(v)]);
        nodes.lines[name].setAttribute("d", places.length ? polyline(places) : "");
      }
      const level = now.show === VIEWS[2] && now.noise > 0 ? height(now.noise ** 2) : null;
      nodes.level.setAttribute(
        "d",
        level === null ? "" : `M${CHART_BOX.x},${level}h${CHART_BOX.width}`,
      );
      nodes.names.replaceChildren(...nameNodes(now, level));
      const power = clamp(powerOf(now.shown[now.used]), ...POWERS);
      nodes.grip.at(scales.toX(now.used), scales.toY(power));
      note.textContent = curvesPictured(now);
      degree.refresh();
    },
  };
}

function curveNodes() {
  const clip = clipTo(
    drawing("rect", { ...CHART_BOX, y: CHART_BOX.y - 2, height: CHART_BOX.height + 4 }),
  );
  const grid = drawing("g", { class: "nb-axes" });
  const level = drawing("path", { class: "nb-cursor nb-noise" });
  const lines = Object.fromEntries(
    CLASSES.map((name) => [name, drawing("path", { class: `nb-error nb-${name}` })]),
  );
  const names = drawing("g", { class: "nb-names nb-halo" });
  const grip = ring();
  const svg = picture(
    CHART,
    { class: "nb-errors", role: "group", "aria-label": "mean squared error by degree" },
    drawing("defs", {}, clip.node),
    grid,
    clip.wrap(level, ...Object.values(lines)),
    names,
    grip.node,
  );
  return { svg, grid, level, lines, names, grip };
}

// The axes; the errors are written as numbers, not as powers.
function axisNodes({ nodes, toY }) {
  const west = CHART.left;
  const marks = Object.entries(MARKS).flatMap(([text, power]) => {
    const y = toY(power);
    return [
      drawing("path", { d: `M${west},${y.toFixed(1)}h${CHART_BOX.width}` }),
      drawing("text", { x: west - 5, y: y + 4, "text-anchor": "end" }, text),
    ];
  });
  return [...nodes.filter((node) => !node.getAttribute("d")?.includes("H")), ...marks];
}

// The names of the lines in their colors, one below the other where no line comes.
function nameNodes({ lines }, level) {
  const wanted = Object.keys(lines).map((name) => [name, LINE_NAMES[name]]);
  if (level !== null) wanted.push(["noise", "noise"]);
  return wanted.map(([name, text], row) => {
    const y = CHART_BOX.y + 16 + row * ROW;
    return drawing("text", { class: `nb-name nb-of-${name}`, x: CHART_BOX.x + 24, y }, text);
  });
}

function degreeHandle({ svg, grip }, scales, view, move) {
  return handle(grip.node, {
    toData(event) {
      const [px] = pointer(svg, event);
      return [scales.fromX(px), 0];
    },
    getPoint: () => [view().used, 0],
    step: () => [1, 0],
    describe: { label: "degree on the errors", value: ([degree]) => `degree ${degree}` },
    onMove([degree], going) {
      move({ degree: clamp(Math.round(degree), 0, view().highest), preset: "" }, going);
    },
  });
}
