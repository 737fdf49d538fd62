// Parts of a picture: a surface seen from above, axes with their numbers, the head of an arrow.
import { assign, drawing, element, uniqueId } from "./dom.mjs";
import { contour } from "./contours.mjs";
import { scale, ticks, write } from "./numbers.mjs";

/**
 * A surface seen from above: shading and contour lines, in a box of width × height at (left, top).
 * draw(values, heights): values on an (nx + 1) × (ny + 1) grid, row by row from the bottom; heights: the levels of the lines.
 */
export function landscape({ width, height, nx, ny, left = 0, top = 0 }) {
  const id = uniqueId("shade");
  const image = drawing("image", { x: left, y: top, width, height, preserveAspectRatio: "none" });
  const shaded = drawing("rect", {
    x: left,
    y: top,
    width,
    height,
    class: "nb-shade",
    mask: `url(#${id})`,
  });
  const lines = drawing("path", { class: "nb-contours" });
  const canvas = element("canvas", { width: nx + 1, height: ny + 1 });
  const context = canvas.getContext("2d");
  const f = (v) => Math.round(v * 10) / 10; // several times quicker than toFixed
  return {
    node: drawing(
      "g",
      {},
      drawing("mask", { id, style: "mask-type: alpha" }, image),
      shaded,
      lines,
    ),
    draw(values, heights) {
      const dx = width / nx;
      const dy = height / ny;
      lines.setAttribute(
        "d",
        heights.flatMap((level) =>
          contour(values, nx, ny, level).map(([a, b, c, d]) =>
            `M${f(left + a * dx)},${f(top + height - b * dy)}L${f(left + c * dx)},${
              f(top + height - d * dy)
            }`
          )
        ).join(""),
      );
      const shade = context.createImageData(nx + 1, ny + 1);
      for (let j = 0; j <= ny; j++) {
        for (let i = 0; i <= nx; i++) {
          const value = values[j * (nx + 1) + i];
          let below = 0;
          for (const level of heights) if (level < value) below++;
          shade.data[((ny - j) * (nx + 1) + i) * 4 + 3] = (255 * 0.42 * below) / heights.length;
        }
      }
      context.putImageData(shade, 0, 0);
      image.setAttribute("href", canvas.toDataURL());
    },
  };
}

/** The head of an arrow: put `node` into the picture's defs, and `url` on the path as marker-end. */
export function arrowHead() {
  const id = uniqueId("head");
  const shape = drawing("path", { class: "nb-arrow-head", d: "M0,0 L8,4 L0,8 z" });
  return {
    url: `url(#${id})`,
    node: drawing("marker", {
      id,
      viewBox: "0 0 8 8",
      refX: 6,
      refY: 4,
      markerWidth: 5,
      markerHeight: 5,
      orient: "auto",
    }, shape),
  };
}

/**
 * Scales and axes of a panel { width, height, left, right, top, bottom }, the last four being margins.
 * x, y: { range: [low, high], label, every: wanted number of ticks, bare: no numbers }.
 * Returns { toX, toY, fromX, fromY, nodes }.
 */
export function axes(panel, { x, y }) {
  const west = panel.left;
  const east = panel.width - panel.right;
  const north = panel.top;
  const south = panel.height - panel.bottom;
  const toX = scale(x.range, [west, east]);
  const toY = scale(y.range, [south, north]);
  const text = (at, words) => drawing("text", at, words);
  const nodes = [];
  for (const v of ticks(...x.range, x.every ?? 5)) {
    nodes.push(
      drawing("path", { d: `M${toX(v).toFixed(1)},${north}V${south}` }),
      x.bare ? "" : text({ x: toX(v), y: south + 15, "text-anchor": "middle" }, write(v)),
    );
  }
  for (const v of ticks(...y.range, y.every ?? 5)) {
    nodes.push(
      drawing("path", { d: `M${west},${toY(v).toFixed(1)}H${east}` }),
      y.bare ? "" : text({ x: west - 6, y: toY(v) + 4, "text-anchor": "end" }, write(v)),
    );
  }
  if (x.label) {
    nodes.push(
      text(
        { x: (west + east) / 2, y: south + 31, "text-anchor": "middle", class: "nb-axis-name" },
        x.label,
      ),
    );
  }
  if (y.label) {
    const at = [10, (north + south) / 2];
    nodes.push(
      text({
        x: at[0],
        y: at[1],
        "text-anchor": "middle",
        class: "nb-axis-name",
        transform: `rotate(-90 ${at})`,
      }, y.label),
    );
  }
  return {
    toX,
    toY,
    fromX: scale([west, east], x.range),
    fromY: scale([south, north], y.range),
    nodes: nodes.filter(Boolean),
  };
}

/** Where a pointer is, in the units of the picture's viewBox. */
export function pointer(svg, event) {
  const box = svg.getBoundingClientRect();
  const view = svg.viewBox.baseVal;
  return [
    ((event.clientX - box.left) / box.width) * view.width,
    ((event.clientY - box.top) / box.height) * view.height,
  ];
}

/** A ring that can be dragged, with an area around it that a finger hits; place it with at(x, y). */
export function ring(attributes = {}, radius = 10) {
  const node = drawing(
    "g",
    { ...attributes, class: ["nb-grip", attributes.class].filter(Boolean).join(" ") },
    drawing("rect", { class: "nb-grip-area", x: -24, y: -24, width: 48, height: 48 }),
    drawing("circle", { class: "nb-grip-ring", r: radius }),
  );
  return {
    node,
    at: (x, y) => assign(node, { transform: `translate(${x.toFixed(2)} ${y.toFixed(2)})` }),
  };
}
