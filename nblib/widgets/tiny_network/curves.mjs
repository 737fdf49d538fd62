// The losses on the training and on the test points, step by step, on a logarithmic scale.
import { drawing } from "../core/dom.mjs";
import { clamp, scale, superscript, ticks, write } from "../core/numbers.mjs";

const PANEL = { width: 420, height: 170, left: 44, right: 52, top: 10, bottom: 34 };
const MOST = 300; // points to a line: more cannot be seen
const LOWEST = 1e-4;
const HIGHEST = 1e100;

/** draw(history): rows [step, loss on the training points, loss on the test points]. */
export function curves() {
  const grid = drawing("g", { class: "nb-axes" });
  const guess = drawing("path", { class: "nb-guess" });
  const guessName = drawing(
    "text",
    { class: "nb-guess-name", x: PANEL.width - PANEL.right + 5 },
    "guessing",
  );
  const test = drawing("path", { class: "nb-loss-test" });
  const train = drawing("path", { class: "nb-loss-train" });
  const names = ["train", "test"].map((name) =>
    drawing("text", { class: `nb-name-${name}`, x: PANEL.width - PANEL.right + 5 }, name)
  );
  const node = drawing(
    "svg",
    { viewBox: `0 0 ${PANEL.width} ${PANEL.height}`, class: "nb-loss-curves", role: "img" },
    grid,
    guess,
    guessName,
    test,
    train,
    ...names,
  );
  let drawn = "";

  function draw(history) {
    const bring = (v) => (Number.isFinite(v) ? clamp(v, LOWEST, HIGHEST) : HIGHEST);
    let low = Math.log10(0.4);
    let high = Math.log10(1.1);
    for (const [, a, b] of history) {
      for (const v of [bring(a), bring(b)]) {
        [low, high] = [Math.min(low, Math.log10(v)), Math.max(high, Math.log10(v))];
      }
    }
    const end = Math.max(10, history.at(-1)[0]);
    const x = scale([0, end], [PANEL.left, PANEL.width - PANEL.right]);
    const y = scale([low, high], [PANEL.height - PANEL.bottom, PANEL.top]);
    const every = Math.ceil(history.length / MOST);
    const line = (column) =>
      `M${
        history.filter((_, i) => i % every === 0 || i === history.length - 1)
          .map((row) => `${x(row[0]).toFixed(1)},${y(Math.log10(bring(row[column]))).toFixed(1)}`)
          .join("L")
      }`;
    train.setAttribute("d", line(1));
    test.setAttribute("d", line(2));
    const guessed = y(Math.log10(Math.LN2));
    guess.setAttribute("d", `M${PANEL.left},${guessed.toFixed(1)}H${PANEL.width - PANEL.right}`);
    // Names stand at the ends of their lines, and aside where they would cover each other.
    const last = history.at(-1);
    const places = [[names[0], y(Math.log10(bring(last[1])))], [
      names[1],
      y(Math.log10(bring(last[2]))),
    ], [guessName, guessed]];
    places.sort((a, b) => a[1] - b[1]);
    for (let i = 1; i < 3; i++) places[i][1] = Math.max(places[i][1], places[i - 1][1] + 13);
    const over = Math.max(0, places[2][1] - (PANEL.height - PANEL.bottom));
    for (let i = 2, most = places[2][1] - over; i >= 0; i--, most -= 13) {
      places[i][1] = Math.min(places[i][1], most);
    }
    for (const [name, at] of places) name.setAttribute("y", (at + 4).toFixed(1));
    drawGrid(low, high, end, x, y);
    node.setAttribute(
      "aria-label",
      `losses after ${last[0]} steps: ${write(last[1])} on the training points, ${
        write(last[2])
      } on the test points`,
    );
  }

  function drawGrid(low, high, end, x, y) {
    const key = [low.toFixed(3), high.toFixed(3), end].join();
    if (key === drawn) return;
    drawn = key;
    const marks = [];
    const west = PANEL.left;
    const east = PANEL.width - PANEL.right;
    const south = PANEL.height - PANEL.bottom;
    const decades = high - low;
    const apart = Math.ceil(decades / 5);
    for (let power = Math.ceil(low); power <= high; power++) {
      if (power % apart) continue;
      const text = Math.abs(power) <= 3
        ? String(Number((10 ** power).toPrecision(1)))
        : `10${superscript(power)}`;
      marks.push(
        drawing("path", { d: `M${west},${y(power).toFixed(1)}H${east}` }),
        drawing("text", { x: west - 5, y: y(power) + 4, "text-anchor": "end" }, text),
      );
    }
    if (decades < 1.2) {
      const half = Math.log10(0.5);
      marks.push(
        drawing("path", { d: `M${west},${y(half).toFixed(1)}H${east}` }),
        drawing("text", { x: west - 5, y: y(half) + 4, "text-anchor": "end" }, "0.5"),
      );
    }
    for (const v of ticks(0, end, 4)) {
      marks.push(drawing("text", { x: x(v), y: south + 14, "text-anchor": "middle" }, String(v)));
    }
    marks.push(
      drawing("text", { x: (west + east) / 2, y: south + 29, "text-anchor": "middle" }, "step"),
    );
    grid.replaceChildren(...marks);
  }
  return { node, draw };
}
