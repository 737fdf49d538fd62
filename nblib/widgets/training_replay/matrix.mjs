// The confusion matrix: one stop for Tab, arrow keys inside; a cell is chosen with Enter, Space or
// a click.
import { caption, element } from "../core/dom.mjs";
import { clamp } from "../core/numbers.mjs";
import { isDiagonal } from "./record.mjs";

const LETTERS = 3; // of a class's name, above and beside the matrix

/** onPick(true class, predicted class) when a cell is chosen. */
export function confusionMatrix(record, { onPick }) {
  const { classes, noun } = record;
  const cells = [];
  let focus = 0;
  const moveTo = (at) => {
    cells[focus].tabIndex = -1;
    focus = at;
    cells[focus].tabIndex = 0;
  };
  const listeners = (label, taken) => ({
    click() {
      moveTo(label * classes + taken);
      onPick(label, taken);
    },
    keydown(event) {
      const target = neighbor(event.key, label, taken, classes);
      if (target !== null) {
        moveTo(target);
        cells[focus].focus();
      } else if (event.key === "Enter" || event.key === " ") onPick(label, taken);
      else return;
      event.preventDefault();
    },
  });
  for (let at = 0; at < classes * classes; at++) {
    const attributes = { class: isDiagonal(at, classes) ? "nb-cell nb-right" : "nb-cell" };
    const place = listeners(Math.floor(at / classes), at % classes);
    cells.push(element("td", { role: "gridcell", tabindex: -1, ...attributes, ...place }));
  }
  moveTo(0);
  return {
    node: table(record, cells),
    note: caption(
      `rows: what the ${noun} are; columns: what they were taken for; choose a cell to see its ${noun}`,
    ),
    draw(view) {
      cells.forEach((cell, at) => drawCell(cell, at, record, view));
    },
  };
}

// The cell that a key leads to, null for another key.
function neighbor(key, label, taken, classes) {
  const last = classes - 1;
  const direction = {
    ArrowLeft: [0, -1],
    ArrowRight: [0, 1],
    ArrowUp: [-1, 0],
    ArrowDown: [1, 0],
    Home: [0, -taken],
    End: [0, last - taken],
  }[key];
  if (!direction) return null;
  const row = clamp(label + direction[0], 0, last);
  const column = clamp(taken + direction[1], 0, last);
  return row * classes + column;
}

function table({ names, classes }, cells) {
  const short = (name) => (name.length > LETTERS ? name.slice(0, LETTERS) : name);
  const head = (name, attributes) => element("th", { ...attributes, title: name }, short(name));
  const columns = names.map((name) => head(name, { role: "columnheader", scope: "col" }));
  const corner = element("td", { role: "gridcell" }, "");
  const rows = names.map((name, label) =>
    element(
      "tr",
      { role: "row" },
      head(name, { role: "rowheader", scope: "row" }),
      ...cells.slice(label * classes, (label + 1) * classes),
    )
  );
  const node = element(
    "table",
    {
      class: "nb-matrix",
      role: "grid",
      "aria-label": "confusion matrix: a row for each true class, a column for each predicted",
    },
    element("thead", {}, element("tr", { role: "row" }, corner, ...columns)),
    element("tbody", {}, ...rows),
  );
  node.style.setProperty("--nb-columns", classes + 1);
  return node;
}

// Only what differs is written: there may be four hundred cells.
function drawCell(cell, at, record, { table, cell: chosen }) {
  const { classes, names } = record;
  const label = Math.floor(at / classes);
  const taken = at % classes;
  const n = table[at];
  if (cell.dataset.count !== String(n)) {
    cell.dataset.count = n;
    cell.textContent = n ? String(n) : "";
    cell.style.setProperty("--nb-fill", `${Math.round(shade(n, label, taken, record))}%`);
    cell.setAttribute("aria-label", `${names[label]} taken for ${names[taken]}: ${n}`);
  }
  const isChosen = String(label === chosen[0] && taken === chosen[1]);
  if (cell.getAttribute("aria-selected") !== isChosen) {
    cell.setAttribute("aria-selected", isChosen);
  }
}

// In percent: right ones by their part of the class, mistakes by the largest of the run.
function shade(n, label, taken, { members, fullest }) {
  if (!n) return 0;
  if (label === taken) return 6 + 34 * (n / Math.max(1, members[label]));
  return 8 + 37 * (n / fullest);
}
