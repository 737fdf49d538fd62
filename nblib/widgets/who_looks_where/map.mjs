// Where each piece of the target looks: a row for each, a column for each piece of the source.
import { assign, caption, drawing } from "../core/dom.mjs";
import { handle } from "../core/handle.mjs";
import { clamp } from "../core/numbers.mjs";
import { pointer, ring } from "../core/plot.mjs";
import { heightOf, ROW, TOP, toY, WIDTH } from "./rows.mjs";
import { mapLabel, shown } from "./words.mjs";

const LEFT = 128;
const RING = 16; // where the ring stands
const RIGHT = 26; // the last name stands aslant
const LETTERS = 12;

const short = (text) => (text.length > LETTERS ? `${text.slice(0, LETTERS - 1)}…` : text);

/** go(place) looks from a piece; move(place, going) while the ring is dragged; view() is shown. */
export function attentionMap({ go, move, view }) {
  const cells = drawing("g", { class: "nb-cells" });
  const names = drawing("g", { class: "nb-names" });
  const band = drawing("rect", { class: "nb-band", x: LEFT - 2, height: ROW });
  const grip = ring({}, 7);
  const svg = drawing(
    "svg",
    { class: "nb-attention", role: "group" },
    cells,
    band,
    names,
    grip.node,
  );
  const count = () => view().chosen.pieces.length;
  const placeAt = (y) => clamp(Math.round((y - TOP) / ROW + 0.5), 1, count());
  const over = (event) => {
    const y = pointer(svg, event)[1];
    if (event.buttons === 0 && y > TOP) go(placeAt(y));
  };
  assign(cells, { pointermove: over, pointerdown: (event) => go(placeAt(pointer(svg, event)[1])) });
  const held = ringHandle({ svg, grip }, { view, move, count });
  return {
    node: svg,
    note: caption(
      "attention: a row for each piece of the target; full blue is all of it; drag the ring",
    ),
    draw(now) {
      const rows = now.chosen.pieces.length;
      const wide = (WIDTH - LEFT - RIGHT) / now.source.length;
      cells.replaceChildren(...cellsOf(now, wide));
      names.replaceChildren(...sourceNames(now, wide), ...targetNames(now));
      assign(band, { y: TOP + (now.at - 1) * ROW, width: WIDTH - LEFT - RIGHT + 4 });
      grip.at(RING, toY(now.at));
      assign(svg, {
        viewBox: `0 0 ${WIDTH} ${heightOf(Math.max(rows, now.layers.length))}`,
        "aria-label": mapLabel(now),
      });
      held.refresh();
    },
  };
}

// The ring goes up and down with the pointer, a row at a time.
function ringHandle({ svg, grip }, { view, move, count }) {
  return handle(grip.node, {
    toData: (event) => [(pointer(svg, event)[1] - TOP) / ROW + 0.5, 0],
    getPoint: () => [view().at, 0],
    step: () => [1, 0],
    describe: {
      label: "piece of the target",
      value: () => `${view().at}, ${shown(view().chosen.pieces[view().at - 1])}`,
    },
    onMove: ([row], going) => move(clamp(Math.round(row), 1, count()), going),
  });
}

function cellsOf({ chosen, source }, wide) {
  return chosen.weights.flatMap((row, t) =>
    source.map((_, s) => {
      const cell = drawing("rect", {
        x: (LEFT + s * wide + 0.7).toFixed(1),
        y: (TOP + t * ROW + 0.7).toFixed(1),
        width: (wide - 1.4).toFixed(1),
        height: ROW - 1.4,
        rx: 2,
      });
      cell.style.fill = `color-mix(in srgb, var(--nb-blue) ${row[s]}%, var(--nb-panel))`;
      return cell;
    })
  );
}

function sourceNames({ source, row }, wide) {
  const most = Math.max(...row);
  return source.map((piece, s) => {
    const x = LEFT + (s + 0.5) * wide;
    return drawing("text", {
      class: row[s] === most ? "nb-now" : null,
      transform: `translate(${x.toFixed(1)} ${TOP - 8}) rotate(-52)`,
    }, short(shown(piece)));
  });
}

function targetNames({ chosen, at }) {
  return chosen.pieces.map((piece, t) =>
    drawing("text", {
      class: t + 1 === at ? "nb-now" : null,
      "text-anchor": "end",
      x: LEFT - 8,
      y: toY(t + 1) + 4,
    }, short(shown(piece)))
  );
}
