// Fit a line by hand: two handles on a line through points, and beside it the loss of every line from above.
import {
  bestLine,
  CLASSIFICATION,
  eachLoss,
  isClassification,
  lineGradient,
  lineLoss,
  REGRESSION,
  sigmoid,
} from "./maths.mjs";
import { levels, sample } from "../core/contours.mjs";
import { clamp, write } from "../core/numbers.mjs";
import { assign, choice, drawing, element, handle, slider, uniqueId } from "../core/dom.mjs";
import { frame } from "../core/frame.mjs";
import { arrowHead, axes, landscape, pointer, ring } from "../core/plot.mjs";
import { lineStory, standing } from "./words.mjs";

const SIZE = { width: 360, height: 300, left: 44, right: 10, top: 10, bottom: 38 };
// With two classes: the logit above its sigmoid.
const UPPER = { ...SIZE, bottom: 166 };
const LOWER = { ...SIZE, top: 152 };
const GRID = { nx: 48, ny: 40 };
const LOGITS = [-8, 8];
const APART = 0.1; // the two handles stay this part of the picture's width apart
const TRAITS = ["points", "loss", "delta", "slope", "intercept", "window", "map_window"];

function render({ model, el }) {
  const page = frame({ model, el, name: "fit-a-line", traits: TRAITS });
  const { get, put, hold, undo } = page;
  let x, y, loss, delta, best, without, classes, top, low, map; // top: where the line is drawn; low: where the points are
  const stands = [0.2, 0.8]; // where the handles stand on the line, in parts of the width

  // The points, the line, its handles.
  const clips = { line: uniqueId("clip"), map: uniqueId("clip") };
  const lineBox = drawing("rect");
  const grid = drawing("g", { class: "nb-axes" });
  const residuals = drawing("g", { class: "nb-residuals" });
  const dots = drawing("path", { class: "nb-points" });
  const wished = drawing("path", { class: "nb-wished" });
  const line = drawing("path", { class: "nb-line" });
  const curve = drawing("path", { class: "nb-line nb-sigmoid" });
  const odd = ring({ class: "nb-odd" }, 8);
  const grips = [ring(), ring()];
  const scene = drawing(
    "svg",
    {
      class: "nb-scene-panel",
      viewBox: `0 0 ${SIZE.width} ${SIZE.height}`,
      role: "group",
      "aria-label": "points and line",
    },
    drawing("defs", {}, drawing("clipPath", { id: clips.line }, lineBox)),
    grid,
    residuals,
    drawing("g", { "clip-path": `url(#${clips.line})` }, wished, line),
    curve,
    dots,
    odd.node,
    grips[0].node,
    grips[1].node,
  );

  // The map of the loss.
  const inner = {
    left: SIZE.left,
    top: SIZE.top,
    width: SIZE.width - SIZE.left - SIZE.right,
    height: SIZE.height - SIZE.top - SIZE.bottom,
  };
  const land = landscape({ ...inner, ...GRID });
  const head = arrowHead();
  const mapGrid = drawing("g", { class: "nb-axes" });
  const lowest = drawing("g", { class: "nb-minima" });
  const arrow = drawing("path", { class: "nb-arrow", "marker-end": head.url });
  const place = ring();
  const mapBox = { x: inner.left, y: inner.top, width: inner.width, height: inner.height };
  const view = drawing(
    "svg",
    {
      class: "nb-field",
      viewBox: `0 0 ${SIZE.width} ${SIZE.height}`,
      role: "group",
      "aria-label": "map of the loss by slope and intercept",
    },
    drawing("defs", {}, drawing("clipPath", { id: clips.map }, drawing("rect", mapBox)), head.node),
    drawing("rect", { ...mapBox, class: "nb-ground" }),
    mapGrid,
    drawing("g", { "clip-path": `url(#${clips.map})` }, land.node, lowest, arrow),
    place.node,
  );

  // Controls.
  const number = (v) => Number(v.toPrecision(6));
  const lossChoice = choice({
    label: "loss",
    options: REGRESSION,
    value: get("loss"),
    onChange: (name) => put({ loss: name, preset: "" }),
  });
  const deltaSlider = slider({
    label: "delta of Huber",
    min: 0.05,
    max: 10,
    value: get("delta"),
    log: true,
    onInput: (v) => put({ delta: v, preset: "" }),
  });
  const go = element(
    "button",
    { type: "button", class: "nb-go", click: () => descend() },
    "Go to the minimum",
  );
  const sceneNote = element("div", { class: "nb-caption" });
  const mapNote = element(
    "div",
    { class: "nb-caption" },
    "the loss of every line: drag the ring, and the line follows; the cross is the best line",
  );
  el.append(
    page.presets,
    element(
      "div",
      { class: "nb-panels nb-even" },
      element("div", {}, scene, sceneNote),
      element("div", {}, view, element("div", { class: "nb-beside" }, mapNote, go)),
    ),
    element("div", { class: "nb-controls" }, lossChoice.node, deltaSlider.node),
    page.words,
    page.aloud,
    page.numbers,
  );

  const z = (v) => get("slope") * v + get("intercept");
  const zRange = () => (classes ? LOGITS : get("window").slice(2));

  // Where handle k stands: on the line, moved to the frame if the line has left the picture there.
  function spot(k) {
    const [xLow, xHigh] = get("window");
    const [zLow, zHigh] = zRange();
    const at = xLow + stands[k] * (xHigh - xLow);
    const there = clamp(z(at), zLow, zHigh);
    if (there === z(at)) return [at, there];
    const crossing = (there - get("intercept")) / get("slope");
    return [Number.isFinite(crossing) ? clamp(crossing, xLow, xHigh) : at, there];
  }

  function turn(k, [px, py]) {
    const [xLow, xHigh] = get("window");
    const wide = xHigh - xLow;
    const [zLow, zHigh] = zRange();
    const [ox, oy] = spot(1 - k);
    const side = k === 0 ? -1 : 1;
    let atX = clamp(px, xLow, xHigh);
    if ((atX - ox) * side < APART * wide) atX = ox + side * APART * wide;
    const atY = clamp(py, zLow, zHigh);
    stands[k] = (atX - xLow) / wide;
    stands[1 - k] = (ox - xLow) / wide;
    const slope = (atY - oy) / (atX - ox);
    hold({ slope: number(slope), intercept: number(oy - slope * ox), preset: "" });
  }

  const from = (axis, svg) => (event) => {
    const [px, py] = pointer(svg, event);
    return [axis().fromX(px), axis().fromY(py)];
  };
  const save = (going) => {
    if (!going) model.save_changes();
  };
  const at = ([a, b]) => `x ${write(a)}, ${classes ? "logit" : "y"} ${write(b)}`;
  const handles = grips.map((grip, k) =>
    handle(grip.node, {
      toData: from(() => top, scene),
      getPoint: () => spot(k),
      step: () => {
        const [a, b] = get("window");
        const [c, d] = zRange();
        return [(b - a) / 100, (d - c) / 100];
      },
      describe: {
        label: k === 0 ? "left handle of the line" : "right handle of the line",
        value: at,
      },
      onGrab: halt,
      onMove(point, going) {
        turn(k, point);
        save(going);
      },
    })
  );
  handles.push(handle(odd.node, {
    toData: from(() => low, scene),
    getPoint: () => [...get("points").at(-1)],
    step: () => {
      const [a, b, c, d] = get("window");
      return [(b - a) / 100, (d - c) / 100];
    },
    describe: {
      label: "the ringed point",
      value: ([a, b]) => (classes ? `x ${write(a)}, class ${b}` : `x ${write(a)}, y ${write(b)}`),
    },
    onGrab: halt,
    onMove([px, py], going) {
      const [xLow, xHigh, yLow, yHigh] = get("window");
      const before = get("points").at(-1)[1];
      const turned = going ? Number(py > 0.5) : py === before ? before : Number(py > before);
      const point = [
        number(clamp(px, xLow, xHigh)),
        classes ? turned : number(clamp(py, yLow, yHigh)),
      ];
      hold({ points: [...get("points").slice(0, -1), point], preset: "" });
      save(going);
    },
  }));
  handles.push(handle(place.node, {
    toData: from(() => map, view),
    getPoint: () => [get("slope"), get("intercept")],
    step: () => {
      const [a, b, c, d] = get("map_window");
      return [(b - a) / 100, (d - c) / 100];
    },
    describe: {
      label: "the line on the map",
      value: ([a, b]) => `slope ${write(a)}, intercept ${write(b)}`,
    },
    onGrab: halt,
    onMove([a, b], going) {
      const [aLow, aHigh, bLow, bHigh] = get("map_window");
      hold({
        slope: number(clamp(a, aLow, aHigh)),
        intercept: number(clamp(b, bLow, bHigh)),
        preset: "",
      });
      save(going);
    },
  }));

  // The line walks to the minimum in half a second, or is there at once for who wants less motion.
  let timer = 0;
  function halt() {
    cancelAnimationFrame(timer);
    timer = 0;
  }
  undo.push(halt);
  function descend() {
    halt();
    if (!best.attained) return;
    const start = [get("slope"), get("intercept")];
    const { slope, intercept } = best;
    const step = (part) =>
      hold({
        slope: start[0] + part * (slope - start[0]),
        intercept: start[1] + part * (intercept - start[1]),
        preset: "",
      });
    if (matchMedia("(prefers-reduced-motion: reduce)").matches) {
      put({ slope, intercept, preset: "" });
      return;
    }
    let clock = 0;
    const tick = (now) => {
      clock ||= now;
      const part = (now - clock) / 500;
      if (part >= 1) {
        timer = 0;
        put({ slope, intercept, preset: "" });
        return;
      }
      step(part * part * (3 - 2 * part));
      timer = requestAnimationFrame(tick);
    };
    timer = requestAnimationFrame(tick);
  }

  // What depends on points and loss, not on the line: axes, points, the map, the best line.
  function drawStage() {
    [loss, delta] = [get("loss"), get("delta")];
    [x, y] = [get("points").map((p) => p[0]), get("points").map((p) => p[1])];
    classes = isClassification(loss);
    const [xLow, xHigh, yLow, yHigh] = get("window");
    const across = { range: [xLow, xHigh] };
    if (classes) {
      top = axes(UPPER, {
        x: { ...across, bare: true },
        y: { range: LOGITS, label: "logit", every: 4 },
      });
      low = axes(LOWER, {
        x: { ...across, label: "x" },
        y: { range: [-0.08, 1.08], label: "probability", every: 2 },
      });
    } else {top = low = axes(SIZE, {
        x: { ...across, label: "x" },
        y: { range: [yLow, yHigh], label: "y" },
      });}
    grid.replaceChildren(...new Set([...top.nodes, ...low.nodes]));
    const box = classes ? UPPER : SIZE;
    assign(lineBox, {
      x: box.left,
      y: box.top,
      width: box.width - box.left - box.right,
      height: box.height - box.top - box.bottom,
    });
    dots.setAttribute(
      "d",
      x.map((v, i) => `M${low.toX(v).toFixed(1)},${low.toY(y[i]).toFixed(1)}h0`).join(""),
    );
    residuals.replaceChildren(...x.map(() => drawing("path")));
    odd.at(low.toX(x.at(-1)), low.toY(y.at(-1)));

    const [aLow, aHigh, bLow, bHigh] = get("map_window");
    map = axes(SIZE, {
      x: { range: [aLow, aHigh], label: "slope" },
      y: { range: [bLow, bHigh], label: "intercept" },
    });
    mapGrid.replaceChildren(...map.nodes);
    const values = sample(
      (a, b) => lineLoss(loss, x, y, a, b, delta),
      get("map_window"),
      GRID.nx,
      GRID.ny,
    );
    const lowestSeen = values.reduce((a, b) => Math.min(a, b), Infinity);
    const highest = values.reduce((a, b) => Math.max(a, b), -Infinity);
    land.draw(values, levels(lowestSeen, highest, 16));
    best = bestLine(loss, x, y, delta);
    without = x.length > 2 && !classes
      ? bestLine(loss, x.slice(0, -1), y.slice(0, -1), delta)
      : null;
    const shown = best.attained && best.slope >= aLow && best.slope <= aHigh &&
      best.intercept >= bLow && best.intercept <= bHigh;
    lowest.replaceChildren(
      ...(shown
        ? [
          drawing("path", {
            d: `M${map.toX(best.slope) - 6},${map.toY(best.intercept)}h12m-6,-6v12`,
          }),
        ]
        : []),
    );
    wished.setAttribute("d", best.attained ? straight(best.slope, best.intercept) : "");
    go.disabled = !best.attained;
    go.title = best.attained ? "" : "there is no lowest point";
    lossChoice.show(loss, classes ? CLASSIFICATION : REGRESSION);
    deltaSlider.show(delta);
    deltaSlider.node.classList.toggle("nb-idle", loss !== "Huber");
    sceneNote.textContent = classes
      ? "drag the rings: the line is the logit, below it its sigmoid; dashed: the best line"
      : "drag the rings; the thicker a residual, the more of the loss it makes up; dashed: the best line";
    drawLine();
  }

  const straight = (slope, intercept) => {
    const [xLow, xHigh] = get("window");
    const end = (v) =>
      `${top.toX(v).toFixed(1)},${clamp(top.toY(slope * v + intercept), -1e5, 1e5).toFixed(1)}`;
    return `M${end(xLow)}L${end(xHigh)}`;
  };

  function drawLine() {
    const slope = get("slope");
    const intercept = get("intercept");
    const [xLow, xHigh] = get("window");
    line.setAttribute("d", straight(slope, intercept));
    const bend = Array.from({ length: 121 }, (_, i) => xLow + ((xHigh - xLow) * i) / 120);
    curve.setAttribute(
      "d",
      classes
        ? `M${
          bend.map((v) => `${low.toX(v).toFixed(1)},${low.toY(sigmoid(z(v))).toFixed(1)}`).join("L")
        }`
        : "",
    );
    const each = x.map((v, i) => eachLoss(loss, z(v), y[i], delta));
    const sum = each.reduce((a, b) => a + b, 0);
    const edge = (v) => clamp(v, SIZE.top, SIZE.height - SIZE.bottom);
    [...residuals.children].forEach((node, i) =>
      assign(node, {
        d: `M${low.toX(x[i]).toFixed(1)},${low.toY(y[i]).toFixed(1)}V${
          edge(low.toY(classes ? sigmoid(z(x[i])) : z(x[i]))).toFixed(1)
        }`,
        "stroke-width": (1.2 + (sum > 0 ? 5 * each[i] / sum : 0)).toFixed(2),
      })
    );
    grips.forEach((grip, k) => {
      const [a, b] = spot(k);
      grip.at(top.toX(a), top.toY(b));
    });

    const [aLow, aHigh, bLow, bHigh] = get("map_window");
    const inside = slope >= aLow && slope <= aHigh && intercept >= bLow && intercept <= bHigh;
    const spotX = map.toX(clamp(slope, aLow, aHigh));
    const spotY = map.toY(clamp(intercept, bLow, bHigh));
    place.at(spotX, spotY);
    place.node.classList.toggle("nb-off", !inside);
    const [ga, gb] = lineGradient(loss, x, y, slope, intercept, delta);
    const slopeLength = Math.hypot(ga, gb);
    // Downhill, in the units of the picture.
    const dx = -ga / (aHigh - aLow) * inner.width;
    const dy = gb / (bHigh - bLow) * inner.height;
    const size = Math.hypot(dx, dy);
    const long = 24 * Math.log10(1 + 10 * slopeLength);
    const along = (v) =>
      `${(spotX + dx / size * v).toFixed(1)},${(spotY + dy / size * v).toFixed(1)}`;
    arrow.setAttribute("d", inside && long > 3 ? `M${along(11)}L${along(11 + long)}` : "");

    const value = sum / x.length;
    const share = sum > 0 ? each.at(-1) / sum : 0;
    const other = classes
      ? Math.hypot(...lineGradient("cross-entropy", x, y, slope, intercept))
      : 0;
    const wrong = classes ? x.filter((v, i) => z(v) > 0 !== y[i] > 0.5).length : 0;
    const seen = {
      loss,
      delta,
      value,
      best,
      slopeLength,
      share,
      without,
      other,
      inside,
      wrong,
      total: x.length,
    };
    page.tell(lineStory(seen), standing(seen));
    page.facts({
      loss: write(value, 4),
      "lowest possible": write(best.loss, 4),
      slope: write(slope),
      intercept: write(intercept),
      "length of the gradient": write(slopeLength),
      "share of the ringed point": `${Math.round(100 * share)} %`,
    });
    handles.forEach((one) => one.refresh());
  }

  page.follow(TRAITS, () => {
    const kept = x && loss === get("loss") && delta === get("delta") &&
      stage.every((trait, i) => get(trait) === held[i]);
    if (kept) {
      drawLine();
      return;
    }
    held = stage.map(get);
    drawStage();
  });
  const stage = ["points", "window", "map_window"];
  let held = stage.map(get);
  drawStage();
  return page.leave;
}

export default { render };
