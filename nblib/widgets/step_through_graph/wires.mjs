// The wires of the graph: a value goes down each of them, a share of a gradient comes up.
import { assign, drawing, uniqueId } from "../core/dom.mjs";
import { write } from "../core/numbers.mjs";
import { BOX, middle } from "./layout.mjs";

const SIDE = 34; // from the middle of a node to where the first or the second of two wires ends
const BOW = 26; // by which two wires between the same nodes bend apart

/** The head of the arrow up a wire: put `node` into the picture's defs, and `url` on the wire. */
export function upHead() {
  const id = uniqueId("up");
  const shape = drawing("path", { class: "nb-up-head", d: "M0,0 L8,4 L0,8 z" });
  const size = { refX: 5, refY: 4, markerWidth: 7, markerHeight: 7 };
  const attributes = { id, viewBox: "0 0 8 8", ...size, orient: "auto" };
  return {
    url: `url(#${id})`,
    node: drawing("marker", { ...attributes, markerUnits: "userSpaceOnUse" }, shape),
  };
}

/** All wires of a graph; asks: which nodes a gradient reaches. */
export const makeWires = (nodes, asks) =>
  nodes.flatMap((node, k) =>
    node.inputs.map((from, input) => {
      const { down, up, name } = route(nodes, node, input);
      const path = drawing("path", { class: "nb-wire", d: down });
      const text = drawing("text", { ...name, class: "nb-halo nb-gift" });
      return { path, text, k, input, from, down, up, asked: asks[from] };
    })
  );

// On which side of its node an input arrives: −1 left, 1 right, 0 in the middle for a single one.
function sideOf(nodes, { inputs }, input) {
  if (inputs.length !== 2) return 0;
  const other = inputs[1 - input];
  if (inputs[input] === other) return input ? 1 : -1;
  return nodes[inputs[input]].place[1] < nodes[other].place[1] ? -1 : 1;
}

// The way down a wire and the way up, and where the name of what it carries stands.
function route(nodes, node, input) {
  const [x1, y1] = middle(nodes[node.inputs[input]]);
  const [x2, y2] = middle(node);
  const twice = node.inputs.length === 2 && node.inputs[0] === node.inputs[1];
  const side = sideOf(nodes, node, input);
  const startX = x1 + (twice ? side * SIDE : 0);
  const startY = y1 + BOX.height / 2;
  const endX = x2 + side * SIDE;
  const endY = y2 - BOX.height / 2;

  // Both ways bend alike; the way up ends a little lower, where its head has room.
  const bow = twice ? side * BOW : 0;
  const half = (startY + endY) / 2;
  const down = `C${startX + bow},${half} ${endX + bow},${half} ${endX},${endY}`;
  const up = `C${endX + bow},${half} ${startX + bow},${half} ${startX},${startY + 4}`;

  // A name stands near the op: there two lines that leave one node are apart.
  const near = twice ? 0.5 : 0.78;
  const along = twice
    ? (startX + endX) / 2 + 0.75 * bow
    : startX + (endX - startX) * (near * near * (3 - 2 * near));
  return {
    down: `M${startX},${startY}${down}`,
    up: `M${endX},${endY}${up}`,
    name: {
      x: along + (side || 1.4) * 6,
      y: startY + near * (endY - startY) + 4,
      "text-anchor": side < 0 ? "end" : "start",
    },
  };
}

/**
 * Show what a wire carries in a view; headUrl: of the arrow for a gradient that comes up it now.
 */
export function drawWire(wire, { at, event }, headUrl) {
  const { path, text, k, input, from, down, up, asked } = wire;
  const gift = at.gifts[from].find((one) => one.node === k && one.input === input);
  const forward = event?.kind === "forward" && event.node === k;
  const back = event?.kind === "backward" && event.node === k && event.input === input;
  const classes = [
    "nb-wire",
    !asked && "nb-unasked",
    gift && "nb-given",
    forward && "nb-forward",
    back && "nb-passing",
  ];
  assign(path, {
    d: back ? up : down,
    class: classes.filter(Boolean).join(" "),
    "marker-end": back ? headUrl : null,
  });
  text.textContent = gift ? signed(gift.given) : "";
  text.classList.toggle("nb-passing", back);
}

const signed = (v) => (v < 0 ? write(v, 2) : `+${write(v, 2)}`);
