// The map of words, with lines from the word chosen to its neighbors; and their cosines as bars.
import { drawing } from "../core/dom.mjs";
import { handle } from "../core/handle.mjs";
import { clamp, write } from "../core/numbers.mjs";
import { picture, pointer, ring, spots } from "../core/plot.mjs";
import { MOST } from "./constants.mjs";
import { wordAt } from "./maths.mjs";
import { barsLabel } from "./words.mjs";

const MAP = { width: 560, height: 400 };
const MARGIN = 26;
const LETTERS = 12.5; // pixels high, however wide the map is

const toX = (x) => MARGIN + x * (MAP.width - 2 * MARGIN);
const toY = (y) => MAP.height - MARGIN - y * (MAP.height - 2 * MARGIN);
const fromX = (px) => (px - MARGIN) / (MAP.width - 2 * MARGIN);
const fromY = (py) => (MAP.height - MARGIN - py) / (MAP.height - 2 * MARGIN);
const onMap = ([x, y]) => [toX(x), toY(y)];

/** space: of maths.mjs; move(changes, going) when the ring is moved to another word. */
export function wordMap(space, { move }) {
  const dots = drawing("path", { class: "nb-words", d: spots(space.places.map(onMap)) });
  const lines = drawing("path", { class: "nb-lines" });
  const ends = drawing("path", { class: "nb-ends" });
  const names = drawing("g", { class: "nb-names" });
  const grip = ring({}, 8);
  const svg = picture(
    MAP,
    { class: "nb-word-map", role: "group", "aria-label": "a map of words" },
    drawing("rect", { class: "nb-ground", width: MAP.width, height: MAP.height, rx: 6 }),
    dots,
    lines,
    ends,
    names,
    grip.node,
  );
  let view = null;
  const under = (event) => {
    const [px, py] = pointer(svg, event);
    return wordAt(space, [fromX(px), fromY(py)]);
  };
  const choose = (index, going) => {
    move({ word: space.words[clamp(index, 0, space.words.length - 1)], preset: "" }, going);
  };
  const stops = handle(grip.node, {
    toData: (event) => [under(event), 0],
    getPoint: () => [view.at, 0],
    step: () => [1, 0],
    describe: {
      label: "word on the map",
      value: () => `word ${view.at + 1} of ${space.words.length}, ${view.word}`,
    },
    onMove: ([index], going) => choose(index, going),
  });
  svg.addEventListener("pointerdown", (event) => {
    if (!grip.node.contains(event.target)) choose(under(event), false);
  });
  return {
    node: svg,
    draw(now) {
      view = now;
      const from = onMap(space.places[now.at]);
      const to = now.near.map(({ index }) => onMap(space.places[index]));
      lines.setAttribute("d", to.map(([x, y]) => `M${from.join()}L${x},${y}`).join(""));
      ends.setAttribute("d", spots(to));
      const size = (LETTERS * MAP.width) / (svg.clientWidth || MAP.width);
      names.replaceChildren(...nameNodes(now, from, to, size));
      grip.at(...from);
      stops.refresh();
    },
  };
}

// The names of the word and its neighbors, each beside its dot; where others lie already, none.
// size is that of the letters.
function nameNodes({ word, near }, from, to, size) {
  const wanted = [
    { text: word, place: from, name: "nb-halo nb-name nb-name-chosen" },
    ...near.map((one, k) => ({ text: one.word, place: to[k], name: "nb-halo nb-name" })),
  ];
  const taken = [];
  const nodes = [];
  for (const { text, place, name } of wanted) {
    const box = sidesOf(place, 0.6 * size * text.length, size).find((one) => isFree(one, taken));
    if (!box) continue;
    taken.push(box);
    const at = { x: box.left.toFixed(1), y: (box.top + 0.8 * size).toFixed(1) };
    nodes.push(
      drawing("text", { class: name, ...at, style: `font-size: ${size.toFixed(1)}px` }, text),
    );
  }
  return nodes;
}

// Where a name may stand: right of its dot, left, above, below.
function sidesOf([x, y], width, height) {
  const middle = y - height / 2;
  const gap = 11;
  return [
    { left: x + gap, top: middle, width, height },
    { left: x - gap - width, top: middle, width, height },
    { left: x - width / 2, top: y - gap - height, width, height },
    { left: x - width / 2, top: y + gap, width, height },
  ];
}

const isFree = (box, taken) =>
  box.left > 2 && box.top > 2 && box.left + box.width < MAP.width - 2 &&
  box.top + box.height < MAP.height - 2 && !taken.some((other) => meet(box, other));

const meet = (a, b) =>
  a.left < b.left + b.width && b.left < a.left + a.width && a.top < b.top + b.height &&
  b.top < a.top + a.height;

const ROW = 20;
const BARS = { width: 360, height: MOST * ROW + 30 };
const WEST = 104; // cosine 0
const EAST = 308; // cosine 1

/** The cosines of the nearest words, as bars from 0 to 1. */
export function cosineBars() {
  const rows = drawing("g", {});
  const axis = [0, 0.5, 1].flatMap((v) => {
    const x = WEST + v * (EAST - WEST);
    const y = MOST * ROW + 4;
    return [
      drawing("path", { d: `M${x},0V${y}` }),
      drawing("text", { x, y: y + 16, "text-anchor": "middle" }, String(v)),
    ];
  });
  const svg = picture(
    BARS,
    { class: "nb-cosines", role: "img" },
    drawing("g", { class: "nb-axes" }, ...axis),
    rows,
  );
  return {
    node: svg,
    draw(view) {
      rows.replaceChildren(...view.near.flatMap(rowOf));
      svg.setAttribute("aria-label", barsLabel(view));
    },
  };
}

function rowOf({ word, cosine }, n) {
  const y = n * ROW + 3;
  const width = Math.max(0, cosine) * (EAST - WEST);
  return [
    drawing("text", { class: "nb-name", x: WEST - 8, y: y + 13, "text-anchor": "end" }, word),
    drawing("rect", { class: "nb-bar", x: WEST, y: y + 2, width: width.toFixed(1), height: 14 }),
    drawing("text", { class: "nb-halo", x: WEST + width + 6, y: y + 13 }, write(cosine, 2)),
  ];
}
