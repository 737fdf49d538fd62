// The lattice: a row for each state of the text, a column for each frame, a line for each step that
// a path may take.
import { assign, drawing } from "../core/dom.mjs";
import { clamp } from "../core/numbers.mjs";
import { picture, pointer } from "../core/plot.mjs";
import { acrossOf, frameNames, PANEL } from "./columns.mjs";
import { SYMBOLS } from "./constants.mjs";
import { latticeLabel } from "./words.mjs";

const RADIUS = 15;

/** go(frame) reads to a frame; view() is what is shown. */
export function lattice({ go, view }) {
  const column = drawing("rect", { class: "nb-column" });
  const steps = drawing("g", { class: "nb-steps-allowed" });
  const nodes = drawing("g", { class: "nb-nodes" });
  const names = drawing("g", { class: "nb-names" });
  const svg = picture(PANEL, { class: "nb-lattice", role: "img" }, column, steps, nodes, names);
  svg.addEventListener("pointerdown", (event) => {
    const count = view().probs.length;
    go(clamp(Math.round(acrossOf(count).fromX(pointer(svg, event)[0])), 1, count));
  });
  return {
    node: svg,
    draw(now) {
      const { toX, wide } = acrossOf(now.probs.length);
      const toY = rowsOf(now.states.length);
      const width = Math.min(wide, 3 * RADIUS);
      assign(column, {
        x: toX(now.at) - width / 2,
        width,
        y: PANEL.top - 6,
        height: PANEL.height - PANEL.top - PANEL.bottom + 8,
      });
      steps.replaceChildren(...stepsOf(now, toX, toY));
      nodes.replaceChildren(...nodesOf(now, toX, toY));
      names.replaceChildren(...stateNames(now, toY), ...frameNames(now));
      assign(svg, { "aria-label": latticeLabel(now) });
    },
  };
}

// The first state stands on top.
function rowsOf(count) {
  const tall = (PANEL.height - PANEL.top - PANEL.bottom) / count;
  return (s) => PANEL.top + tall * (s + 0.5);
}

const stateNames = ({ states }, toY) =>
  states.map((label, s) =>
    drawing("text", { x: 22, y: toY(s) + 4, "text-anchor": "middle" }, SYMBOLS[label])
  );

// A step is bright where its path goes on: what it leads to, and where it comes from, is not 0.
function stepsOf({ edges, cells }, toX, toY) {
  return cells.slice(1).flatMap((row, t) =>
    edges.map(([origin, to]) => {
      const isUsed = cells[t][origin] > 0 && row[to] > 0;
      return drawing("path", {
        class: isUsed ? "nb-used" : null,
        d: `M${toX(t + 1).toFixed(1)},${toY(origin).toFixed(1)}L${toX(t + 2).toFixed(1)},${
          toY(to).toFixed(1)
        }`,
      });
    })
  );
}

function nodesOf({ cells, states }, toX, toY) {
  const most = Math.max(...cells.flat().map((v) => v ?? 0), 1e-12);
  return cells.flatMap((row, t) =>
    row.map((v, s) => {
      const ends = t === cells.length - 1 && s >= states.length - 2;
      const classes = [v === null ? "nb-to-come" : "nb-known", ends ? "nb-end" : ""];
      const place = `translate(${toX(t + 1).toFixed(1)} ${toY(s).toFixed(1)})`;
      const node = drawing(
        "g",
        { class: classes.filter(Boolean).join(" "), transform: place },
        drawing("circle", { r: RADIUS }),
        v === null ? null : drawing("text", { y: 4, "text-anchor": "middle" }, short(v)),
      );
      if (v !== null) node.style.setProperty("--nb-part", `${Math.round((60 * v) / most)}%`);
      return node;
    })
  );
}

// A probability in two digits, without its 0: .64; what is smaller than half a hundredth is ~0.
function short(v) {
  if (v === 0) return "0";
  if (v < 0.005) return "~0";
  return v > 0.995 ? "1" : v.toFixed(2).slice(1);
}
