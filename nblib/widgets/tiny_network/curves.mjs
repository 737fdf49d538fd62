// The losses on the training and on the test points, step by step, on a logarithmic scale.
import { drawing } from "../core/dom.mjs";
import { clamp, scale, superscript, ticks, write } from "../core/numbers.mjs";
import { picture, polyline } from "../core/plot.mjs";

const PANEL = { width: 420, height: 170, left: 44, right: 52, top: 10, bottom: 34 };
const EAST = PANEL.width - PANEL.right;
const SOUTH = PANEL.height - PANEL.bottom;
const MOST = 300; // points to a line: more cannot be seen
const LOWEST = 1e-4;
const HIGHEST = 1e100;
const LINE = 13; // height of a name

/** draw(history): rows [step, loss on the training points, loss on the test points]. */
export function curves() {
  const name = (kind, text) => drawing("text", { class: kind, x: EAST + 5 }, text);
  const nodes = {
    grid: drawing("g", { class: "nb-axes" }),
    guess: drawing("path", { class: "nb-guess" }),
    guessName: name("nb-guess-name", "guessing"),
    test: drawing("path", { class: "nb-loss-test" }),
    train: drawing("path", { class: "nb-loss-train" }),
    trainName: name("nb-name-train", "train"),
    testName: name("nb-name-test", "test"),
  };
  const svg = picture(PANEL, { class: "nb-loss-curves", role: "img" }, ...Object.values(nodes));
  let gridKey = ""; // what the grid was drawn for
  return {
    node: svg,
    draw(history) {
      const range = rangeOf(history);
      const toX = scale([0, range.end], [PANEL.left, EAST]);
      const toY = scale([range.low, range.high], [SOUTH, PANEL.top]);
      drawLines(nodes, history, toX, toY);
      const key = [range.low.toFixed(3), range.high.toFixed(3), range.end].join();
      if (key !== gridKey) {
        gridKey = key;
        nodes.grid.replaceChildren(...lossMarks(range, toY), ...stepMarks(range, toX));
      }
      const [steps, train, test] = history.at(-1);
      const words = `${write(train)} on the training points, ${write(test)} on the test points`;
      svg.setAttribute("aria-label", `losses after ${steps} steps: ${words}`);
    },
  };
}

// The height of a loss: its logarithm, within what can be drawn.
const heightOf = (loss) =>
  Math.log10(Number.isFinite(loss) ? clamp(loss, LOWEST, HIGHEST) : HIGHEST);

// What the axes show: heights low to high, steps to end.
function rangeOf(history) {
  let low = Math.log10(0.4);
  let high = Math.log10(1.1);
  for (const [, train, test] of history) {
    for (const height of [heightOf(train), heightOf(test)]) {
      low = Math.min(low, height);
      high = Math.max(high, height);
    }
  }
  return { low, high, end: Math.max(10, history.at(-1)[0]) };
}

function drawLines({ train, test, guess, trainName, testName, guessName }, history, toX, toY) {
  const every = Math.ceil(history.length / MOST);
  const rows = history.filter((_, i) => i % every === 0 || i === history.length - 1);
  const line = (column) => polyline(rows.map((row) => [toX(row[0]), toY(heightOf(row[column]))]));
  train.setAttribute("d", line(1));
  test.setAttribute("d", line(2));
  const guessed = toY(Math.log10(Math.LN2));
  guess.setAttribute("d", `M${PANEL.left},${guessed.toFixed(1)}H${EAST}`);

  // Names stand at the ends of their lines.
  const [, lastTrain, lastTest] = history.at(-1);
  const names = [trainName, testName, guessName];
  const heights = [toY(heightOf(lastTrain)), toY(heightOf(lastTest)), guessed];
  spread(heights).forEach((y, i) => names[i].setAttribute("y", (y + 4).toFixed(1)));
}

// Heights of names, moved so that they neither cover each other nor leave the picture.
function spread(heights) {
  const order = heights.map((_, i) => i).sort((a, b) => heights[a] - heights[b]);
  const places = order.map((i) => heights[i]);
  for (let k = 1; k < places.length; k++) places[k] = Math.max(places[k], places[k - 1] + LINE);
  let lowest = Math.min(places.at(-1), SOUTH);
  for (let k = places.length - 1; k >= 0; k--) {
    places[k] = Math.min(places[k], lowest);
    lowest -= LINE;
  }
  const spreadOut = [];
  order.forEach((i, k) => {
    spreadOut[i] = places[k];
  });
  return spreadOut;
}

// Powers of ten, and a half where the losses are near each other.
function lossMarks({ low, high }, toY) {
  const decades = high - low;
  const apart = Math.ceil(decades / 5);
  const marks = [];
  for (let power = Math.ceil(low); power <= high; power++) {
    if (power % apart === 0) marks.push(...lossMark(toY(power), decimalOrPower(power)));
  }
  if (decades < 1.2) marks.push(...lossMark(toY(Math.log10(0.5)), "0.5"));
  return marks;
}

const decimalOrPower = (power) =>
  Math.abs(power) <= 3 ? String(Number((10 ** power).toPrecision(1))) : `10${superscript(power)}`;

const lossMark = (y, text) => [
  drawing("path", { d: `M${PANEL.left},${y.toFixed(1)}H${EAST}` }),
  drawing("text", { x: PANEL.left - 5, y: y + 4, "text-anchor": "end" }, text),
];

function stepMarks({ end }, toX) {
  const mark = (v) =>
    drawing("text", { x: toX(v), y: SOUTH + 14, "text-anchor": "middle" }, String(v));
  const middle = { x: (PANEL.left + EAST) / 2, y: SOUTH + 29, "text-anchor": "middle" };
  return [...ticks(0, end, 4).map(mark), drawing("text", middle, "step")];
}
