// The map: land and minima, the path of each walker so far, its mark, and the start.
import { assign, drawing } from "../core/dom.mjs";
import { landscape } from "../core/landscape.mjs";
import { clamp, scale, write } from "../core/numbers.mjs";
import { pixelOf, placeHandle, roundedPlace } from "../core/place.mjs";
import { clipTo, crossAt, picture, polyline, ring, spots } from "../core/plot.mjs";
import { WALKERS } from "./constants.mjs";
import { GRID, land } from "./look.mjs";
import { markOf, walkerClass } from "./marks.mjs";

const MAP = { width: 480, height: 320 };

/** move(changes, going) when the start is moved. */
export function walkersMap({ move }) {
  const nodes = mapNodes();
  let view = null;
  let scales = null;
  const start = placeHandle(nodes, {
    scales: () => scales,
    within: () => view.surface.window,
    getPoint: () => view.start,
    step: 0.02,
    describe: { label: "start of all", value: ([x, y]) => `x ${write(x)}, y ${write(y)}` },
    onPlace(place, going) {
      move({ start: roundedPlace(place), preset: "" }, going);
    },
  });
  return {
    node: nodes.svg,
    draw(now) {
      if (now.name !== view?.name) scales = drawLand(nodes, now.surface);
      view = now;
      drawWalkers(nodes, scales, now);
      const [x, y] = now.start;
      nodes.grip.at(clamp(scales.toX(x), 0, MAP.width), clamp(scales.toY(y), 0, MAP.height));
      start.refresh();
    },
  };
}

function mapNodes() {
  const clip = clipTo(drawing("rect", MAP));
  const ground = landscape({ ...MAP, ...GRID });
  const minima = drawing("g", { class: "nb-minima" });
  const walkers = WALKERS.map((_, i) => ({
    track: drawing("path", { class: `${walkerClass(i)} nb-track` }),
    dots: drawing("path", { class: `${walkerClass(i)} nb-dots` }),
    mark: drawing("path", { class: `${walkerClass(i)} nb-mark`, d: markOf(i) }),
  }));
  const grip = ring();
  const svg = picture(
    MAP,
    { class: "nb-map-panel", role: "group", "aria-label": "map of the loss" },
    drawing("defs", {}, clip.node),
    clip.wrap(
      ground.node,
      minima,
      ...walkers.flatMap(({ track, dots }) => [track, dots]),
      ...walkers.map(({ mark }) => mark),
    ),
    grip.node,
  );
  return { svg, ground, minima, walkers, grip };
}

function drawLand({ ground, minima }, surface) {
  const [xLow, xHigh, yLow, yHigh] = surface.window;
  const toX = scale([xLow, xHigh], [0, MAP.width]);
  const toY = scale([yLow, yHigh], [MAP.height, 0]);
  const { values, heights } = land(surface);
  ground.draw(values, heights);
  const crosses = surface.minima.map(([x, y]) => drawing("path", { d: crossAt(toX(x), toY(y)) }));
  minima.replaceChildren(...crosses);
  return {
    toX,
    toY,
    fromX: scale([0, MAP.width], [xLow, xHigh]),
    fromY: scale([MAP.height, 0], [yLow, yHigh]),
    pixel: pixelOf({ toX, toY }),
  };
}

function drawWalkers({ walkers }, { pixel }, view) {
  view.walkers.forEach(({ path, at }, i) => {
    const points = path.slice(0, at + 1).map(pixel);
    const { track, dots, mark } = walkers[i];
    track.setAttribute("d", polyline(points));
    dots.setAttribute("d", spots(points));
    const [x, y] = points[at];
    // At the start the ring stands for all of them.
    const visibility = view.step > 0 ? "visible" : "hidden";
    assign(mark, { transform: `translate(${x.toFixed(1)} ${y.toFixed(1)})`, visibility });
  });
}
