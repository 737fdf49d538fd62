// The graph from above: leaves at the top, the last node at the bottom; values flow down, gradients up.
import { assign, drawing, uniqueId } from "../core/dom.mjs";
import { handle } from "../core/handle.mjs";
import { clamp, write } from "../core/numbers.mjs";
import { known, reached } from "./maths.mjs";

const VIEW = { width: 420, level: 92, top: 34, reach: 128 };
const BOX = { width: 158, height: 52 };
const PIXELS = 30; // of a drag, to one unit of a leaf

/** onValue(name, value, going) when a leaf is moved; limit: how far. */
export function graphPicture({ onValue, limit }) {
  const id = uniqueId("up");
  const defs = drawing(
    "defs",
    {},
    drawing("marker", {
      id,
      viewBox: "0 0 8 8",
      refX: 5,
      refY: 4,
      markerWidth: 7,
      markerHeight: 7,
      orient: "auto",
      markerUnits: "userSpaceOnUse",
    }, drawing("path", { class: "nb-up-head", d: "M0,0 L8,4 L0,8 z" })),
  );
  const svg = drawing("svg", {
    class: "nb-graph-picture",
    role: "group",
    "aria-label": "the graph: values go down, gradients go up",
  });
  let boxes = [];
  let wires = [];
  let nodes = [];
  let values = {};

  const middle = (
    { place: [level, across] },
  ) => [VIEW.width / 2 + across * VIEW.reach, VIEW.top + level * VIEW.level];

  function build(now) {
    nodes = now;
    const asks = reached(nodes);
    wires = [];
    boxes = [];
    nodes.forEach((node, k) =>
      node.inputs.forEach((from, input) => {
        const [x1, y1] = middle(nodes[from]);
        const [x2, y2] = middle(node);
        const twice = node.inputs[0] === node.inputs[1] && node.inputs.length === 2;
        const shift = node.inputs.length === 2
          ? (twice
            ? (input ? 1 : -1)
            : nodes[from].place[1] < nodes[node.inputs[1 - input]].place[1]
            ? -1
            : 1)
          : 0;
        const a = [x1 + (twice ? shift * 34 : 0), y1 + BOX.height / 2];
        const b = [
          x2 + shift * 34,
          y2 - BOX.height / 2,
        ];
        const bow = twice ? shift * 26 : 0;
        const half = (a[1] + b[1]) / 2;
        const down = `M${a}C${a[0] + bow},${half} ${b[0] + bow},${half} ${b}`;
        const up = `M${b}C${b[0] + bow},${half} ${a[0] + bow},${half} ${a[0]},${a[1] + 4}`;
        const near = twice ? 0.5 : 0.78; // a name stands near the op: there two lines that leave one node are apart
        const along = twice
          ? (a[0] + b[0]) / 2 + 0.75 * bow
          : a[0] + (b[0] - a[0]) * (near * near * (3 - 2 * near));
        const text = drawing("text", {
          x: along + (shift || 1.4) * 6,
          y: a[1] + near * (b[1] - a[1]) + 4,
          "text-anchor": shift < 0 ? "end" : "start",
          class: "nb-gift",
        });
        const path = drawing("path", { class: "nb-wire", d: down });
        wires.push({ path, text, k, input, from, down, up, asked: asks[from] });
      })
    );
    nodes.forEach((node, k) => {
      const [x, y] = middle(node);
      const w = BOX.width;
      const h = BOX.height;
      const name = drawing("text", { x: -w / 2 + 9, y: -5, class: "nb-node-name" }, node.formula);
      const value = drawing("text", {
        x: w / 2 - 9,
        y: -5,
        "text-anchor": "end",
        class: "nb-node-value",
      });
      const grad = drawing("text", { x: -w / 2 + 9, y: 16, class: "nb-node-grad" });
      const parts = [
        drawing("rect", {
          class: "nb-node-box",
          x: -w / 2,
          y: -h / 2,
          width: w,
          height: h,
          rx: node.op ? 6 : 20,
        }),
        name,
        value,
        grad,
      ];
      const group = drawing("g", {
        class: node.op ? "nb-node" : "nb-node nb-leaf",
        transform: `translate(${x} ${y})`,
      }, ...parts);
      let grip = null;
      if (!node.op) {
        name.setAttribute("x", -w / 2 + 12);
        value.setAttribute("x", w / 2 - 12);
        grad.setAttribute("x", -w / 2 + 12);
        group.append(drawing("path", { class: "nb-updown", d: `M0,-17l-4,5h8zM0,-5l-4,-5h8z` }));
        if (node.data) group.classList.add("nb-data");
        grip = handle(group, {
          toData: (event) => [-event.clientY / PIXELS, -event.clientY / PIXELS],
          getPoint: () => [values[node.name], values[node.name]],
          step: 0.1,
          describe: { label: `value of ${node.name}`, value: ([v]) => write(v) },
          onMove([x, y], going) { // a drag moves both, a key one of them
            const before = values[node.name];
            onValue(
              node.name,
              Number(clamp(x !== before ? x : y, -limit, limit).toFixed(2)),
              going,
            );
          },
        });
        assign(group, { "aria-valuemin": -limit, "aria-valuemax": limit });
      }
      boxes.push({ group, value, grad, grip, asked: asks[k] });
    });
    const height = Math.max(...nodes.map((node) => middle(node)[1])) + BOX.height / 2 + 8;
    assign(svg, { viewBox: `0 0 ${VIEW.width} ${height}` });
    svg.replaceChildren(
      defs,
      ...wires.map(({ path }) => path),
      ...boxes.map(({ group }) => group),
      ...wires.map(({ text }) => text),
    );
  }

  function draw(now, current, events, position) {
    if (now !== nodes) build(now);
    values = current;
    const at = known(nodes, values, events, position);
    const event = events[position - 1];
    boxes.forEach(({ group, value, grad, grip, asked }, k) => {
      value.textContent = at.values[k] === null ? "" : write(at.values[k]);
      showGradient(grad, at.grads[k] !== null ? sum(at.gifts[k]) : "");
      const active = event &&
        (event.kind === "backward" ? event.to === k || event.node === k : event.node === k);
      group.classList.toggle("nb-now", Boolean(active));
      group.classList.toggle("nb-back", Boolean(active) && event.kind !== "forward");
      group.classList.toggle("nb-stored", at.stored[k]);
      group.classList.toggle("nb-empty", at.values[k] === null);
      grip?.refresh();
      if (!asked) grad.textContent = "data";
    });
    for (const { path, text, k, input, from, down, up, asked } of wires) {
      const gift = at.gifts[from].find((g) => g.node === k && g.input === input);
      const forward = event?.kind === "forward" && event.node === k;
      const back = event?.kind === "backward" && event.node === k && event.input === input;
      assign(path, {
        d: back ? up : down,
        class: `nb-wire${asked ? "" : " nb-unasked"}${gift ? " nb-given" : ""}${
          forward ? " nb-forward" : ""
        }${back ? " nb-passing" : ""}`,
        "marker-end": back ? `url(#${id})` : null,
      });
      text.textContent = gift ? signed(gift.given) : "";
      text.classList.toggle("nb-passing", back);
    }
    return at;
  }

  return { node: svg, draw };
}

// A long sum is written smaller, and without its name.
function showGradient(text, words) {
  text.textContent = words && `${words.length > 19 ? "" : "grad "}${words}`;
  text.style.fontSize = `${
    Math.min(13, (BOX.width - 24) / (0.62 * text.textContent.length || 1)).toFixed(1)
  }px`;
}

const signed = (v) => (v < 0 ? write(v, 2) : `+${write(v, 2)}`);
/** A gradient as the sum that it has grown from: 3 + 3 = 6. */
function sum(gifts) {
  const total = gifts.reduce((a, { given }) => a + given, 0);
  if (gifts.length < 2) return write(total);
  return `${
    gifts.map((
      { given },
      i,
    ) => (i ? (given < 0 ? `− ${write(-given, 2)}` : `+ ${write(given, 2)}`) : write(given, 2)))
      .join(" ")
  } = ${write(total)}`;
}
