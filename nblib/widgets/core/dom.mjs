// Building blocks of a page: elements, drawings, ids.

const SVG = "http://www.w3.org/2000/svg";

function build(node, attributes, children) {
  assign(node, attributes);
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}

/** Set attributes; a function is an event listener, null removes. */
export function assign(node, attributes) {
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (typeof value === "function") node.addEventListener(name, value);
    else if (value === null || value === undefined) node.removeAttribute(name);
    else node.setAttribute(name, value);
  }
}

export const element = (tag, attributes, ...children) =>
  build(document.createElement(tag), attributes, children);
export const drawing = (tag, attributes, ...children) =>
  build(document.createElementNS(SVG, tag), attributes, children);

let count = 0;
/** An id that no other element of the page has, whatever number of widgets stand on it. */
export const uniqueId = (name) => `nb-${name}-${Math.random().toString(36).slice(2, 8)}-${++count}`;

/** The small print below a picture. */
export const caption = (...words) => element("div", { class: "nb-caption" }, ...words);

const inColumns = (name, columns) =>
  element("div", { class: name }, ...columns.map((nodes) => element("div", {}, ...nodes)));
/** Columns of one width, each an array of what stands in it; on a narrow page they stack. */
export const sideBySide = (...columns) => inColumns("nb-panels nb-even", columns);
/** Two columns, the first the wider one. */
export const wideAndNarrow = (...columns) => inColumns("nb-panels", columns);

/** Change the text of an element, and leave it alone where nothing changes. */
export function setText(node, text) {
  if (node.textContent !== text) node.textContent = text;
}
