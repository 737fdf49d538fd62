// Descent on a surface: drag the start, choose a learning rate and momentum; map, loss curve and arrow show one run.
import { levels, sample } from "../core/contours.mjs";
import { choice, slider } from "../core/controls.mjs";
import { assign, drawing, element, uniqueId } from "../core/dom.mjs";
import { frame } from "../core/frame.mjs";
import { handle } from "../core/handle.mjs";
import { landscape } from "../core/landscape.mjs";
import { clamp, scale, superscript, write } from "../core/numbers.mjs";
import { player } from "../core/player.mjs";
import { arrowHead, ring } from "../core/plot.mjs";
import { curvatures, surfaces } from "../core/surfaces.mjs";
import { descend, stabilityLimit, verdict } from "./maths.mjs";
import { story } from "./words.mjs";

const MAP = { width: 480, height: 320, nx: 144, ny: 96 };
const CURVE = { width: 300, height: 267, left: 46, right: 12, top: 12, bottom: 36 };
const FLOOR = 1e-12; // the loss curve's scale is logarithmic
const RATE = [0.001, 3];
const STEPS_A_SECOND = 12;
const NEAR = 24; // pointing at a step means to be this near, in units of the map

function render({ model, el }) {
  const page = frame({
    model,
    el,
    name: "descent-on-surface",
    traits: ["surface", "start", "lr", "momentum", "steps"],
  });
  const { get, put, listen } = page;
  let surface;
  let path;
  let gaps;
  let end;
  let toX;
  let toY;
  let shown = 0;
  let from = 0;
  let bottom = 0;

  // The map: shading, contour lines, minima, path, arrow, handle.
  const clip = uniqueId("clip");
  const head = arrowHead();
  const land = landscape(MAP);
  const minima = drawing("g", { class: "nb-minima" });
  const track = drawing("path", { class: "nb-track" });
  const dots = drawing("path", { class: "nb-dots" });
  const leaving = drawing("path", { class: "nb-leaving" });
  const arrow = drawing("path", { class: "nb-arrow", "marker-end": head.url });
  const here = drawing("circle", { class: "nb-here", r: 5 });
  const grip = ring();
  const map = drawing(
    "svg",
    {
      class: "nb-map-panel",
      viewBox: `0 0 ${MAP.width} ${MAP.height}`,
      role: "group",
      "aria-label": "map of the loss",
    },
    drawing(
      "defs",
      {},
      drawing("clipPath", { id: clip }, drawing("rect", { width: MAP.width, height: MAP.height })),
      head.node,
    ),
    drawing("g", { "clip-path": `url(#${clip})` }, land.node, minima, track, dots, arrow),
    leaving,
    here,
    grip.node,
  );

  // The loss curve.
  const axes = drawing("g", { class: "nb-axes" });
  const curve = drawing("path", { class: "nb-track" });
  const curveDots = drawing("path", { class: "nb-dots" });
  const cursor = drawing("path", { class: "nb-cursor" });
  const curveHere = drawing("circle", { class: "nb-here", r: 5 });
  const curveNote = drawing("text", {
    class: "nb-curve-note",
    x: CURVE.width - CURVE.right,
    y: CURVE.top + 12,
    "text-anchor": "end",
  });
  const panel = drawing(
    "svg",
    { class: "nb-curve-panel", viewBox: `0 0 ${CURVE.width} ${CURVE.height}`, role: "img" },
    axes,
    cursor,
    curve,
    curveDots,
    curveHere,
    curveNote,
  );

  // Controls.
  const rate = slider({
    label: "learning rate",
    min: RATE[0],
    max: RATE[1],
    value: get("lr"),
    log: true,
    onInput: (v) => put({ lr: v, preset: "" }),
  });
  const momentum = slider({
    label: "momentum",
    min: 0,
    max: 0.99,
    step: 0.01,
    value: get("momentum"),
    onInput: (v) => put({ momentum: v, preset: "" }),
  });
  const steps = slider({
    label: "steps",
    min: 1,
    max: 500,
    step: 1,
    value: get("steps"),
    onInput: (v) => put({ steps: v, preset: "" }),
  });
  const position = slider({
    label: "look at step",
    min: 0,
    max: 500,
    step: 1,
    value: 0,
    onInput: (k) => {
      play.stop();
      look(k);
    },
  });
  const where = choice({
    label: "surface",
    options: Object.keys(surfaces),
    value: get("surface"),
    onChange: (name) => put({ surface: name, start: [...surfaces[name].start], preset: "" }),
  });
  const play = player({
    el,
    undo: page.undo,
    onStart() {
      if (shown >= path.length - 1) look(0);
      from = shown;
    },
    onFrame(seconds) {
      look(from + seconds * STEPS_A_SECOND);
      return shown < path.length - 1;
    },
    onSkip: () => look(path.length - 1),
  });
  const back = element("button", {
    type: "button",
    "aria-label": "one step back",
    click: () => {
      play.stop();
      look(shown - 1);
    },
  }, "‹");
  const forth = element("button", {
    type: "button",
    "aria-label": "one step on",
    click: () => {
      play.stop();
      look(shown + 1);
    },
  }, "›");

  el.append(
    page.presets,
    element(
      "div",
      { class: "nb-panels" },
      element(
        "div",
        {},
        map,
        element(
          "div",
          { class: "nb-caption" },
          "the loss from above: drag the ring, or move it with the arrow keys",
        ),
      ),
      element(
        "div",
        {},
        panel,
        element("div", { class: "nb-caption" }, "height above the lowest minimum, by step"),
      ),
    ),
    element(
      "div",
      { class: "nb-steps" },
      position.node,
      element("div", { class: "nb-buttons" }, back, play.button, forth),
    ),
    element("div", { class: "nb-controls" }, rate.node, momentum.node, steps.node, where.node),
    page.words,
    page.aloud,
    page.numbers,
  );

  const grid = (event) => {
    const box = map.getBoundingClientRect();
    const [xLow, xHigh, yLow, yHigh] = surface.window;
    return [
      xLow + ((event.clientX - box.left) / box.width) * (xHigh - xLow),
      yHigh - ((event.clientY - box.top) / box.height) * (yHigh - yLow),
    ];
  };
  const start = handle(grip.node, {
    toData: grid,
    getPoint: () => get("start"),
    step: 0.02,
    describe: { label: "start of the descent", value: ([x, y]) => `x ${write(x)}, y ${write(y)}` },
    onGrab() {
      play.stop();
      look(0);
    }, // while the start is moved, the arrow is there
    onMove([x, y], going) {
      const [xLow, xHigh, yLow, yHigh] = surface.window;
      model.set(
        "start",
        [clamp(x, xLow, xHigh), clamp(y, yLow, yHigh)].map((v) => Number(v.toFixed(4))),
      );
      model.set("preset", "");
      if (!going) model.save_changes();
    },
  });

  function drawSurface() {
    surface = surfaces[get("surface")];
    const [xLow, xHigh, yLow, yHigh] = surface.window;
    toX = scale([xLow, xHigh], [0, MAP.width]);
    toY = scale([yLow, yHigh], [MAP.height, 0]);
    const values = sample(surface.value, surface.window, MAP.nx, MAP.ny);
    bottom = Math.min(...surface.minima.map(([x, y]) => surface.value(x, y)));
    const heights = levels(bottom, values.reduce((a, b) => Math.max(a, b), -Infinity), 14);
    land.draw(values, heights);
    minima.replaceChildren(
      ...surface.minima.map(([x, y]) =>
        drawing("path", { d: `M${toX(x) - 6},${toY(y)}h12M${toX(x)},${toY(y) - 6}v12` })
      ),
    );
  }

  function run() {
    const count = get("steps");
    path = descend(surface, get("start"), get("lr"), get("momentum"), count);
    end = verdict(surface, path, count);
    if (end.status === "diverged") path = path.slice(0, end.step + 1);
    gaps = path.map(([x, y]) => Math.max(surface.value(x, y) - bottom, FLOOR));
    drawPath();
    drawCurve();
    position.setMax(path.length - 1);
    const [x, y] = get("start");
    grip.at(clamp(toX(x), 0, MAP.width), clamp(toY(y), 0, MAP.height));
    start.refresh();
    look(Math.min(shown, path.length - 1));
    tell();
  }

  const pixel = ([x, y]) => [clamp(toX(x), -1e5, 1e5), clamp(toY(y), -1e5, 1e5)];
  const inside = ([x, y]) => x >= 0 && x <= MAP.width && y >= 0 && y <= MAP.height;

  function drawPath() {
    const all = path.map(pixel);
    const out = all.findIndex((p) => !inside(p));
    // A run that diverges is drawn until it leaves the map: the rest would only fill the picture.
    const points = end.status === "diverged" && out > 0 ? all.slice(0, out + 1) : all;
    const text = points.map(([x, y]) => `${x.toFixed(1)},${y.toFixed(1)}`);
    track.setAttribute("d", `M${text.join("L")}`);
    dots.setAttribute("d", text.map((at) => `M${at}h0`).join(""));
    if (out < 1) {
      leaving.removeAttribute("d");
      return;
    }
    // An arrow at the border, where the path leaves the picture.
    const [a, b] = points[out - 1];
    const [c, d] = points[out];
    const cuts = [[c > MAP.width, (MAP.width - a) / (c - a)], [c < 0, -a / (c - a)], [
      d > MAP.height,
      (MAP.height - b) / (d - b),
    ], [d < 0, -b / (d - b)]];
    const t = Math.min(...cuts.filter(([past]) => past).map(([, cut]) => cut));
    const x = a + t * (c - a);
    const y = b + t * (d - b);
    const turn = Math.atan2(d - b, c - a);
    const corner = (angle, r) =>
      `${(x + r * Math.cos(turn + angle)).toFixed(1)},${
        (y + r * Math.sin(turn + angle)).toFixed(1)
      }`;
    leaving.setAttribute("d", `M${corner(0, 0)}L${corner(2.6, 15)}L${corner(-2.6, 15)}z`);
  }

  function drawCurve() {
    const count = get("steps");
    const high = Math.ceil(Math.log10(gaps.reduce((a, b) => Math.max(a, b), FLOOR)));
    let low = Math.floor(Math.log10(gaps.reduce((a, b) => Math.min(a, b), Infinity)));
    low = Math.min(low, high - 1);
    const x = scale([0, count], [CURVE.left, CURVE.width - CURVE.right]);
    const y = scale([low, high], [CURVE.height - CURVE.bottom, CURVE.top]);
    const text = gaps.map((gap, k) => `${x(k).toFixed(1)},${y(Math.log10(gap)).toFixed(1)}`);
    curve.setAttribute("d", `M${text.join("L")}`);
    curveDots.setAttribute("d", text.map((at) => `M${at}h0`).join(""));
    const every = Math.ceil((high - low) / 7);
    const marks = [];
    for (let power = low; power <= high; power += every) {
      marks.push(
        drawing("path", { d: `M${CURVE.left},${y(power)}H${CURVE.width - CURVE.right}` }),
        drawing(
          "text",
          { x: CURVE.left - 6, y: y(power) + 4, "text-anchor": "end" },
          power === 0 ? "1" : `10${superscript(power)}`,
        ),
      );
    }
    for (const part of [0, 0.5, 1]) {
      marks.push(
        drawing("text", {
          x: x(count * part),
          y: CURVE.height - 16,
          "text-anchor": ["start", "middle", "end"][2 * part],
        }, String(Math.round(count * part))),
      );
    }
    marks.push(
      drawing("text", {
        x: (CURVE.left + CURVE.width - CURVE.right) / 2,
        y: CURVE.height - 2,
        "text-anchor": "middle",
      }, "step"),
    );
    axes.replaceChildren(...marks);
    curveNote.textContent = end.status === "diverged" ? "growing without end" : "";
    panel.setAttribute(
      "aria-label",
      `The loss by step: from ${write(gaps[0])} to ${
        write(gaps[gaps.length - 1])
      } above the lowest minimum.`,
    );
    Object.assign(panel, { scales: [x, y] });
  }

  // One step of the run, marked in both pictures.
  function look(k) {
    shown = clamp(Math.round(k), 0, path.length - 1);
    const point = path[shown];
    const at = pixel(point);
    const [gx, gy] = surface.gradient(...point);
    const length = Math.hypot(gx, gy);
    const size = length > 0 && inside(at) ? 16 + 22 * Math.log10(1 + length) : 0;
    arrow.setAttribute(
      "d",
      size ? `M${at[0]},${at[1]}l${(-gx / length) * size},${(gy / length) * size}` : "",
    );
    assign(here, { cx: at[0], cy: at[1], visibility: inside(at) ? "visible" : "hidden" });
    const [x, y] = panel.scales;
    assign(curveHere, { cx: x(shown), cy: y(Math.log10(gaps[shown])) });
    cursor.setAttribute("d", `M${x(shown)},${CURVE.top}V${CURVE.height - CURVE.bottom}`);
    position.show(shown);
    const facts = {
      step: shown,
      x: write(point[0], 4),
      y: write(point[1], 4),
      loss: write(surface.value(...point), 4),
      "length of the gradient": write(length, 3),
    };
    const beta = get("momentum");
    const [, steep] = curvatures(surface, ...point);
    if (steep > 0) {
      facts[surface.quadratic ? "limit for the learning rate" : "limit by the curvature here"] =
        write(stabilityLimit(steep, beta), 3);
    }
    page.facts(facts);
  }

  function tell() {
    page.tell(
      story({ surface, path, gaps, end, lr: get("lr"), momentum: get("momentum") }),
      end.status,
    );
  }

  // Pointing at either picture marks the nearest step.
  map.addEventListener("pointermove", (event) => {
    if (event.buttons || grip.node.contains(event.target)) return;
    const at = pixel(grid(event));
    const far = (k) => Math.hypot(...pixel(path[k]).map((v, i) => v - at[i]));
    let best = 0;
    for (let k = 1; k < path.length; k++) if (far(k) < far(best)) best = k;
    if (far(best) > NEAR) return;
    play.stop();
    look(best);
  });
  panel.addEventListener("pointermove", (event) => {
    const box = panel.getBoundingClientRect();
    const at = ((event.clientX - box.left) / box.width) * CURVE.width;
    play.stop();
    look(((at - CURVE.left) / (CURVE.width - CURVE.right - CURVE.left)) * get("steps"));
  });

  listen(["surface"], () => {
    shown = 0;
    where.show(get("surface"));
    drawSurface();
    run();
  });
  listen(["start"], () => run());
  listen(["lr"], () => {
    rate.show(get("lr"));
    run();
  });
  listen(["momentum"], () => {
    momentum.show(get("momentum"));
    run();
  });
  listen(["steps"], () => {
    steps.show(get("steps"));
    run();
  });
  drawSurface();
  run();
  return page.leave;
}

export default { render };
