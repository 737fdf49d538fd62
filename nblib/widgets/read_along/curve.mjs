// The verdict after each word, with a ring that is dragged along the sentence.
import { assign, caption, drawing } from "../core/dom.mjs";
import { handle } from "../core/handle.mjs";
import { clamp, write } from "../core/numbers.mjs";
import { axes, picture, pointer, polyline, ring } from "../core/plot.mjs";
import { columnsOf, PANEL, viewBoxFor, wordNames } from "./columns.mjs";
import { curveLabel } from "./words.mjs";

const BOX = { x: PANEL.left, y: PANEL.top, width: PANEL.width - PANEL.left - PANEL.right };
const UPWARD = { range: [0, 1], label: "probability of positive", every: 4 };

/** page: of frame.mjs; go(word) shows a word; stop() what is playing; view() what is shown. */
export function verdictCurve({ hold, save }, { go, stop, view }) {
  const { toY, nodes } = axes(PANEL, { x: { range: [0, 1], bare: true, every: 1 }, y: UPWARD });
  const ground = halvesOf(toY);
  const read = drawing("path", { class: "nb-read" });
  const dots = drawing("g", { class: "nb-dots" });
  const cursor = drawing("path", { class: "nb-cursor" });
  const names = drawing("g", { class: "nb-names" });
  const grip = ring({}, 9);
  const svg = picture(
    PANEL,
    { class: "nb-curve", role: "group" },
    ...ground,
    drawing("g", { class: "nb-axes" }, ...nodes),
    cursor,
    read,
    dots,
    sideName("positive", PANEL.top + 16),
    sideName("negative", toY(0) - 8),
    names,
    grip.node,
  );
  const wordUnder = (event) => {
    const { words } = view();
    return columnsOf(words.length).fromX(pointer(svg, event)[0]);
  };
  svg.addEventListener("pointerdown", (event) => {
    if (!grip.node.contains(event.target)) go(wordUnder(event));
  });
  const stops = wordHandle(grip.node, { hold, save, stop, go, view, wordUnder });
  return {
    node: svg,
    note: caption("the verdict if the sentence ended here; drag the ring along the words"),
    draw(now) {
      const { words, positive, at } = now;
      const { toX } = columnsOf(words.length);
      const points = positive.map((p, i) => [toX(i + 1), toY(p)]);
      assign(read, { d: polyline(points.slice(0, at)) });
      dots.replaceChildren(...points.map(([x, y], i) => dot(x, y, positive[i], i < at)));
      assign(cursor, { d: `M${toX(at)},${PANEL.top}V${toY(0)}` });
      names.replaceChildren(...wordNames(now));
      grip.at(...points[at - 1]);
      assign(svg, { "aria-label": curveLabel(now), viewBox: viewBoxFor(words) });
      assign(grip.node, { "aria-valuemin": 1, "aria-valuemax": words.length });
      stops.refresh();
    },
  };
}

// The two halves of the picture, and the border between them.
function halvesOf(toY) {
  const middle = toY(0.5);
  const lower = toY(0) - middle;
  return [
    drawing("rect", { ...BOX, class: "nb-half-up", height: middle - PANEL.top }),
    drawing("rect", { ...BOX, class: "nb-half-down", y: middle, height: lower }),
    drawing("path", { class: "nb-border", d: `M${BOX.x},${middle}h${BOX.width}` }),
  ];
}

function sideName(text, y) {
  const place = { x: PANEL.width - PANEL.right - 6, y, "text-anchor": "end" };
  return drawing("text", { class: "nb-halo", ...place }, text);
}

function dot(x, y, p, isRead) {
  const side = p > 0.5 ? "nb-up" : "nb-down";
  return drawing("circle", {
    class: `${side} ${isRead ? "nb-done" : "nb-to-come"}`,
    cx: x,
    cy: y,
    r: 4.5,
  });
}

function wordHandle(node, { hold, save, stop, go, view, wordUnder }) {
  const stops = handle(node, {
    toData: (event) => [wordUnder(event), 0],
    getPoint: () => [view().at, 0],
    step: () => [1, 0],
    describe: {
      label: "word",
      value: ([v]) =>
        `word ${v}, ${view().words[v - 1]}: ${write(100 * view().positive[v - 1])} % positive`,
    },
    onGrab: stop,
    onMove([v], going) {
      const word = clamp(Math.round(v), 1, view().words.length);
      if (word !== view().at) hold({ word, preset: "" });
      if (!going) save();
    },
  });
  node.addEventListener("keydown", (event) => {
    if (event.key !== "Home" && event.key !== "End") return;
    go(event.key === "Home" ? 1 : view().words.length);
    event.preventDefault();
  });
  return stops;
}
