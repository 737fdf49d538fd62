// Bytes per token against the size of the vocabulary, as far as merged; and the pairs that stand
// together most often, as bars.
import { drawing } from "../core/dom.mjs";
import { handle } from "../core/handle.mjs";
import { clamp, write } from "../core/numbers.mjs";
import { axes, picture, pointer, polyline, ring } from "../core/plot.mjs";
import { SPECIALS, TOP } from "./constants.mjs";
import { gainOf } from "./maths.mjs";
import { label, pairsLabel } from "./words.mjs";

const PANEL = { width: 360, height: 210, left: 48, right: 16, top: 12, bottom: 38 };
const FIRST = SPECIALS + 256; // entries before the first merge

/** move(changes, going) when the ring is moved along the curve; stop() what plays. */
export function gainCurve({ move, stop }) {
  const grid = drawing("g", { class: "nb-axes" });
  const line = drawing("path", { class: "nb-gain" });
  const grip = ring();
  const svg = picture(
    PANEL,
    { class: "nb-gain-picture", role: "group", "aria-label": "bytes per token by vocabulary" },
    grid,
    line,
    grip.node,
  );
  let scales = null;
  let view = null;
  const stops = handle(grip.node, {
    toData: (event) => [scales.fromX(pointer(svg, event)[0]) - FIRST, 0],
    getPoint: () => [view.k, 0],
    step: () => [1, 0],
    describe: {
      label: "merges so far",
      value: () => `${view.k} merges, ${write(view.gain)} bytes per token`,
    },
    onGrab: stop,
    onMove([k], going) {
      move({ merges: clamp(Math.round(k), 0, view.last), preset: "" }, going);
    },
  });
  return {
    node: svg,
    draw(now) {
      if (now.text !== view?.text) {
        scales = axesFor(now);
        grid.replaceChildren(...scales.nodes);
      }
      view = now;
      const { history, k } = now;
      const points = history.states.slice(0, k + 1).map((state, n) => [
        scales.toX(FIRST + n),
        scales.toY(gainOf(history, state)),
      ]);
      line.setAttribute("d", polyline(points));
      grip.at(...points[k]);
      stops.refresh();
    },
  };
}

function axesFor({ history, last }) {
  const best = gainOf(history, history.states[last]);
  const most = Math.max(last, 4);
  return axes(PANEL, {
    x: { range: [FIRST - 0.06 * most, FIRST + most], label: "vocabulary", every: 4 },
    y: { range: [0.9, Math.max(best, 1.4) * 1.05], label: "bytes per token", every: 4 },
  });
}

const ROW = 23;
const BARS = { width: 360, height: TOP * ROW + 4 };
const WEST = 118; // where the bars begin
const LONG = 190; // how long the longest may be
const FEW = 11; // characters of a pair that are shown

/** The bars of the most frequent pairs; the one on top is merged next. */
export function pairBars() {
  const rows = drawing("g", {});
  const svg = picture(BARS, { class: "nb-pairs", role: "img" }, rows);
  return {
    node: svg,
    draw(view) {
      const { pairs } = view.state;
      const most = view.history.states[0].pairs[0]?.count ?? 1;
      rows.replaceChildren(...pairs.flatMap((pair, n) => rowOf(pair, n, most, view.next)));
      svg.setAttribute("aria-label", pairsLabel(view));
    },
  };
}

const short = (text) => {
  const characters = [...text];
  return characters.length > FEW ? `…${characters.slice(-FEW).join("")}` : text;
};

function rowOf({ left, right, count }, n, most, next) {
  const y = 2 + n * ROW;
  const width = (LONG * count) / most;
  const chosen = n === 0 && next !== null;
  const name = short(`${label(left)} · ${label(right)}`);
  return [
    drawing("text", { x: WEST - 8, y: y + 15, "text-anchor": "end" }, name),
    drawing("rect", {
      class: chosen ? "nb-pair nb-pair-next" : "nb-pair",
      x: WEST,
      y: y + 2,
      width: width.toFixed(1),
      height: ROW - 6,
    }),
    drawing("text", { x: WEST + width + 6, y: y + 15 }, String(count)),
  ];
}
