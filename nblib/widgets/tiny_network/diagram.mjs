// The network as neurons: each shows what it makes of the plane; lines are weights; buttons add and take away.
import { assign, drawing, element } from "../core/dom.mjs";
import { write } from "../core/numbers.mjs";
import { largest, NODES, paint, PLACES } from "./field.mjs";
import { EDGE } from "./data.mjs";

const VIEW = { width: 420, height: 290, side: 30, gap: 35, margin: 34 };
const EVERY_NODE = 2;
const TILE = (NODES + 1) / 2; // a tile shows every second node

/** onLook([layer, index] or []) when a neuron is chosen; onWidths(widths) when the network is to be another. */
export function diagram({ onLook, onWidths, deepest, widest }) {
  const edges = drawing("g", {});
  const names = drawing("g", {});
  const svg = drawing(
    "svg",
    { viewBox: `0 0 ${VIEW.width} ${VIEW.height}`, "aria-hidden": "true" },
    edges,
    names,
  );
  const tiles = element("div", {
    class: "nb-neurons",
    role: "toolbar",
    "aria-label": "neurons: arrow keys go from one to the next, Enter looks at it",
  });
  const head = element("div", { class: "nb-columns" });
  const depth = element("div", { class: "nb-depth", role: "group", "aria-label": "hidden layers" });
  const node = element(
    "div",
    { class: "nb-diagram" },
    depth,
    head,
    element("div", { class: "nb-graph" }, svg, tiles),
  );
  let shape = null;
  let lines = [];
  let neurons = [];
  let widths = [];
  let chosen = [];

  const columnX = (k) => VIEW.margin + (k * (VIEW.width - 2 * VIEW.margin)) / (widths.length + 1);
  const rowY = (j, m) => VIEW.height / 2 + (j - (m - 1) / 2) * VIEW.gap;
  const stepper = (label, unit, value, low, high, act) => [
    element("button", {
      type: "button",
      "aria-label": `one ${unit} less${label}`,
      click: () => act(value - 1),
      ...(value <= low && { disabled: "" }),
    }, "−"),
    element("span", { class: "nb-count" }, String(value)),
    element("button", {
      type: "button",
      "aria-label": `one ${unit} more${label}`,
      click: () => act(value + 1),
      ...(value >= high && { disabled: "" }),
    }, "+"),
  ];
  // The buttons are made anew with the network; who pressed one keeps the focus on its successor.
  const keepingFocus = (act) => {
    const label = node.contains(document.activeElement)
      ? document.activeElement.getAttribute("aria-label")
      : null;
    act();
    if (!label) return;
    const again = node.querySelector(`[aria-label="${CSS.escape(label)}"]:not(:disabled)`);
    (again ?? node.querySelector("button:not(:disabled)")).focus({ preventScroll: true });
  };

  function build(now) {
    widths = [...now];
    const sizes = [2, ...widths, 1];
    const last = sizes.length - 1;
    lines = [];
    neurons = [];
    edges.replaceChildren(
      ...sizes.slice(1).flatMap((m, k) =>
        Array.from({ length: sizes[k] * m }, (_, at) => {
          const i = Math.floor(at / m);
          const j = at % m;
          const line = drawing("line", {
            x1: columnX(k) + VIEW.side / 2,
            y1: rowY(i, sizes[k]),
            x2: columnX(k + 1) - VIEW.side / 2,
            y2: rowY(j, m),
          });
          lines.push({ line, k, at });
          return line;
        })
      ),
    );
    names.replaceChildren(
      ...[0, 1].map((j) =>
        drawing("text", {
          x: columnX(0) - VIEW.side / 2 - 4,
          y: rowY(j, 2) + 4,
          "text-anchor": "end",
        }, `x${"₁₂"[j]}`)
      ),
      drawing("text", {
        x: columnX(last),
        y: rowY(0, 1) + VIEW.side / 2 + 14,
        "text-anchor": "middle",
      }, "output"),
    );
    tiles.replaceChildren(...sizes.flatMap((m, k) =>
      Array.from({ length: m }, (_, j) => {
        const canvas = element("canvas", { width: TILE, height: TILE, "aria-hidden": "true" });
        const at = `left:${(columnX(k) / VIEW.width) * 100}%;top:${
          (rowY(j, m) / VIEW.height) * 100
        }%`;
        const place = k === 0
          ? element("div", { class: "nb-neuron nb-input", style: at }, canvas)
          : element("button", {
            type: "button",
            class: "nb-neuron",
            style: at,
            "aria-label": k === last ? "output" : `neuron ${j + 1} of layer ${k}`,
            click: () => onLook(k === last ? [] : [k, j + 1]),
            keydown: (event) => walk(event, k, j),
          }, canvas);
        const context = canvas.getContext("2d");
        neurons.push({ place, k, j, context, image: context.createImageData(TILE, TILE) });
        return place;
      })
    ));
    head.replaceChildren(
      ...widths.map((m, k) =>
        element(
          "div",
          {
            class: "nb-stepper",
            role: "group",
            "aria-label": `layer ${k + 1}`,
            style: `left:${(columnX(k + 1) / VIEW.width) * 100}%`,
          },
          ...stepper(
            ` in layer ${k + 1}`,
            "neuron",
            m,
            1,
            widest,
            (v) =>
              onWidths(widths.with ? widths.with(k, v) : widths.map((n, at) => (at === k ? v : n))),
          ),
        )
      ),
    );
    depth.replaceChildren(
      element("span", {}, "hidden layers"),
      ...stepper(
        "",
        "hidden layer",
        widths.length,
        0,
        deepest,
        (v) => onWidths(v < widths.length ? widths.slice(0, v) : [...widths, widths.at(-1) ?? 4]),
      ),
    );
  }

  // Arrow keys: up and down within a layer, left and right to the next.
  function walk(event, k, j) {
    const by =
      { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    if (!by) return;
    event.preventDefault();
    const column = neurons.filter((n) => n.k === k + by[0] && n.k > 0);
    const next = column[Math.min(column.length - 1, Math.max(0, j + by[1]))];
    if (!next) return;
    rove(next);
    next.place.focus();
  }
  const rove = (to) =>
    neurons.forEach((n) => n.k && assign(n.place, { tabindex: n === to ? 0 : -1 }));

  return {
    node,
    /** given: what each layer makes of the nodes of the field. */
    draw(trainer, given, neuron, palette) {
      const now = trainer.layers.slice(0, -1).map(({ m }) => m);
      const last = now.length + 1;
      const anew = shape !== now.join();
      if (anew) {
        keepingFocus(() => build(now));
        shape = now.join();
      }
      for (const { line, k, at } of lines) {
        const weight = trainer.layers[k].w[at];
        assign(line, {
          "stroke-width": (0.3 + 4 * Math.tanh(Math.abs(weight) / 3)).toFixed(2),
          class: weight > 0 ? "nb-lifts" : "nb-lowers",
        });
      }
      const dead = trainer.dead();
      for (const n of neurons) {
        const { m } = n.k ? trainer.layers[n.k - 1] : { m: 2 };
        const values = n.k ? given[n.k - 1].h : PLACES;
        const most = n.k === last ? 1 : n.k ? largest(values, n.j, m) : EDGE;
        paint(
          n.context,
          n.image,
          n.k === last ? (i) => Math.tanh(values[i] / 2) : (i) => values[i * m + n.j] / most,
          EVERY_NODE,
          palette,
        );
        if (!n.k) continue;
        const here = n.k === last ? !neuron.length : n.k === neuron[0] && n.j + 1 === neuron[1];
        const gone = n.k !== last && dead[n.k - 1][n.j];
        n.place.classList.toggle("nb-dead", gone);
        assign(n.place, {
          "aria-pressed": here,
          "aria-label": n.k === last
            ? "output"
            : `neuron ${n.j + 1} of layer ${n.k}${gone ? ", dead" : ""}`,
        });
        if (here && (anew || chosen.join() !== neuron.join())) rove(n);
      }
      chosen = neuron;
    },
    /** The weights of a neuron in words. */
    sums(trainer, [layer, index]) {
      const { n, m, w, b } = trainer.layers[layer - 1];
      const parts = Array.from(
        { length: n },
        (_, i) => `${write(w[i * m + index - 1], 2)} ${layer === 1 ? "x" : "h"}${"₁₂₃₄₅₆₇₈"[i]}`,
      );
      return `${[...parts, write(b[index - 1], 2)].join(" + ").replaceAll("+ −", "− ")}`;
    },
  };
}
