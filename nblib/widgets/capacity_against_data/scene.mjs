// The points and the curve through them; with many data sets the curves of others too.
import { caption, drawing } from "../core/dom.mjs";
import { handle } from "../core/handle.mjs";
import { clamp, write } from "../core/numbers.mjs";
import { axes, clipTo, picture, plotBox, pointer, polyline, ring, spots } from "../core/plot.mjs";
import { GRID, REACH, VIEWS } from "./constants.mjs";
import { evenly, rule } from "./maths.mjs";
import { pictured } from "./words.mjs";

const PANEL = { width: 360, height: 280, left: 40, right: 12, top: 10, bottom: 38 };
const BOX = plotBox(PANEL);
const HEIGHTS = [-3.2, 3.2]; // the y that are seen
const FAR = 1e4; // no curve is drawn farther off
const KEY = 0.05; // of y, for a key

/** move(changes, going) when the ringed point is moved. */
export function pointScene({ move }) {
  const nodes = sceneNodes();
  const scales = axes(PANEL, {
    x: { range: [-1.05, 1.05], label: "x" },
    y: { range: HEIGHTS, label: "y" },
  });
  nodes.grid.replaceChildren(...scales.nodes);
  const across = evenly(GRID);
  const toPath = (values) =>
    polyline(values.map((v, i) => [scales.toX(across[i]), clamp(scales.toY(v), -FAR, FAR)]));
  let view = null;
  const odd = pointHandle(nodes, scales, () => view, move);
  return {
    node: nodes.svg,
    note: caption("drag the ringed point up or down"),
    draw(now) {
      view = now;
      nodes.truth.setAttribute("d", now.show === VIEWS[0] ? "" : toPath(across.map(rule)));
      nodes.others.setAttribute("d", now.others.map(toPath).join(""));
      nodes.curve.setAttribute("d", toPath(now.curve));
      const places = now.dots.map(([x, y]) => [scales.toX(x), scales.toY(clamp(y, ...HEIGHTS))]);
      nodes.dots.setAttribute("d", spots(places));
      nodes.odd.at(...places[now.odd]);
      nodes.svg.setAttribute("aria-label", pictured(now));
      odd.refresh();
    },
  };
}

function sceneNodes() {
  const clip = clipTo(drawing("rect", BOX));
  const grid = drawing("g", { class: "nb-axes" });
  const others = drawing("path", { class: "nb-others" });
  const truth = drawing("path", { class: "nb-wished" });
  const curve = drawing("path", { class: "nb-fitted" });
  const dots = drawing("path", { class: "nb-points" });
  const odd = ring({ class: "nb-odd" }, 8);
  const svg = picture(
    PANEL,
    { class: "nb-scene-panel", role: "group", "aria-label": "points and curve" },
    drawing("defs", {}, clip.node),
    grid,
    clip.wrap(others, curve, truth),
    dots,
    odd.node,
  );
  return { svg, grid, others, truth, curve, dots, odd };
}

function pointHandle({ svg, odd }, scales, view, move) {
  const place = () => view().dots[view().odd];
  return handle(odd.node, {
    toData(event) {
      const [, py] = pointer(svg, event);
      return [place()[0], scales.fromY(py)];
    },
    getPoint: () => [...place()],
    step: () => [0, KEY],
    describe: { label: "the ringed point", value: ([x, y]) => `y ${write(y)} at x ${write(x)}` },
    onMove([, y], going) {
      const unmoved = place()[1] - view().shift;
      const inside = clamp(y, ...HEIGHTS) - unmoved;
      const shift = Number(clamp(inside, -REACH, REACH).toPrecision(6));
      move({ shift, preset: "" }, going);
    },
  });
}
