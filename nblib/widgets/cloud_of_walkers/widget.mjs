// A cloud of walkers: minibatch descent on a bowl, 200 times at once; the cloud from above and the histogram of one direction.
import {
  crowd,
  CURVATURES,
  excessLoss,
  histogram,
  LONGEST,
  moments,
  settled,
  stationaryVariance,
  varianceAt,
  WALKERS,
} from "./maths.mjs";
import { levels, sample } from "../core/contours.mjs";
import { choice, slider } from "../core/controls.mjs";
import { drawing, element, uniqueId } from "../core/dom.mjs";
import { frame } from "../core/frame.mjs";
import { handle } from "../core/handle.mjs";
import { landscape } from "../core/landscape.mjs";
import { clamp, write } from "../core/numbers.mjs";
import { player } from "../core/player.mjs";
import { axes, pointer, ring } from "../core/plot.mjs";
import { cloudStory, phase } from "./words.mjs";

const SIZE = { width: 360, height: 270, left: 40, right: 10, top: 10, bottom: 38 };
const WINDOW = [-3, 3, -2, 2];
const GRID = { nx: 90, ny: 60 };
const BINS = 25;
const TAIL = 80; // steps of the first walker's path that are shown
const STEPS_A_SECOND = 20;
const CALM = 200; // steps in which nothing new happens, after which playing stops
const DIRECTIONS = ["along the valley", "across the valley"];
const TRAITS = ["lr", "batch", "noise", "seed", "start", "step", "direction"];

function render({ model, el }) {
  const page = frame({ model, el, name: "cloud-of-walkers", traits: TRAITS });
  const { get, put, hold } = page;
  const run = crowd();
  const limit = 2 / Math.max(...CURVATURES);

  // The cloud from above.
  const inner = {
    left: SIZE.left,
    top: SIZE.top,
    width: SIZE.width - SIZE.left - SIZE.right,
    height: SIZE.height - SIZE.top - SIZE.bottom,
  };
  const box = { x: inner.left, y: inner.top, width: inner.width, height: inner.height };
  const land = landscape({ ...box, ...GRID });
  const clip = uniqueId("clip");
  const map = axes(SIZE, {
    x: { range: WINDOW.slice(0, 2), label: "along the valley, curvature 1" },
    y: { range: WINDOW.slice(2), label: "across, curvature 8" },
  });
  const quiet = drawing("path", { class: "nb-wished" });
  const tail = drawing("path", { class: "nb-tail" });
  const cloud = drawing("path", { class: "nb-cloud" });
  const lost = drawing("path", { class: "nb-lost" });
  const grip = ring();
  const note = drawing("text", {
    class: "nb-curve-note",
    x: SIZE.width - SIZE.right - 6,
    y: SIZE.top + 24,
    "text-anchor": "end",
  });
  const view = drawing(
    "svg",
    {
      class: "nb-field",
      viewBox: `0 0 ${SIZE.width} ${SIZE.height}`,
      role: "group",
      "aria-label": "the walkers on the loss, from above",
    },
    drawing("defs", {}, drawing("clipPath", { id: clip }, drawing("rect", box))),
    drawing("rect", { ...box, class: "nb-ground" }),
    drawing("g", { class: "nb-axes" }, ...map.nodes),
    drawing(
      "g",
      { "clip-path": `url(#${clip})` },
      land.node,
      drawing("path", { class: "nb-minimum", d: `M${map.toX(0) - 6},${map.toY(0)}h12m-6,-6v12` }),
      tail,
      quiet,
    ),
    cloud,
    lost,
    note,
    grip.node,
  );
  const values = sample(
    (x, y) => (CURVATURES[0] * x * x + CURVATURES[1] * y * y) / 2,
    WINDOW,
    GRID.nx,
    GRID.ny,
  );
  land.draw(values, levels(0, values[0], 12));

  // The histogram.
  const bars = drawing("path", { class: "nb-bars" });
  const wish = drawing("path", { class: "nb-wish" });
  const soon = drawing("path", { class: "nb-wished" });
  const scales = drawing("g", { class: "nb-axes" });
  const remark = drawing("text", {
    class: "nb-curve-note",
    x: SIZE.width - SIZE.right,
    y: SIZE.top + 12,
    "text-anchor": "end",
  });
  const chart = drawing(
    "svg",
    { class: "nb-histogram", viewBox: `0 0 ${SIZE.width} ${SIZE.height}`, role: "img" },
    scales,
    bars,
    soon,
    wish,
    remark,
  );
  const chartNote = element("div", { class: "nb-caption" });

  // Controls.
  const set = (name) => (v) => put({ [name]: v, preset: "" });
  const rate = slider({
    label: "learning rate",
    min: 0.005,
    max: 0.5,
    value: get("lr"),
    log: true,
    onInput: set("lr"),
  });
  const batch = slider({
    label: "batch size",
    min: 1,
    max: 1024,
    step: 1,
    value: get("batch"),
    log: true,
    onInput: set("batch"),
  });
  const noise = slider({
    label: "noise σ",
    min: 0,
    max: 10,
    step: 0.1,
    value: get("noise"),
    onInput: set("noise"),
  });
  const seed = slider({
    label: "seed",
    min: 0,
    max: 99,
    step: 1,
    value: get("seed"),
    onInput: set("seed"),
  });
  const side = choice({
    label: "histogram",
    options: DIRECTIONS,
    value: get("direction"),
    onChange: set("direction"),
  });
  const position = slider({
    label: "step",
    min: 0,
    max: LONGEST,
    step: 1,
    value: get("step"),
    onInput: (k) => to(k),
  });
  const to = (k) => {
    play.stop();
    put({ step: clamp(k, 0, LONGEST), preset: "" });
  };
  let from = 0;
  let stopAt = LONGEST;
  const plan = () => {
    if (get("step") >= LONGEST || reached < get("step")) hold({ step: 0, preset: "" });
    from = get("step");
    stopAt = Math.min(LONGEST, Math.max(settled(settings()), from) + CALM);
  };
  const play = player({
    el,
    undo: page.undo,
    onStart: plan,
    onFrame(seconds) {
      if (reached < get("step")) return false; // the run has ended
      const step = Math.min(stopAt, from + Math.floor(seconds * STEPS_A_SECOND));
      if (step !== get("step")) hold({ step, preset: "" });
      return step < stopAt;
    },
    onStop: () => model.save_changes(),
    onSkip() {
      plan();
      put({ step: stopAt, preset: "" });
    },
  });
  const button = (text, label, act) =>
    element("button", { type: "button", "aria-label": label, click: act }, text);

  el.append(
    page.presets,
    element(
      "div",
      { class: "nb-panels nb-even" },
      element(
        "div",
        {},
        view,
        element(
          "div",
          { class: "nb-caption" },
          "the walkers now; drag the ring, where all begin; orange: the path of one; dashed: descent without noise",
        ),
      ),
      element("div", {}, chart, chartNote),
    ),
    element(
      "div",
      { class: "nb-steps" },
      position.node,
      element(
        "div",
        { class: "nb-buttons" },
        button("«", "back to the start", () => to(0)),
        button("‹", "one step back", () => to(Math.min(get("step"), reached) - 1)),
        play.button,
        button("›", "one step on", () => to(get("step") + 1)),
      ),
    ),
    element(
      "div",
      { class: "nb-controls" },
      rate.node,
      batch.node,
      noise.node,
      seed.node,
      side.node,
    ),
    page.words,
    page.aloud,
    page.numbers,
  );

  const start = handle(grip.node, {
    toData(event) {
      const [px, py] = pointer(view, event);
      return [map.fromX(px), map.fromY(py)];
    },
    getPoint: () => get("start"),
    step: 0.02,
    describe: { label: "start of all walkers", value: ([x, y]) => `x ${write(x)}, y ${write(y)}` },
    onGrab: play.stop,
    onMove([x, y], going) {
      hold({
        start: [clamp(x, WINDOW[0], WINDOW[1]), clamp(y, WINDOW[2], WINDOW[3])].map((v) =>
          Number(v.toFixed(4))
        ),
        preset: "",
      });
      if (!going) model.save_changes();
    },
  });

  const settings = () => ({
    lr: get("lr"),
    batch: get("batch"),
    noise: get("noise"),
    seed: get("seed"),
    start: get("start"),
  });
  const far = 1e4;
  const at = (x, y) =>
    `${clamp(map.toX(x), -far, far).toFixed(1)},${clamp(map.toY(y), -far, far).toFixed(1)}`;
  let reached = 0; // the step that the walkers came to

  function draw() {
    const now = settings();
    const asked = get("step");
    const { positions, step, first } = run.at(now, asked);
    reached = step;

    // Walkers beyond the picture are held at its border, in another color.
    const [xLow, xHigh, yLow, yHigh] = WINDOW;
    let inside = "";
    let outside = "";
    let gone = 0;
    for (let k = 0; k < positions.length; k += 2) {
      const x = clamp(positions[k], xLow, xHigh);
      const y = clamp(positions[k + 1], yLow, yHigh);
      if (x === positions[k] && y === positions[k + 1]) inside += `M${at(x, y)}h0`;
      else {
        outside += `M${at(x, y)}h0`;
        gone++;
      }
    }
    cloud.setAttribute("d", inside);
    lost.setAttribute("d", outside);
    note.textContent = gone ? `${gone} of ${WALKERS} beyond the picture` : "";
    const begin = Math.max(0, step - TAIL);
    let path = "";
    for (let k = begin; k <= step; k++) {
      path += `${k === begin ? "M" : "L"}${at(first[2 * k], first[2 * k + 1])}`;
    }
    tail.setAttribute("d", path);
    path = "";
    const shrink = CURVATURES.map((c) => 1 - now.lr * c);
    // Until it is at rest or leaves the picture: what comes then would only fill it.
    for (let k = 0, [x, y] = now.start; k <= 400; k++, x *= shrink[0], y *= shrink[1]) {
      path += `${k ? "L" : "M"}${at(x, y)}`;
      if (Math.abs(x) + Math.abs(y) < 1e-3 || Math.abs(x) > xHigh || Math.abs(y) > yHigh) break;
    }
    quiet.setAttribute("d", path);
    grip.at(
      clamp(map.toX(now.start[0]), box.x, box.x + box.width),
      clamp(map.toY(now.start[1]), box.y, box.y + box.height),
    );
    start.refresh();

    const variance = CURVATURES.map((c) => stationaryVariance(now.lr, now.batch, now.noise, c));
    const seen = {
      step,
      asked,
      lr: now.lr,
      noise: now.noise,
      limit,
      curvatures: CURVATURES,
      settledAt: settled(now),
      spread: [moments(positions, 0).spread, moments(positions, 1).spread],
      wished: variance.map(Math.sqrt),
      now: CURVATURES.map((c) => Math.sqrt(varianceAt(now.lr, now.batch, now.noise, c, step))),
      excess: [
        excessLoss(positions),
        CURVATURES.reduce((sum, c, i) => sum + c * variance[i], 0) / 2,
      ],
    };
    drawHistogram(positions, now, seen);
    page.tell(cloudStory(seen), phase(seen));
    const pair = (measured, predicted) =>
      `${write(measured)} (predicted ${
        Number.isFinite(predicted) ? write(predicted) : "without end"
      })`;
    page.facts({
      step,
      "spread along": pair(seen.spread[0], seen.wished[0]),
      "spread across": pair(seen.spread[1], seen.wished[1]),
      "mean loss": pair(seen.excess[0], seen.excess[1]),
      "lr · λ across": write(now.lr * CURVATURES[1]),
      "limit for lr": write(limit),
    });
    position.show(asked);
  }

  // The histogram zooms in steps of 1, 2, 5, so that its axis rests most of the time.
  function drawHistogram(positions, now, seen) {
    const i = DIRECTIONS.indexOf(get("direction"));
    const curvature = CURVATURES[i];
    const wide = seen.wished[i];
    const soonWide = seen.now[i];
    const middle = now.start[i] * (1 - now.lr * curvature) ** seen.step;
    const need = Math.max(
      Number.isFinite(wide) ? 3.5 * wide : 0,
      Math.abs(middle) + 3.5 * soonWide,
      1e-3,
    );
    const power = 10 ** Math.floor(Math.log10(need));
    const reach = power * [1, 1.5, 2, 3, 5, 7, 10].find((m) => m * power >= need * 0.9999);
    const { counts, beyond } = histogram(positions, i, reach, BINS);
    const bell = (v, mean, spread) =>
      (WALKERS * (2 * reach / BINS) * Math.exp(-((v - mean) ** 2) / (2 * spread * spread))) /
      (spread * Math.sqrt(2 * Math.PI));
    const peak = Math.max(
      ...counts,
      Number.isFinite(wide) && wide > 0 ? Math.min(WALKERS, bell(0, 0, wide)) : 0,
    );
    const high = [10, 20, 30, 40, 60, 80, 120, 160, 200, 250].find((v) => v >= peak * 1.08) ?? 250;
    const scale = axes(SIZE, {
      x: { range: [-reach, reach], label: `place ${DIRECTIONS[i]}`, every: 4 },
      y: { range: [0, high], label: "walkers", every: 4 },
    });
    scales.replaceChildren(...scale.nodes);
    bars.setAttribute(
      "d",
      counts.map((count, k) => {
        const left = scale.toX(-reach + (2 * reach * k) / BINS);
        const right = scale.toX(-reach + (2 * reach * (k + 1)) / BINS);
        return count
          ? `M${(left + 0.5).toFixed(1)},${scale.toY(0).toFixed(1)}V${
            scale.toY(count).toFixed(1)
          }H${(right - 0.5).toFixed(1)}V${scale.toY(0).toFixed(1)}z`
          : "";
      }).join(""),
    );
    const trace = (mean, spread) =>
      `M${
        Array.from({ length: 121 }, (_, k) => {
          const v = -reach + (2 * reach * k) / 120;
          return `${scale.toX(v).toFixed(1)},${
            scale.toY(Math.min(high, bell(v, mean, spread))).toFixed(1)
          }`;
        }).join("L")
      }`;
    const stays = Number.isFinite(wide) && wide > 0;
    const forgotten = stays && Math.abs(middle) < 0.1 * wide && soonWide > 0.99 * wide;
    wish.setAttribute("d", stays ? trace(0, wide) : "");
    soon.setAttribute("d", soonWide > 0 && !forgotten ? trace(middle, soonWide) : "");
    remark.textContent = stays || !now.noise ? "" : "growing without end";
    chartNote.textContent = `how many walkers stand where${beyond ? ` (${beyond} beyond)` : ""}; ${
      [
        stays && "line: the predicted stationary spread",
        soonWide > 0 && !forgotten && "dashed: predicted for this step",
      ].filter(Boolean).join("; ") || "all in one place"
    }`;
    chart.setAttribute(
      "aria-label",
      `Histogram of the walkers ${DIRECTIONS[i]}: spread ${write(seen.spread[i])}, predicted ${
        stays ? write(wide) : now.noise ? "to grow without end" : "0"
      }.`,
    );
  }

  page.follow(["lr"], () => rate.show(get("lr")));
  page.follow(["batch"], () => batch.show(get("batch")));
  page.follow(["noise"], () => noise.show(get("noise")));
  page.follow(["seed"], () => seed.show(get("seed")));
  page.follow(["direction"], () => side.show(get("direction")));
  page.follow(TRAITS, draw);
  draw();
  return page.leave;
}

export default { render };
