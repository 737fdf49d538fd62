// Descent on a surface: drag the start, choose a learning rate and momentum; map, loss curve and arrow show one run.
import { surfaces, curvatures } from "./math/surfaces.mjs";
import { descend, stabilityLimit, verdict } from "./math/descent.mjs";
import { contour, levels, sample } from "./math/contours.mjs";
import { clamp, scale, superscript, write } from "./math/numbers.mjs";
import { assign, choice, drawing, element, handle, heard, slider, uniqueId } from "./core/dom.mjs";
import { story } from "./descent/words.mjs";

const MAP = { width: 480, height: 320, nx: 144, ny: 96 };
const CURVE = { width: 300, height: 267, left: 46, right: 12, top: 12, bottom: 36 };
const FLOOR = 1e-12; // the loss curve's scale is logarithmic
const RATE = [0.001, 3];
const STEPS_A_SECOND = 12;
const NEAR = 24; // pointing at a step means to be this near, in units of the map

function render({ model, el }) {
  const undo = []; // what to take back when the view goes
  const get = (name) => model.get(name);
  let surface, path, gaps, end, toX, toY, shown = 0, bottom = 0;

  // The map: shading, contour lines, minima, path, arrow, handle.
  const ids = { clip: uniqueId("clip"), head: uniqueId("head"), shade: uniqueId("shade") };
  const shade = drawing("image", { width: MAP.width, height: MAP.height, preserveAspectRatio: "none" });
  const shaded = drawing("rect", { width: MAP.width, height: MAP.height, class: "nb-shade", mask: `url(#${ids.shade})` });
  const lines = drawing("path", { class: "nb-contours" });
  const minima = drawing("g", { class: "nb-minima" });
  const track = drawing("path", { class: "nb-track" });
  const dots = drawing("path", { class: "nb-dots" });
  const leaving = drawing("path", { class: "nb-leaving" });
  const arrow = drawing("path", { class: "nb-arrow", "marker-end": `url(#${ids.head})` });
  const here = drawing("circle", { class: "nb-here", r: 5 });
  // The ring, and around it what a finger can hit.
  const grip = drawing("g", { class: "nb-grip" },
    drawing("rect", { class: "nb-grip-area", x: -24, y: -24, width: 48, height: 48 }), drawing("circle", { class: "nb-grip-ring", r: 10 }));
  const map = drawing("svg", { class: "nb-map-panel", viewBox: `0 0 ${MAP.width} ${MAP.height}`, role: "group", "aria-label": "map of the loss" },
    drawing("defs", {},
      drawing("clipPath", { id: ids.clip }, drawing("rect", { width: MAP.width, height: MAP.height })),
      drawing("mask", { id: ids.shade, style: "mask-type: alpha" }, shade),
      drawing("marker", { id: ids.head, viewBox: "0 0 8 8", refX: 6, refY: 4, markerWidth: 5, markerHeight: 5, orient: "auto" },
        drawing("path", { class: "nb-arrow-head", d: "M0,0 L8,4 L0,8 z" }))),
    drawing("g", { "clip-path": `url(#${ids.clip})` }, shaded, lines, minima, track, dots, arrow), leaving, here, grip);

  // The loss curve.
  const axes = drawing("g", { class: "nb-axes" });
  const curve = drawing("path", { class: "nb-track" });
  const curveDots = drawing("path", { class: "nb-dots" });
  const cursor = drawing("path", { class: "nb-cursor" });
  const curveHere = drawing("circle", { class: "nb-here", r: 5 });
  const curveNote = drawing("text", { class: "nb-curve-note", x: CURVE.width - CURVE.right, y: CURVE.top + 12, "text-anchor": "end" });
  const panel = drawing("svg", { class: "nb-curve-panel", viewBox: `0 0 ${CURVE.width} ${CURVE.height}`, role: "img" },
    axes, cursor, curve, curveDots, curveHere, curveNote);

  // Controls and words.
  const readout = element("div", { class: "nb-readout" });
  const words = element("p", { class: "nb-story" });
  const aloud = heard();
  undo.push(aloud.stop);
  const put = (changes) => {
    for (const [name, value] of Object.entries(changes)) model.set(name, value);
    model.save_changes();
  };
  const rate = slider({ label: "learning rate", min: RATE[0], max: RATE[1], value: get("lr"), log: true, onInput: (v) => put({ lr: v, preset: "" }) });
  const momentum = slider({ label: "momentum", min: 0, max: 0.99, step: 0.01, value: get("momentum"), onInput: (v) => put({ momentum: v, preset: "" }) });
  const steps = slider({ label: "steps", min: 1, max: 500, step: 1, value: get("steps"), onInput: (v) => put({ steps: v, preset: "" }) });
  const position = slider({ label: "look at step", min: 0, max: 500, step: 1, value: 0, onInput: (k) => { stop(); look(k); } });
  const where = choice({ label: "surface", options: Object.keys(surfaces), value: get("surface"),
    onChange: (name) => put({ surface: name, start: [...surfaces[name].start], preset: "" }) });
  const named = Object.fromEntries(get("presets"));
  const presets = Object.keys(named).map((name) =>
    element("button", { type: "button", class: "nb-preset", click: () => choose(name) }, name));
  const first = Object.fromEntries(["surface", "start", "lr", "momentum", "steps", "preset"].map((name) => [name, get(name)]));
  const choose = (name) => put({ ...named[name], preset: name });
  const play = element("button", { type: "button", click: () => (timer ? stop() : start()) }, "Play");
  const back = element("button", { type: "button", "aria-label": "one step back", click: () => { stop(); look(shown - 1); } }, "‹");
  const forth = element("button", { type: "button", "aria-label": "one step on", click: () => { stop(); look(shown + 1); } }, "›");
  const reset = element("button", { type: "button", click: () => put(first) }, "Reset");

  el.classList.add("nb-widget", "nb-descent");
  el.append(
    element("div", { class: "nb-presets", role: "group", "aria-label": "examples" }, ...presets, reset),
    element("div", { class: "nb-panels" },
      element("div", {}, map, element("div", { class: "nb-caption" }, "the loss from above: drag the ring, or move it with the arrow keys")),
      element("div", {}, panel, element("div", { class: "nb-caption" }, "height above the lowest minimum, by step"))),
    element("div", { class: "nb-steps" }, position.node, element("div", { class: "nb-buttons" }, back, play, forth)),
    element("div", { class: "nb-controls" }, rate.node, momentum.node, steps.node, where.node),
    words, aloud.node, readout);

  const grid = (event) => {
    const box = map.getBoundingClientRect();
    const [xLow, xHigh, yLow, yHigh] = surface.window;
    return [xLow + ((event.clientX - box.left) / box.width) * (xHigh - xLow), yHigh - ((event.clientY - box.top) / box.height) * (yHigh - yLow)];
  };
  const ring = handle(grip, {
    toData: grid,
    getPoint: () => get("start"),
    step: 0.02,
    describe: { label: "start of the descent", value: ([x, y]) => `x ${write(x)}, y ${write(y)}` },
    onGrab() { stop(); look(0); }, // while the start is moved, the arrow is there
    onMove([x, y], going) {
      const [xLow, xHigh, yLow, yHigh] = surface.window;
      model.set("start", [clamp(x, xLow, xHigh), clamp(y, yLow, yHigh)].map((v) => Number(v.toFixed(4))));
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
    const [dx, dy] = [MAP.width / MAP.nx, MAP.height / MAP.ny];
    const f = (v) => v.toFixed(1);
    lines.setAttribute("d", heights.flatMap((level) => contour(values, MAP.nx, MAP.ny, level).map(
      ([a, b, c, d]) => `M${f(a * dx)},${f(MAP.height - b * dy)}L${f(c * dx)},${f(MAP.height - d * dy)}`)).join(""));
    shade.setAttribute("href", shadeImage(values, heights));
    minima.replaceChildren(...surface.minima.map(([x, y]) => drawing("path", { d: `M${toX(x) - 6},${toY(y)}h12M${toX(x)},${toY(y) - 6}v12` })));
  }

  function shadeImage(values, heights) {
    const canvas = element("canvas", { width: MAP.nx + 1, height: MAP.ny + 1 });
    const context = canvas.getContext("2d");
    const image = context.createImageData(MAP.nx + 1, MAP.ny + 1);
    for (let j = 0; j <= MAP.ny; j++)
      for (let i = 0; i <= MAP.nx; i++) {
        const above = heights.filter((level) => level < values[j * (MAP.nx + 1) + i]).length / heights.length;
        image.data[((MAP.ny - j) * (MAP.nx + 1) + i) * 4 + 3] = 255 * 0.42 * above;
      }
    context.putImageData(image, 0, 0);
    return canvas.toDataURL();
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
    assign(grip, { transform: `translate(${clamp(toX(x), 0, MAP.width)} ${clamp(toY(y), 0, MAP.height)})` });
    ring.refresh();
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
    if (out < 1) { leaving.removeAttribute("d"); return; }
    // An arrow at the border, where the path leaves the picture.
    const [[a, b], [c, d]] = [points[out - 1], points[out]];
    const cuts = [[c > MAP.width, (MAP.width - a) / (c - a)], [c < 0, -a / (c - a)], [d > MAP.height, (MAP.height - b) / (d - b)], [d < 0, -b / (d - b)]];
    const t = Math.min(...cuts.filter(([past]) => past).map(([, cut]) => cut));
    const [x, y, turn] = [a + t * (c - a), b + t * (d - b), Math.atan2(d - b, c - a)];
    const corner = (angle, r) => `${(x + r * Math.cos(turn + angle)).toFixed(1)},${(y + r * Math.sin(turn + angle)).toFixed(1)}`;
    leaving.setAttribute("d", `M${corner(0, 0)}L${corner(2.6, 15)}L${corner(-2.6, 15)}z`);
  }

  function drawCurve() {
    const count = get("steps");
    let high = Math.ceil(Math.log10(gaps.reduce((a, b) => Math.max(a, b), FLOOR)));
    let low = Math.floor(Math.log10(gaps.reduce((a, b) => Math.min(a, b), Infinity)));
    low = Math.min(low, high - 1);
    const x = scale([0, count], [CURVE.left, CURVE.width - CURVE.right]);
    const y = scale([low, high], [CURVE.height - CURVE.bottom, CURVE.top]);
    const text = gaps.map((gap, k) => `${x(k).toFixed(1)},${y(Math.log10(gap)).toFixed(1)}`);
    curve.setAttribute("d", `M${text.join("L")}`);
    curveDots.setAttribute("d", text.map((at) => `M${at}h0`).join(""));
    const every = Math.ceil((high - low) / 7);
    const marks = [];
    for (let power = low; power <= high; power += every)
      marks.push(drawing("path", { d: `M${CURVE.left},${y(power)}H${CURVE.width - CURVE.right}` }),
        drawing("text", { x: CURVE.left - 6, y: y(power) + 4, "text-anchor": "end" }, power === 0 ? "1" : `10${superscript(power)}`));
    for (const part of [0, 0.5, 1])
      marks.push(drawing("text", { x: x(count * part), y: CURVE.height - 16, "text-anchor": ["start", "middle", "end"][2 * part] }, String(Math.round(count * part))));
    marks.push(drawing("text", { x: (CURVE.left + CURVE.width - CURVE.right) / 2, y: CURVE.height - 2, "text-anchor": "middle" }, "step"));
    axes.replaceChildren(...marks);
    curveNote.textContent = end.status === "diverged" ? "growing without end" : "";
    panel.setAttribute("aria-label", `The loss by step: from ${write(gaps[0])} to ${write(gaps[gaps.length - 1])} above the lowest minimum.`);
    Object.assign(panel, { scales: [x, y] });
  }

  // One step of the run, marked in both pictures.
  function look(k) {
    shown = clamp(Math.round(k), 0, path.length - 1);
    const point = path[shown], at = pixel(point);
    const [gx, gy] = surface.gradient(...point);
    const length = Math.hypot(gx, gy);
    const size = length > 0 && inside(at) ? 16 + 22 * Math.log10(1 + length) : 0;
    arrow.setAttribute("d", size ? `M${at[0]},${at[1]}l${(-gx / length) * size},${(gy / length) * size}` : "");
    assign(here, { cx: at[0], cy: at[1], visibility: inside(at) ? "visible" : "hidden" });
    const [x, y] = panel.scales;
    assign(curveHere, { cx: x(shown), cy: y(Math.log10(gaps[shown])) });
    cursor.setAttribute("d", `M${x(shown)},${CURVE.top}V${CURVE.height - CURVE.bottom}`);
    position.show(shown);
    const facts = { step: shown, x: write(point[0], 4), y: write(point[1], 4), loss: write(surface.value(...point), 4), "length of the gradient": write(length, 3) };
    const beta = get("momentum"), [, steep] = curvatures(surface, ...point);
    if (steep > 0) facts[surface.quadratic ? "limit for the learning rate" : "limit by the curvature here"] = write(stabilityLimit(steep, beta), 3);
    readout.replaceChildren(...Object.entries(facts).map(
      ([name, value]) => element("span", {}, `${name} `, element("b", {}, String(value)))));
  }

  function tell() {
    const text = story({ surface, path, gaps, end, lr: get("lr"), momentum: get("momentum") });
    if (words.textContent !== text) words.textContent = text;
    aloud.say(text);
    el.dataset.status = end.status;
  }

  // Playing: the mark walks along the path; it stops at the end, when out of sight, or when asked.
  let timer = 0, clock = 0, from = 0;
  function start() {
    if (matchMedia("(prefers-reduced-motion: reduce)").matches) { look(path.length - 1); return; }
    if (shown >= path.length - 1) look(0);
    [clock, from] = [0, shown];
    play.textContent = "Pause";
    timer = requestAnimationFrame(tick);
  }
  function tick(now) {
    clock ||= now;
    look(from + ((now - clock) / 1000) * STEPS_A_SECOND);
    if (shown >= path.length - 1) stop();
    else timer = requestAnimationFrame(tick);
  }
  function stop() {
    cancelAnimationFrame(timer);
    timer = 0;
    play.textContent = "Play";
  }
  const sight = new IntersectionObserver(([entry]) => { if (!entry.isIntersecting) stop(); });
  sight.observe(el);
  undo.push(stop, () => sight.disconnect());

  // Pointing at either picture marks the nearest step.
  map.addEventListener("pointermove", (event) => {
    if (event.buttons || grip.contains(event.target)) return;
    const at = pixel(grid(event));
    const far = (k) => Math.hypot(...pixel(path[k]).map((v, i) => v - at[i]));
    let best = 0;
    for (let k = 1; k < path.length; k++) if (far(k) < far(best)) best = k;
    if (far(best) > NEAR) return;
    stop();
    look(best);
  });
  panel.addEventListener("pointermove", (event) => {
    const box = panel.getBoundingClientRect();
    const at = ((event.clientX - box.left) / box.width) * CURVE.width;
    stop();
    look(((at - CURVE.left) / (CURVE.width - CURVE.right - CURVE.left)) * get("steps"));
  });

  const listen = (names, act) => {
    for (const name of names) model.on(`change:${name}`, act);
    undo.push(() => names.forEach((name) => model.off(`change:${name}`, act)));
  };
  listen(["surface"], () => { shown = 0; where.show(get("surface")); drawSurface(); run(); });
  listen(["start"], () => run());
  listen(["lr"], () => { rate.show(get("lr")); run(); });
  listen(["momentum"], () => { momentum.show(get("momentum")); run(); });
  listen(["steps"], () => { steps.show(get("steps")); run(); });
  const mark = () => presets.forEach((button) => button.setAttribute("aria-pressed", button.textContent === get("preset")));
  listen(["preset"], mark);
  mark();
  drawSurface();
  run();
  return () => undo.forEach((act) => act());
}

export default { render };
