// The graph from above: leaves at the top, the last node at the bottom; values flow down, gradients
// up.
import { assign, drawing } from "../core/dom.mjs";
import { drawBox, makeBox } from "./boxes.mjs";
import { extent } from "./layout.mjs";
import { reached } from "./maths.mjs";
import { drawWire, makeWires, upHead } from "./wires.mjs";

/** onValue(name, value, going) when a leaf is moved; limit: how far. */
export function graphPicture({ onValue, limit }) {
  const head = upHead();
  const defs = drawing("defs", {}, head.node);
  const svg = drawing("svg", {
    class: "nb-graph-picture",
    role: "group",
    "aria-label": "the graph: values go down, gradients go up",
  });
  let view = null;
  let boxes = [];
  let wires = [];
  const valueOf = (name) => view.values[name];

  const build = (nodes) => {
    const asks = reached(nodes);
    wires = makeWires(nodes, asks);
    boxes = nodes.map((node, k) => makeBox(node, asks[k], { valueOf, onValue, limit }));
    const { width, height } = extent(nodes);
    assign(svg, { viewBox: `0 0 ${width} ${height}` });
    svg.replaceChildren(
      defs,
      ...wires.map(({ path }) => path),
      ...boxes.map(({ group }) => group),
      ...wires.map(({ text }) => text),
    );
  };
  return {
    node: svg,
    draw(now) {
      const anew = now.nodes !== view?.nodes;
      view = now;
      if (anew) build(now.nodes);
      boxes.forEach((box, k) => drawBox(box, k, now));
      for (const wire of wires) drawWire(wire, now, head.url);
    },
  };
}
