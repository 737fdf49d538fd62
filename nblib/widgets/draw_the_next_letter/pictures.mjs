// What may come next, as bars; and how much each drawn letter surprised the network.
import { assign, caption, drawing } from "../core/dom.mjs";
import { handle } from "../core/handle.mjs";
import { clamp, write } from "../core/numbers.mjs";
import { axes, picture, pointer, ring } from "../core/plot.mjs";
import { LETTERS, SHOWN } from "./constants.mjs";
import { barsLabel, curveLabel, mark } from "./words.mjs";

const ROW = 21;
const BARS = { width: 400, height: SHOWN * ROW + 6 };
const WEST = 40; // where the bars begin
const LONG = 290; // how long a bar of probability 1 is

/** The likeliest letters of the next draw. */
export function nextBars() {
  const rows = drawing("g", { class: "nb-next" });
  const svg = picture(BARS, { class: "nb-next-picture", role: "img" }, rows);
  return {
    node: svg,
    note: caption(
      "outline: what the network says; filled, with its number: what is drawn from; ␣ a space, ⏎ the end of a line",
    ),
    draw(view) {
      rows.replaceChildren(...view.bars.flatMap(rowOf));
      assign(svg, { "aria-label": barsLabel(view) });
    },
  };
}

function chanceOf(p) {
  if (p === 0) return "never";
  return p < 1e-4 ? "under 0.01 %" : `${write(100 * p, 2)} %`;
}

function rowOf({ letter, own, used }, n) {
  const y = 3 + n * ROW;
  const east = WEST + LONG * Math.max(own, used) + 8;
  const size = { x: WEST, y: y + 2, height: ROW - 6 };
  return [
    drawing("text", { class: "nb-letter", x: WEST - 10, y: y + 14 }, mark(letter)),
    drawing("rect", { class: "nb-used", ...size, width: (LONG * used).toFixed(1) }),
    drawing("rect", { class: "nb-own", ...size, width: (LONG * own).toFixed(1) }),
    drawing("text", { x: east, y: y + 14 }, chanceOf(used)),
  ];
}

const PANEL = { width: 400, height: 252, left: 44, right: 14, top: 12, bottom: 40 };
const MOST = 12; // bits on the axis

/** page: of frame.mjs; stop() what plays; view() what is shown. */
export function surpriseCurve({ hold, save }, { stop, view }) {
  const scales = axes(PANEL, {
    x: { range: [0, LETTERS], label: "letters drawn", every: 6 },
    y: { range: [0, MOST], label: "surprise, bits", every: 4 },
  });
  const { toX, toY, fromX } = scales;
  const stems = drawing("g", { class: "nb-stems" });
  const grip = ring({}, 9);
  const svg = picture(
    PANEL,
    { class: "nb-surprise", role: "group" },
    drawing("g", { class: "nb-axes" }, ...scales.nodes),
    stems,
    grip.node,
  );
  const stops = handle(grip.node, {
    toData: (event) => [fromX(pointer(svg, event)[0]), 0],
    getPoint: () => [view().count, 0],
    step: () => [1, 0],
    describe: { label: "letters drawn", value: ([v]) => `${v} letters drawn` },
    onGrab: stop,
    onMove([v], going) {
      const letters = clamp(Math.round(v), 0, LETTERS);
      if (letters !== view().count) hold({ letters, preset: "" });
      if (!going) save();
    },
  });
  assign(grip.node, { "aria-valuemin": 0, "aria-valuemax": LETTERS });
  const width = 0.7 * (toX(1) - toX(0));
  const stem = (bits, n) => {
    const y = toY(Math.min(bits, MOST));
    const size = { x: toX(n + 0.5) - width / 2, y, width, height: toY(0) - y };
    return drawing("rect", { class: bits > MOST ? "nb-beyond" : null, ...size });
  };
  return {
    node: svg,
    note: caption(
      "how surprising each letter was to the network itself: 1 bit is one in two, orange is ",
      `over ${MOST} bits; drag the ring`,
    ),
    draw(now) {
      stems.replaceChildren(...now.surprises.slice(0, now.count).map(stem));
      grip.at(toX(now.count), toY(0));
      assign(svg, { "aria-label": curveLabel(now) });
      stops.refresh();
    },
  };
}
