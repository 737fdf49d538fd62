// The map of the loss: land and minima, the path over it, an arrow downhill from the step that is
// looked at, the start.
import { assign, drawing } from "../core/dom.mjs";
import { landscape } from "../core/landscape.mjs";
import { clamp, scale, write } from "../core/numbers.mjs";
import { placeHandle, roundedPlace } from "../core/place.mjs";
import { arrowHead, clipTo, picture, pointer, polyline, ring, spots } from "../core/plot.mjs";
import { GRID, land } from "./look.mjs";

const MAP = { width: 480, height: 320 };
const FARTHEST = 1e5; // no point is drawn farther from the picture, in its units
const NEAR = 24; // pointing at a step means to be this near, in units of the map
const HEAD = { angle: 2.6, side: 15 }; // of the arrow where the path leaves the map

/**
 * move(changes, going) when the start is moved; onGrab() before; onPoint(step) when a step of the
 * run is pointed at.
 */
export function descentMap({ move, onGrab, onPoint }) {
  const nodes = mapNodes();
  let view = null;
  let scales = null;
  const start = startHandle(nodes, { view: () => view, scales: () => scales }, { move, onGrab });
  nodes.svg.addEventListener("pointermove", (event) => {
    if (event.buttons || nodes.grip.node.contains(event.target)) return;
    const step = nearestStep(view, scales, pointer(nodes.svg, event));
    if (step !== null) onPoint(step);
  });
  return {
    node: nodes.svg,
    draw(now) {
      if (now.surface !== view?.surface) scales = drawLand(nodes, now.surface);
      view = now;
      drawPath(nodes, scales, now);
      const [x, y] = now.start;
      nodes.grip.at(
        clamp(scales.toX(x), 0, MAP.width),
        clamp(scales.toY(y), 0, MAP.height),
      );
      start.refresh();
    },
    /** Mark one step of the run. */
    mark(moment) {
      drawMoment(nodes, scales, moment);
    },
  };
}

function mapNodes() {
  const clip = clipTo(drawing("rect", MAP));
  const head = arrowHead();
  const ground = landscape({ ...MAP, ...GRID });
  const minima = drawing("g", { class: "nb-minima" });
  const track = drawing("path", { class: "nb-track" });
  const dots = drawing("path", { class: "nb-dots" });
  const leaving = drawing("path", { class: "nb-leaving" });
  const arrow = drawing("path", { class: "nb-arrow", "marker-end": head.url });
  const here = drawing("circle", { class: "nb-here", r: 5 });
  const grip = ring();
  const svg = picture(
    MAP,
    { class: "nb-map-panel", role: "group", "aria-label": "map of the loss" },
    drawing("defs", {}, clip.node, head.node),
    clip.wrap(ground.node, minima, track, dots, arrow),
    leaving,
    here,
    grip.node,
  );
  return { svg, ground, minima, track, dots, leaving, arrow, here, grip };
}

function drawLand({ ground, minima }, surface) {
  const [xLow, xHigh, yLow, yHigh] = surface.window;
  const toX = scale([xLow, xHigh], [0, MAP.width]);
  const toY = scale([yLow, yHigh], [MAP.height, 0]);
  const { values, heights } = land(surface);
  ground.draw(values, heights);
  const cross = ([x, y]) => `M${toX(x) - 6},${toY(y)}h12M${toX(x)},${toY(y) - 6}v12`;
  minima.replaceChildren(...surface.minima.map((place) => drawing("path", { d: cross(place) })));
  return {
    toX,
    toY,
    fromX: scale([0, MAP.width], [xLow, xHigh]),
    fromY: scale([MAP.height, 0], [yLow, yHigh]),
    pixel: ([x, y]) => [clamp(toX(x), -FARTHEST, FARTHEST), clamp(toY(y), -FARTHEST, FARTHEST)],
  };
}

const isOnMap = ([x, y]) => x >= 0 && x <= MAP.width && y >= 0 && y <= MAP.height;

function drawPath({ track, dots, leaving }, { pixel }, { path, end }) {
  const all = path.map(pixel);
  const out = all.findIndex((point) => !isOnMap(point));
  // A run that diverges is drawn until it leaves the map: the rest would only fill the picture.
  const points = end.status === "diverged" && out > 0 ? all.slice(0, out + 1) : all;
  track.setAttribute("d", polyline(points));
  dots.setAttribute("d", spots(points));
  const d = out < 1 ? null : headAtBorder(points[out - 1], points[out]);
  assign(leaving, { d });
}

// The head of an arrow at the border, where the path leaves the map.
function headAtBorder(inside, outside) {
  const [x, y] = crossing(inside, outside);
  const turn = Math.atan2(outside[1] - inside[1], outside[0] - inside[0]);
  const corner = (angle, side) => {
    const across = x + side * Math.cos(turn + angle);
    const down = y + side * Math.sin(turn + angle);
    return `${across.toFixed(1)},${down.toFixed(1)}`;
  };
  const { angle, side } = HEAD;
  return `M${corner(0, 0)}L${corner(angle, side)}L${corner(-angle, side)}z`;
}

// Where the way from a point on the map to one beyond crosses the border.
function crossing([x1, y1], [x2, y2]) {
  const cuts = [];
  if (x2 > MAP.width) cuts.push((MAP.width - x1) / (x2 - x1));
  if (x2 < 0) cuts.push(-x1 / (x2 - x1));
  if (y2 > MAP.height) cuts.push((MAP.height - y1) / (y2 - y1));
  if (y2 < 0) cuts.push(-y1 / (y2 - y1));
  const part = Math.min(...cuts);
  return [x1 + part * (x2 - x1), y1 + part * (y2 - y1)];
}

function drawMoment({ arrow, here }, { pixel }, { point, gradient, length }) {
  const [x, y] = pixel(point);
  const seen = isOnMap([x, y]);
  assign(here, { cx: x, cy: y, visibility: seen ? "visible" : "hidden" });
  // Downhill; the map's y grows upward, the picture's downward.
  const size = length > 0 && seen ? 16 + 22 * Math.log10(1 + length) : 0;
  const [gx, gy] = gradient;
  const along = `l${(-gx / length) * size},${(gy / length) * size}`;
  arrow.setAttribute("d", size ? `M${x},${y}${along}` : "");
}

// The step whose point is nearest, null if none is near.
function nearestStep({ path }, { pixel }, [px, py]) {
  const distance = (step) => {
    const [x, y] = pixel(path[step]);
    return Math.hypot(x - px, y - py);
  };
  let best = 0;
  for (let k = 1; k < path.length; k++) if (distance(k) < distance(best)) best = k;
  return distance(best) > NEAR ? null : best;
}

function startHandle(nodes, { view, scales }, { move, onGrab }) {
  return placeHandle(nodes, {
    scales,
    within: () => view().surface.window,
    getPoint: () => view().start,
    step: 0.02,
    describe: { label: "start of the descent", value: ([x, y]) => `x ${write(x)}, y ${write(y)}` },
    onGrab,
    onPlace(place, going) {
      move({ start: roundedPlace(place), preset: "" }, going);
    },
  });
}
