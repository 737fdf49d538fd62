// The units of the state as a map: a row for each, a column for each word.
import { assign, caption, drawing } from "../core/dom.mjs";
import { clamp } from "../core/numbers.mjs";
import { picture, pointer } from "../core/plot.mjs";
import { columnsOf, PANEL, viewBoxFor, wordNames } from "./columns.mjs";
import { UNITS } from "./constants.mjs";
import { mapLabel } from "./words.mjs";

const TALL = (PANEL.height - PANEL.top - PANEL.bottom) / UNITS;
const FULL = { votes: 0.8, state: 1 }; // what is painted in full color
const NOTES = {
  "votes": "what each unit adds to the verdict: blue for positive, orange for negative",
  "state": "the state of each unit, from −1, orange, to 1, blue",
  "update gate": "how much of each unit's old state stays: full green is all of it",
  "reset gate": "how much of the old state the new proposal may see: full green is all",
};

/** go(word) shows a word; view() what is shown. */
export function stateMap({ go, view }) {
  const cells = drawing("g", { class: "nb-cells" });
  const column = drawing("rect", {
    class: "nb-column",
    y: PANEL.top - 2,
    height: TALL * UNITS + 4,
  });
  const names = drawing("g", { class: "nb-names" });
  const side = drawing(
    "text",
    { class: "nb-axis-name", ...aslant(34, PANEL.top + 6 * TALL) },
    `${UNITS} units of the state`,
  );
  const svg = picture(PANEL, { class: "nb-units-map", role: "img" }, cells, column, names, side);
  const note = caption("");
  svg.addEventListener("pointerdown", (event) => {
    go(columnsOf(view().words.length).fromX(pointer(svg, event)[0]));
  });
  return {
    node: svg,
    note,
    draw(now) {
      const { toX, width } = columnsOf(now.words.length);
      cells.replaceChildren(...cellsOf(now, toX, width));
      assign(column, { x: toX(now.at) - width / 2, width });
      names.replaceChildren(...wordNames(now));
      note.textContent = `${NOTES[now.show]}; a column for each word`;
      assign(svg, { "aria-label": mapLabel(now), viewBox: viewBoxFor(now.words) });
    },
  };
}

const aslant = (x, y) => ({
  "text-anchor": "middle",
  transform: `translate(${x} ${y}) rotate(-90)`,
});

function colorOf(v, isGate) {
  if (isGate) return "green";
  return v > 0 ? "blue" : "orange";
}

function cellsOf({ map, show, isGate, at }, toX, width) {
  const gap = width > 12 ? 1 : 0.4;
  return map.flatMap((row, k) =>
    row.map((v, i) => {
      const part = isGate ? v : clamp(Math.abs(v) / FULL[show], 0, 1);
      const color = colorOf(v, isGate);
      const fill = `color-mix(in srgb, var(--nb-${color}) ${
        Math.round(100 * part)
      }%, var(--nb-panel))`;
      const cell = drawing("rect", {
        class: i < at ? null : "nb-to-come",
        x: (toX(i + 1) - width / 2 + gap).toFixed(1),
        y: (PANEL.top + k * TALL + 0.7).toFixed(1),
        width: (width - 2 * gap).toFixed(1),
        height: (TALL - 1.4).toFixed(1),
        rx: 1.5,
      });
      cell.style.fill = i < at ? fill : "none";
      return cell;
    })
  );
}
