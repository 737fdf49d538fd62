// The two pictures: a bar for each layer, up or down from size 1, on a scale of powers of ten.
import { drawing } from "../core/dom.mjs";
import { handle } from "../core/handle.mjs";
import { clamp, write } from "../core/numbers.mjs";
import { axes, clipTo, picture, plotBox, pointer, polyline, ring } from "../core/plot.mjs";
import { gainFor } from "./maths.mjs";
import { picturedBackward } from "./words.mjs";

const PANEL = { width: 360, height: 260, left: 50, right: 20, top: 12, bottom: 38 };
const BOX = plotBox(PANEL);
const GAP = 0.16; // of a layer's room, on each side of its bar
const KEY = 0.1; // of a power of ten, for a key

function barNodes() {
  return {
    grid: drawing("g", { class: "nb-axes" }),
    level: drawing("path", { class: "nb-level" }),
    inside: drawing("path", { class: "nb-sizes" }),
    beyond: drawing("path", { class: "nb-cut" }),
  };
}

// Draw the bars, and return the scales.
function drawBars({ grid, level, inside, beyond }, bars, { depth, powers }, label) {
  const scales = axes(PANEL, {
    x: { range: [-0.7, depth + 0.7], label: "layer" },
    y: { range: powers, label, every: 4 },
  });
  grid.replaceChildren(...scales.nodes);
  const zero = scales.toY(0);
  level.setAttribute("d", `M${BOX.x},${zero.toFixed(1)}h${BOX.width}`);
  const shapes = { inside: "", beyond: "" };
  for (const bar of bars) {
    const left = scales.toX(bar.at - 0.5 + GAP).toFixed(1);
    const right = scales.toX(bar.at + 0.5 - GAP).toFixed(1);
    const end = scales.toY(clamp(bar.power, ...powers));
    const top = (Math.abs(end - zero) < 1 ? zero - 1 : end).toFixed(1); // a bar of size 1 is seen
    shapes[bar.beyond ? "beyond" : "inside"] += `M${left},${zero.toFixed(1)}V${top}H${right}V${
      zero.toFixed(1)
    }z`;
  }
  inside.setAttribute("d", shapes.inside);
  beyond.setAttribute("d", shapes.beyond);
  return scales;
}

/** The signal, layer by layer. move(changes, going) when the ring is moved. */
export function forwardPicture({ move }) {
  const nodes = barNodes();
  const clip = clipTo(drawing("rect", BOX));
  const line = drawing("path", { class: "nb-wished" });
  const grip = ring();
  const svg = picture(
    PANEL,
    { class: "nb-forward", role: "group", "aria-label": "size of the signal after each layer" },
    drawing("defs", {}, clip.node),
    nodes.grid,
    nodes.inside,
    nodes.beyond,
    nodes.level,
    clip.wrap(line),
    grip.node,
  );
  let view = null;
  let scales = null;
  const end = lineHandle({ svg, grip }, { view: () => view, scales: () => scales }, move);
  return {
    node: svg,
    draw(now) {
      view = now;
      scales = drawBars(nodes, now.forward, now, "power of ten");
      const { toX, toY } = scales;
      line.setAttribute("d", polyline([[toX(0), toY(0)], [toX(now.depth), toY(now.line)]]));
      grip.at(toX(now.depth), toY(clamp(now.line, ...now.powers)));
      end.refresh();
    },
  };
}

// The ring at the end of the dashed line, which goes up and down.
function lineHandle({ svg, grip }, { view, scales }, move) {
  return handle(grip.node, {
    toData(event) {
      const [, py] = pointer(svg, event);
      return [view().depth, scales().fromY(py)];
    },
    getPoint: () => [view().depth, view().line],
    step: () => [0, KEY],
    describe: {
      label: "end of the dashed line",
      value: ([, power]) => `power ${write(power)} of ten, gain ${write(view().gain)}`,
    },
    onMove([, power], going) {
      const gain = gainFor(power, view().depth);
      move({ gain: Number(gain.toPrecision(6)), preset: "" }, going);
    },
  });
}

/** The gradient, layer by layer. */
export function backwardPicture() {
  const nodes = barNodes();
  const svg = picture(
    PANEL,
    { class: "nb-backward", role: "img" },
    nodes.grid,
    nodes.inside,
    nodes.beyond,
    nodes.level,
  );
  return {
    node: svg,
    draw(view) {
      drawBars(nodes, view.backward, view, "power of ten");
      svg.setAttribute("aria-label", picturedBackward(view));
    },
  };
}
