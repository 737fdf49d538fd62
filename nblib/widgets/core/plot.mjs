// Parts of a picture: its frame, axes with their numbers, lines through points, rings, the head of
// an arrow.
import { assign, drawing, uniqueId } from "./dom.mjs";
import { powerOfTen, scale, ticks, write } from "./numbers.mjs";

// A panel is { width, height, left, right, top, bottom }, the last four being margins.

/** The box within the margins of a panel, as the attributes of a rectangle. */
export const plotBox = ({ width, height, left, right, top, bottom }) => ({
  x: left,
  y: top,
  width: width - left - right,
  height: height - top - bottom,
});

/** A picture of this width and height. */
export const picture = ({ width, height }, attributes, ...children) =>
  drawing("svg", { viewBox: `0 0 ${width} ${height}`, ...attributes }, ...children);

/**
 * What cuts off beyond a rectangle: `node` goes into a picture's defs; wrap(…) puts parts within.
 */
export function clipTo(rectangle) {
  const id = uniqueId("clip");
  return {
    node: drawing("clipPath", { id }, rectangle),
    wrap: (...parts) => drawing("g", { "clip-path": `url(#${id})` }, ...parts),
  };
}

const pair = (x, y) => `${x.toFixed(1)},${y.toFixed(1)}`;
/** A line through points [[x, y], …], as the d of a path. */
export const polyline = (points) => `M${points.map(([x, y]) => pair(x, y)).join("L")}`;
/** A spot at each point: a line without length, whose round ends are seen. */
export const spots = (points) => points.map(([x, y]) => `M${pair(x, y)}h0`).join("");
/** A small cross. */
export const crossAt = (x, y) => `M${x - 6},${y}h12m-6,-6v12`;

/**
 * The head of an arrow: put `node` into the picture's defs, and `url` on the path as marker-end.
 */
export function arrowHead() {
  const id = uniqueId("head");
  const shape = drawing("path", { class: "nb-arrow-head", d: "M0,0 L8,4 L0,8 z" });
  const size = { refX: 6, refY: 4, markerWidth: 5, markerHeight: 5 };
  return {
    url: `url(#${id})`,
    node: drawing("marker", { id, viewBox: "0 0 8 8", ...size, orient: "auto" }, shape),
  };
}

/**
 * Scales and axes of a panel. x, y: { range: [low, high], label, every: wanted number of ticks,
 * bare: no numbers }. Returns { toX, toY, fromX, fromY, nodes }.
 */
export function axes(panel, { x, y }) {
  const edges = {
    west: panel.left,
    east: panel.width - panel.right,
    north: panel.top,
    south: panel.height - panel.bottom,
  };
  const across = [edges.west, edges.east];
  const upward = [edges.south, edges.north];
  const toX = scale(x.range, across);
  const toY = scale(y.range, upward);
  const nodes = [...ticksOfX(x, toX, edges), ...ticksOfY(y, toY, edges)];
  if (x.label) nodes.push(nameOfX(x.label, edges));
  if (y.label) nodes.push(nameOfY(y.label, edges));
  return { toX, toY, fromX: scale(across, x.range), fromY: scale(upward, y.range), nodes };
}

function ticksOfX({ range, every = 5, bare }, toX, { north, south }) {
  return ticks(...range, every).flatMap((v) => {
    const line = drawing("path", { d: `M${toX(v).toFixed(1)},${north}V${south}` });
    if (bare) return [line];
    return [
      line,
      drawing("text", { x: toX(v), y: south + 15, "text-anchor": "middle" }, write(v)),
    ];
  });
}

function ticksOfY({ range, every = 5, bare }, toY, { west, east }) {
  return ticks(...range, every).flatMap((v) => {
    const line = drawing("path", { d: `M${west},${toY(v).toFixed(1)}H${east}` });
    if (bare) return [line];
    return [line, drawing("text", { x: west - 6, y: toY(v) + 4, "text-anchor": "end" }, write(v))];
  });
}

const AXIS_NAME = { "text-anchor": "middle", class: "nb-axis-name" };

const nameOfX = (label, { west, east, south }) =>
  drawing("text", { x: (west + east) / 2, y: south + 31, ...AXIS_NAME }, label);

function nameOfY(label, { north, south }) {
  const x = 10;
  const y = (north + south) / 2;
  return drawing("text", { x, y, ...AXIS_NAME, transform: `rotate(-90 ${x},${y})` }, label);
}

/** Lines with their numbers at about `count` whole powers of ten from low to high, up a panel. */
export function powersUp(panel, { low, high, toY, count }) {
  const every = Math.ceil((high - low) / count);
  const marks = [];
  for (let power = low; power <= high; power += every) {
    const y = toY(power);
    marks.push(
      drawing("path", { d: `M${panel.left},${y}H${panel.width - panel.right}` }),
      drawing("text", { x: panel.left - 6, y: y + 4, "text-anchor": "end" }, powerOfTen(power)),
    );
  }
  return marks;
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

/**
 * A ring that can be dragged, with an area around it that a finger hits; place it with at(x, y).
 */
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
