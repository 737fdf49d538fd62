// The scores of the test mails, ham up and spam down, with the threshold that can be dragged.
import { assign, caption, drawing, element, setText } from "../core/dom.mjs";
import { handle } from "../core/handle.mjs";
import { clamp } from "../core/numbers.mjs";
import { axes, picture, pointer, ring } from "../core/plot.mjs";
import { REACH, STEP } from "./constants.mjs";

const PANEL = { width: 360, height: 270, left: 16, right: 14, top: 26, bottom: 38 };
const TALL = 15; // the root of the most mails that a bin may hold, and room for words
const DEEP = -8; // the same downward

/** The picture. bins: how many the histogram has; move(changes, going) moves the threshold. */
export function scorePicture({ bins, move }) {
  const scales = axes(PANEL, {
    x: { range: [-REACH, REACH], label: "score", every: 8 },
    y: { range: [DEEP, TALL], every: 1, bare: true },
  });
  const { toX, toY, fromX } = scales;
  const bars = Array.from({ length: bins }, (_, k) => k)
    .flatMap((k) => [barOf(k, "ham", scales), barOf(k, "spam", scales)]);
  const best = drawing("path", { class: "nb-wished" });
  const line = drawing("path", { class: "nb-threshold" });
  const own = drawing("path", { class: "nb-own-score" });
  const corners = CORNERS.map(corner);
  const grip = ring();
  const svg = picture(
    PANEL,
    { class: "nb-scores", role: "group", "aria-label": "scores of the test mails" },
    drawing("g", { class: "nb-axes" }, ...scales.nodes.filter((node) => !isGrid(node))),
    ...bars.map(({ node }) => node),
    levelAt(toY(0).toFixed(1)),
    ...corners.map(({ node }) => node),
    best,
    line,
    own,
    grip.node,
  );
  let view = null;
  const held = thresholdHandle({ svg, grip, fromX }, () => view, move);
  const upright = (x) => `M${toX(x).toFixed(1)},${PANEL.top - 8}V${PANEL.height - PANEL.bottom}`;
  return {
    node: element("div", {}, svg, caption(...CAPTION)),
    draw(now) {
      view = now;
      for (const bar of bars) bar.draw(now);
      for (const one of corners) one.draw(now.counts);
      best.setAttribute("d", upright(now.cheapest));
      line.setAttribute("d", upright(now.threshold));
      own.setAttribute("d", triangle(toX(clamp(now.score, -REACH, REACH)), toY(0)));
      grip.at(toX(now.threshold), PANEL.top - 8);
      held.refresh();
    },
  };
}

const CAPTION = [
  "all test mails; heights are square roots of numbers. Drag the threshold. ",
  "Triangle: this mail; dashed: cheapest on validation",
];

// Bar number k of ham, upward, or of spam, downward.
function barOf(k, kind, { toX, toY }) {
  const node = drawing("rect", {});
  return {
    node,
    draw({ bins, threshold }) {
      const { from, to, [kind]: count } = bins[k];
      const height = Math.sqrt(count) * (kind === "ham" ? 1 : -1);
      const [low, high] = [toY(0), toY(height)].sort((a, b) => a - b);
      const wrong = (kind === "spam") !== ((from + to) / 2 > threshold);
      assign(node, {
        class: `nb-bar-${kind}${wrong ? " nb-wrong" : ""}`,
        x: (toX(from) + 0.5).toFixed(1),
        width: (toX(to) - toX(from) - 1).toFixed(1),
        y: low.toFixed(1),
        height: (high - low).toFixed(1),
      });
    },
  };
}

const levelAt = (y) =>
  drawing("path", { class: "nb-level", d: `M${PANEL.left},${y}H${PANEL.width - PANEL.right}` });

// What each corner counts: [name, key of counts, part of the width, at the top].
const CORNERS = [
  ["ham kept", "kept", 0.02, true],
  ["ham lost", "lost", 0.98, true],
  ["spam through", "through", 0.02, false],
  ["spam caught", "caught", 0.98, false],
];

function corner([name, key, part, top]) {
  const y = top ? PANEL.top + 12 : PANEL.height - PANEL.bottom - 6;
  const node = note("", part, y, part < 0.5 ? "start" : "end");
  return { node, draw: (counts) => setText(node, `${name}: ${counts[key]}`) };
}

const isGrid = (node) => node.tagName === "path";
const triangle = (x, y) => `M${x.toFixed(1)},${y.toFixed(1)}l-7,13h14z`;

const note = (text, part, y, anchor) =>
  drawing("text", {
    x: PANEL.left + part * (PANEL.width - PANEL.left - PANEL.right),
    y,
    "text-anchor": anchor,
    class: "nb-halo",
  }, text);

function thresholdHandle({ svg, grip, fromX }, view, move) {
  return handle(grip.node, {
    toData: (event) => [fromX(pointer(svg, event)[0]), 0],
    getPoint: () => [view().threshold, 0],
    step: () => [STEP, 0],
    describe: { label: "threshold", value: ([v]) => v.toFixed(1).replace("-", "−") },
    onMove([v], going) {
      const threshold = Number(clamp(Math.round(v / STEP) * STEP, -REACH, REACH).toFixed(1));
      move({ threshold, preset: "" }, going);
    },
  });
}
