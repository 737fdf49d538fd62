// The loss of every line, from above, by slope and intercept: a ring stands for the line, an arrow
// points downhill.
import { caption, drawing } from "../core/dom.mjs";
import { handle } from "../core/handle.mjs";
import { landscape } from "../core/landscape.mjs";
import { clamp, write } from "../core/numbers.mjs";
import {
  arrowHead,
  axes,
  clipTo,
  crossAt,
  picture,
  plotBox,
  pointer,
  ring,
} from "../core/plot.mjs";
import { GRID } from "./look.mjs";

const MAP = { width: 360, height: 300, left: 44, right: 10, top: 10, bottom: 38 };
const BOX = plotBox(MAP);
const GAP = 11; // from the ring's middle to the arrow
const SHORTEST = 3; // no shorter arrow is drawn

/** move(changes, going) when the ring is moved; onGrab() before. */
export function lossMap({ move, onGrab }) {
  const nodes = mapNodes();
  let view = null;
  let scales = null;
  const place = ringHandle(nodes, { view: () => view, scales: () => scales }, { move, onGrab });
  return {
    node: nodes.svg,
    note: caption(
      "the loss of every line: drag the ring, and the line follows; the cross is the best line",
    ),
    draw(now) {
      if (now.stage !== view?.stage) scales = drawLand(nodes, now.stage);
      view = now;
      drawPlace(nodes, scales, now);
      place.refresh();
    },
  };
}

function mapNodes() {
  const land = landscape({ ...BOX, ...GRID });
  const head = arrowHead();
  const clip = clipTo(drawing("rect", BOX));
  const grid = drawing("g", { class: "nb-axes" });
  const lowest = drawing("g", { class: "nb-minima" });
  const arrow = drawing("path", { class: "nb-arrow", "marker-end": head.url });
  const place = ring();
  const svg = picture(
    MAP,
    { class: "nb-field", role: "group", "aria-label": "map of the loss by slope and intercept" },
    drawing("defs", {}, clip.node, head.node),
    drawing("rect", { ...BOX, class: "nb-ground" }),
    grid,
    clip.wrap(land.node, lowest, arrow),
    place.node,
  );
  return { svg, land, grid, lowest, arrow, place };
}

// What depends on the points and the loss: the land, and a cross where it is lowest.
function drawLand({ grid, land, lowest }, { mapWindow, values, heights, best, bestInside }) {
  const [aLow, aHigh, bLow, bHigh] = mapWindow;
  const scales = axes(MAP, {
    x: { range: [aLow, aHigh], label: "slope" },
    y: { range: [bLow, bHigh], label: "intercept" },
  });
  grid.replaceChildren(...scales.nodes);
  land.draw(values, heights);
  lowest.replaceChildren();
  if (bestInside) {
    const d = crossAt(scales.toX(best.slope), scales.toY(best.intercept));
    lowest.append(drawing("path", { d }));
  }
  return scales;
}

// The ring, held at the border where the line is beyond the map, and the arrow from it.
function drawPlace({ place, arrow }, { toX, toY }, view) {
  const { slope, intercept, inside, gradient, slopeLength, stage } = view;
  const [aLow, aHigh, bLow, bHigh] = stage.mapWindow;
  const x = toX(clamp(slope, aLow, aHigh));
  const y = toY(clamp(intercept, bLow, bHigh));
  place.at(x, y);
  place.node.classList.toggle("nb-off", !inside);

  // Downhill, in the units of the picture.
  const dx = (-gradient[0] / (aHigh - aLow)) * BOX.width;
  const dy = (gradient[1] / (bHigh - bLow)) * BOX.height;
  const size = Math.hypot(dx, dy);
  const length = 24 * Math.log10(1 + 10 * slopeLength);
  const along = (v) => `${(x + (dx / size) * v).toFixed(1)},${(y + (dy / size) * v).toFixed(1)}`;
  const drawn = inside && length > SHORTEST;
  arrow.setAttribute("d", drawn ? `M${along(GAP)}L${along(GAP + length)}` : "");
}

function ringHandle({ svg, place }, { view, scales }, { move, onGrab }) {
  const mapWindow = () => view().stage.mapWindow;
  return handle(place.node, {
    toData(event) {
      const [px, py] = pointer(svg, event);
      return [scales().fromX(px), scales().fromY(py)];
    },
    getPoint: () => [view().slope, view().intercept],
    step() {
      const [aLow, aHigh, bLow, bHigh] = mapWindow();
      return [(aHigh - aLow) / 100, (bHigh - bLow) / 100];
    },
    describe: {
      label: "the line on the map",
      value: ([a, b]) => `slope ${write(a)}, intercept ${write(b)}`,
    },
    onGrab,
    onMove([a, b], going) {
      const [aLow, aHigh, bLow, bHigh] = mapWindow();
      const slope = Number(clamp(a, aLow, aHigh).toPrecision(6));
      const intercept = Number(clamp(b, bLow, bHigh).toPrecision(6));
      move({ slope, intercept, preset: "" }, going);
    },
  });
}
