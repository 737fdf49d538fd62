// The points and the line through them, which two handles turn; with two classes the logit, below
// it its sigmoid.
import { assign, caption, drawing } from "../core/dom.mjs";
import { handle } from "../core/handle.mjs";
import { clamp, write } from "../core/numbers.mjs";
import { axes, clipTo, picture, plotBox, pointer, polyline, ring, spots } from "../core/plot.mjs";
import { classAt, FIRST_STANDS, spot, turned } from "./grips.mjs";
import { LOGITS } from "./look.mjs";
import { sigmoid } from "../core/losses.mjs";

const PANEL = { width: 360, height: 300, left: 44, right: 10, top: 10, bottom: 38 };
// With two classes: the logit above its sigmoid.
const UPPER = { ...PANEL, bottom: 166 };
const LOWER = { ...PANEL, top: 152 };
const BEND = 120; // straight pieces of the sigmoid
const FAR = 1e5; // no line ends farther from the picture, in its units

const digits = (v) => Number(v.toPrecision(6));

/** move(changes, going) when a handle is moved; onGrab() before. */
export function lineScene({ move, onGrab }) {
  const nodes = sceneNodes();
  const note = caption();
  const stands = [...FIRST_STANDS];
  let view = null;
  let scales = null;
  const state = { stands, view: () => view, scales: () => scales };
  const handles = [
    ...nodes.grips.map((grip, k) => lineHandle(nodes, grip, k, state, { move, onGrab })),
    pointHandle(nodes, state, { move, onGrab }),
  ];
  return {
    node: nodes.svg,
    note,
    draw(now) {
      const anew = now.stage !== view?.stage;
      view = now;
      if (anew) {
        scales = drawPoints(nodes, now.stage);
        note.textContent = now.stage.classes
          ? "drag the rings: the line is the logit, below it its sigmoid; dashed: the best line"
          : "drag the rings; the thicker a residual, the more of the loss it makes up; dashed: the best line";
      }
      drawLine(nodes, scales, now);
      nodes.grips.forEach((grip, k) => {
        const [x, z] = spot(now, stands[k]);
        grip.at(scales.line.toX(x), scales.line.toY(z));
      });
      for (const one of handles) one.refresh();
    },
  };
}

function sceneNodes() {
  const lineBox = drawing("rect");
  const clip = clipTo(lineBox);
  const grid = drawing("g", { class: "nb-axes" });
  const residuals = drawing("g", { class: "nb-residuals" });
  const dots = drawing("path", { class: "nb-points" });
  const wished = drawing("path", { class: "nb-wished" });
  const line = drawing("path", { class: "nb-line" });
  const curve = drawing("path", { class: "nb-line nb-sigmoid" });
  const odd = ring({ class: "nb-odd" }, 8);
  const grips = [ring(), ring()];
  const svg = picture(
    PANEL,
    { class: "nb-scene-panel", role: "group", "aria-label": "points and line" },
    drawing("defs", {}, clip.node),
    grid,
    residuals,
    clip.wrap(wished, line),
    curve,
    dots,
    odd.node,
    ...grips.map((grip) => grip.node),
  );
  return { svg, lineBox, grid, residuals, dots, wished, line, curve, odd, grips };
}

// Scales for the points and for the line: with two classes the points stand below it.
function sceneScales({ classes, xRange, yRange }) {
  if (!classes) {
    const both = axes(PANEL, {
      x: { range: xRange, label: "x" },
      y: { range: yRange, label: "y" },
    });
    return { line: both, points: both };
  }
  return {
    line: axes(UPPER, {
      x: { range: xRange, bare: true },
      y: { range: LOGITS, label: "logit", every: 4 },
    }),
    points: axes(LOWER, {
      x: { range: xRange, label: "x" },
      y: { range: [-0.08, 1.08], label: "probability", every: 2 },
    }),
  };
}

// What depends on the points and the loss, not on the line.
function drawPoints(nodes, stage) {
  const { x, y, classes, best } = stage;
  const scales = sceneScales(stage);
  const { line, points } = scales;
  nodes.grid.replaceChildren(...new Set([...line.nodes, ...points.nodes]));
  assign(nodes.lineBox, plotBox(classes ? UPPER : PANEL));
  const places = x.map((v, i) => [points.toX(v), points.toY(y[i])]);
  nodes.dots.setAttribute("d", spots(places));
  nodes.residuals.replaceChildren(...x.map(() => drawing("path")));
  nodes.odd.at(...places.at(-1));
  const bestEnds = best.attained ? ends(stage, line, best) : null;
  nodes.wished.setAttribute("d", bestEnds ? polyline(bestEnds) : "");
  return scales;
}

// Where a line enters the picture and where it leaves it.
const ends = ({ xRange }, { toX, toY }, { slope, intercept }) =>
  xRange.map((v) => [toX(v), clamp(toY(slope * v + intercept), -FAR, FAR)]);

function drawLine(nodes, scales, view) {
  const { stage, slope, intercept, fitted, shares } = view;
  const { toX, toY } = scales.points;
  nodes.line.setAttribute("d", polyline(ends(stage, scales.line, view)));

  // With two classes, the sigmoid.
  const [xLow, xHigh] = stage.xRange;
  const across = Array.from({ length: BEND + 1 }, (_, i) => xLow + ((xHigh - xLow) * i) / BEND);
  const bent = (v) => [toX(v), toY(sigmoid(slope * v + intercept))];
  nodes.curve.setAttribute("d", stage.classes ? polyline(across.map(bent)) : "");

  // A residual goes from the point to what the line says, within the picture.
  const north = PANEL.top;
  const south = PANEL.height - PANEL.bottom;
  [...nodes.residuals.children].forEach((node, i) => {
    const from = `M${toX(stage.x[i]).toFixed(1)},${toY(stage.y[i]).toFixed(1)}`;
    const to = clamp(toY(fitted[i]), north, south).toFixed(1);
    assign(node, { d: `${from}V${to}`, "stroke-width": (1.2 + 5 * shares[i]).toFixed(2) });
  });
}

// A hundredth of what the picture shows, for a key.
const keyStep = ([xLow, xHigh, yLow, yHigh]) => [(xHigh - xLow) / 100, (yHigh - yLow) / 100];

const toScale = (svg, scale) => (event) => {
  const [px, py] = pointer(svg, event);
  return [scale().fromX(px), scale().fromY(py)];
};

function lineHandle(nodes, grip, k, { stands, view, scales }, { move, onGrab }) {
  const unit = () => (view().stage.classes ? "logit" : "y");
  return handle(grip.node, {
    toData: toScale(nodes.svg, () => scales().line),
    getPoint: () => spot(view(), stands[k]),
    step: () => keyStep(view().stage.lineWindow),
    describe: {
      label: `${["left", "right"][k]} handle of the line`,
      value: ([x, z]) => `x ${write(x)}, ${unit()} ${write(z)}`,
    },
    onGrab,
    onMove(point, going) {
      const turn = turned(view(), stands, k, point);
      stands.splice(0, 2, ...turn.stands);
      move({ slope: digits(turn.slope), intercept: digits(turn.intercept), preset: "" }, going);
    },
  });
}

// The ringed point, the last one, can be dragged away from the others.
function pointHandle(nodes, { view, scales }, { move, onGrab }) {
  const points = () => view().stage.traits.points;
  return handle(nodes.odd.node, {
    toData: toScale(nodes.svg, () => scales().points),
    getPoint: () => [...points().at(-1)],
    step: () => keyStep(view().stage.traits.window),
    describe: {
      label: "the ringed point",
      value: ([x, y]) =>
        view().stage.classes ? `x ${write(x)}, class ${y}` : `x ${write(x)}, y ${write(y)}`,
    },
    onGrab,
    onMove([px, py], going) {
      const [xLow, xHigh, yLow, yHigh] = view().stage.traits.window;
      const x = digits(clamp(px, xLow, xHigh));
      const y = view().stage.classes
        ? classAt(py, points().at(-1)[1], going)
        : digits(clamp(py, yLow, yHigh));
      move({ points: [...points().slice(0, -1), [x, y]], preset: "" }, going);
    },
  });
}
