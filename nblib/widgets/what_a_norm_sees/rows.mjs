// The two pictures: a line for each example through its features, before and after.
import { drawing } from "../core/dom.mjs";
import { handle } from "../core/handle.mjs";
import { clamp, write } from "../core/numbers.mjs";
import { axes, picture, pointer, polyline, ring, spots } from "../core/plot.mjs";
import { FARTHEST, FEATURES, RINGED } from "./constants.mjs";
import { AFTER, BEFORE } from "./look.mjs";
import { pictured } from "./words.mjs";

const PANEL = { width: 360, height: 270, left: 40, right: 14, top: 12, bottom: 38 };
const KEY = 0.1; // for a key

const scalesOf = (range, label) =>
  axes(PANEL, {
    x: { range: [0.5, FEATURES + 0.5], label: "feature" },
    y: { range, label, every: 4 },
  });

// The parts of a picture that change, and how they are drawn from rows.
function rowNodes({ toX, toY }, range) {
  const others = drawing("path", { class: "nb-others" });
  const dots = drawing("path", { class: "nb-dots" });
  const own = drawing("path", { class: "nb-own" });
  const ownDots = drawing("path", { class: "nb-own-dots" });
  const far = drawing("path", { class: "nb-far" });
  const place = (v, j) => [toX(j + 1), toY(clamp(v, ...range))];
  const isFar = (v) => v < range[0] || v > range[1];
  return {
    nodes: [others, dots, own, ownDots, far],
    draw(rows) {
      const points = rows.map((row) => row.map(place));
      const cut = rows.flatMap((row) => row.flatMap((v, j) => (isFar(v) ? [place(v, j)] : [])));
      others.setAttribute("d", points.slice(1).map(polyline).join(""));
      dots.setAttribute("d", spots(points.slice(1).flat()));
      own.setAttribute("d", polyline(points[0]));
      ownDots.setAttribute("d", spots(points[0]));
      far.setAttribute("d", spots(cut));
    },
  };
}

function drawBands(node, bands, { toX, toY }) {
  const edge = (v) => toY(clamp(v, ...BEFORE)).toFixed(1);
  const shape = ({ from, to, low, high }) =>
    `M${toX(from).toFixed(1)},${edge(low)}V${edge(high)}H${toX(to).toFixed(1)}V${edge(low)}z`;
  node.setAttribute("d", bands.map(shape).join(""));
}

/** The batch as it comes. move(changes, going) when the ring is moved. */
export function beforePicture({ move }) {
  const scales = scalesOf(BEFORE, "value");
  const seen = drawing("path", { class: "nb-seen" });
  const kept = drawing("path", { class: "nb-kept" });
  const rows = rowNodes(scales, BEFORE);
  const grip = ring();
  const svg = picture(
    PANEL,
    { class: "nb-before", role: "group", "aria-label": "the batch before normalization" },
    drawing("g", { class: "nb-axes" }, ...scales.nodes),
    seen,
    kept,
    ...rows.nodes,
    grip.node,
  );
  let view = null;
  const held = valueHandle({ svg, grip }, scales, () => view, move);
  return {
    node: svg,
    draw(now) {
      view = now;
      drawBands(seen, now.seen, scales);
      drawBands(kept, now.kept, scales);
      rows.draw(now.before);
      grip.at(scales.toX(RINGED + 1), scales.toY(now.value));
      held.refresh();
    },
  };
}

// The ring goes up and down.
function valueHandle({ svg, grip }, { fromY }, view, move) {
  return handle(grip.node, {
    toData: (event) => [RINGED + 1, fromY(pointer(svg, event)[1])],
    getPoint: () => [RINGED + 1, view().value],
    step: () => [0, KEY],
    describe: { label: "ringed value", value: ([, v]) => write(v) },
    onMove([, v], going) {
      const value = Number(clamp(v, -FARTHEST, FARTHEST).toFixed(3));
      move({ value, preset: "" }, going);
    },
  });
}

/** The batch as it comes out. */
export function afterPicture() {
  const scales = scalesOf(AFTER, "normalized value");
  const rows = rowNodes(scales, AFTER);
  const zero = scales.toY(0).toFixed(1);
  const level = drawing("path", {
    class: "nb-level",
    d: `M${PANEL.left},${zero}H${PANEL.width - PANEL.right}`,
  });
  const svg = picture(
    PANEL,
    { class: "nb-after", role: "img" },
    drawing("g", { class: "nb-axes" }, ...scales.nodes),
    level,
    ...rows.nodes,
  );
  return {
    node: svg,
    draw(view) {
      rows.draw(view.after);
      svg.setAttribute("aria-label", pictured(view));
    },
  };
}
