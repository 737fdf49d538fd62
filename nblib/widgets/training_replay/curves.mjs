// The curves of a run, loss above accuracy, with a cursor that can be dragged along the epochs.
import { assign, caption, drawing } from "../core/dom.mjs";
import { handle } from "../core/handle.mjs";
import { clamp, write } from "../core/numbers.mjs";
import { axes, picture, pointer, ring } from "../core/plot.mjs";
import { epochAt, indexOf, nearestEpoch } from "./record.mjs";

const PANEL = { width: 360, height: 330, left: 54, right: 12, top: 10, bottom: 38 };
const UPPER = { ...PANEL, bottom: 168 };
const LOWER = { ...PANEL, top: 182 };
const ROOM = 25; // two curves that are so far apart have room for a name between them

/** page: of frame.mjs; go(k) shows epoch number k; stop() what is playing. */
export function runCurves(record, page, { go, stop }) {
  const scales = curveScales(record);
  const curves = curvesOf(record, scales);
  const cursor = drawing("path", { class: "nb-cursor" });
  const dots = curves.map(({ kind }) => drawing("circle", { r: 4, class: `nb-spot-${kind}` }));
  const grip = ring({}, 8);
  const svg = picture(
    PANEL,
    { class: "nb-curves", role: "group", "aria-label": "loss and accuracy by epoch" },
    drawing("g", { class: "nb-axes" }, ...scales.loss.nodes, ...scales.accuracy.nodes),
    cursor,
    ...curves.map((curve) => curveLine(record, curve)),
    ...namesOf(record, scales),
    drawing("g", { class: "nb-spots" }, ...dots),
    grip.node,
  );
  const toEpoch = (event) => scales.accuracy.fromX(pointer(svg, event)[0]);
  const stops = epochHandle(record, page, { grip, toEpoch, go, stop });
  svg.addEventListener("pointerdown", (event) => {
    if (grip.node.contains(event.target)) return;
    go(record.epochs.indexOf(nearestEpoch(record, toEpoch(event))));
  });
  return {
    node: svg,
    note: caption(
      record.heldBack
        ? "drag the ring along the epochs; the cross marks the lowest loss on held-back data"
        : "drag the ring along the epochs",
    ),
    draw({ k }) {
      const x = scales.loss.toX(record.epochs[k]);
      cursor.setAttribute("d", `M${x},${UPPER.top}V${PANEL.height - PANEL.bottom}`);
      grip.at(x, (UPPER.height - UPPER.bottom + LOWER.top) / 2);
      curves.forEach(({ scale, values }, n) => {
        const visibility = values[k] === null ? "hidden" : "visible";
        assign(dots[n], { cx: x, cy: scale.toY(values[k] ?? 0), visibility });
      });
      stops.refresh();
    },
  };
}

function curveScales({ epochs, last, training, heldBack, accuracy, trainingAccuracy }) {
  // A single epoch stands in the middle.
  const range = last > 0 ? [epochs[0], epochs[last]] : [epochs[0] - 0.5, epochs[0] + 0.5];
  const x = { range, every: Math.min(6, Math.max(1, last)) };
  const losses = [...training, ...(heldBack ?? [])];
  const highest = losses.reduce((a, b) => (b === null ? a : Math.max(a, b)), 0) || 1;
  const recorded = (trainingAccuracy ?? []).filter((v) => v !== null);
  const worst = Math.min(...accuracy, ...recorded);
  const floor = Math.max(0, worst - 0.1 * (1.02 - worst));
  return {
    loss: axes(UPPER, {
      x: { ...x, bare: true },
      y: { range: [0, highest * 1.05], label: "loss", every: 4 },
    }),
    accuracy: axes(LOWER, {
      x: { ...x, label: "epoch" },
      y: { range: [floor, 1.001], label: "accuracy", every: 4 },
    }),
  };
}

// The curves that were recorded: { scale, values, kind }.
function curvesOf({ training, heldBack, accuracy, trainingAccuracy }, scales) {
  const all = [
    { scale: scales.loss, values: training, kind: "training" },
    { scale: scales.loss, values: heldBack, kind: "held" },
    { scale: scales.accuracy, values: accuracy, kind: "held" },
    { scale: scales.accuracy, values: trainingAccuracy, kind: "training" },
  ];
  return all.filter(({ values }) => values);
}

// A line, interrupted where the curve is no number.
function curveLine({ epochs }, { scale, values, kind }) {
  let d = "";
  let pen = "M";
  values.forEach((v, k) => {
    if (v === null) {
      pen = "M";
      return;
    }
    d += `${pen}${scale.toX(epochs[k]).toFixed(1)},${scale.toY(v).toFixed(1)}`;
    pen = "L";
  });
  return drawing("path", { class: `nb-curve-${kind}`, d });
}

// The names of the curves, the cross at the lowest loss, and what is to be said of a run that
// diverges.
function namesOf(record, scales) {
  const { training, heldBack, accuracy, noun, best, epochs, last } = record;
  const midway = Math.round(last * 0.6);
  const curveName = (scale, box, values, kind, text, above) => {
    const v = values[midway] ?? values.findLast((one) => one !== null) ?? 0;
    const x = clamp(scale.toX(epochs[midway]), PANEL.left + 60, PANEL.width - 60);
    const y = clamp(scale.toY(v) + (above ? -9 : 20), box.top + 12, box.height - box.bottom - 5);
    const attributes = {
      class: `nb-halo nb-label nb-label-${kind}`,
      x,
      y,
      "text-anchor": "middle",
    };
    return drawing("text", attributes, text);
  };

  // A name stands above its curve, or below the lower one where there is no room between the two.
  const { loss } = scales;
  const higher = heldBack && (heldBack[midway] ?? Infinity) >= (training[midway] ?? Infinity);
  const distance = heldBack
    ? Math.abs(loss.toY(heldBack[midway] ?? 0) - loss.toY(training[midway] ?? 0))
    : Infinity;
  const roomy = distance > ROOM;
  const marks = [curveName(loss, UPPER, training, "training", "training", !higher || roomy)];
  if (heldBack) {
    marks.push(curveName(loss, UPPER, heldBack, "held", "held back", higher || roomy));
    if (best >= 0) marks.push(lowestCross(loss.toX(epochs[best]), loss.toY(heldBack[best])));
  }
  const name = `held-back ${noun}`;
  marks.push(curveName(scales.accuracy, LOWER, accuracy, "held", name, false));
  if (training.includes(null) || heldBack?.includes(null)) marks.push(divergedNote());
  return marks;
}

const lowestCross = (x, y) =>
  drawing("path", { class: "nb-minimum", d: `M${x},${y - 6}v12m-6,-6h12` });

function divergedNote() {
  const place = { x: PANEL.width - PANEL.right - 4, y: UPPER.top + 14, "text-anchor": "end" };
  return drawing("text", { class: "nb-halo nb-curve-note", ...place }, "then no longer a number");
}

function epochHandle(record, { get, hold, save }, { grip, toEpoch, go, stop }) {
  const { epochs, last, accuracy } = record;
  const stops = handle(grip.node, {
    toData: (event) => [toEpoch(event), 0],
    getPoint: () => [get("epoch"), 0],
    step: () => [1, 0],
    describe: {
      label: "epoch",
      value: ([v]) => `epoch ${v}, accuracy ${write(accuracy[indexOf(record, v)])}`,
    },
    onGrab: stop,
    onMove([v], going) {
      const epoch = epochAt(record, get("epoch"), v, going);
      if (epoch !== get("epoch")) hold({ epoch, preset: "" });
      if (!going) save();
    },
  });
  assign(grip.node, {
    "aria-valuemin": epochs[0],
    "aria-valuemax": epochs[last],
    keydown(event) {
      if (event.key !== "Home" && event.key !== "End") return;
      go(event.key === "Home" ? 0 : last);
      event.preventDefault();
    },
  });
  return stops;
}
