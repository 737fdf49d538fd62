// Building blocks of a page: elements, labeled controls, a handle that is dragged or moved with the keyboard.

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

/**
 * A slider with a number field beside it, both for one value. `log` spaces the slider by factors; with a whole `step`
 * the value is a whole number.
 * onInput is called with a number within [min, max]; what is not a number is refused and said.
 */
export function slider({ label, min, max, step, value, log = false, digits = 3, onInput }) {
  const id = uniqueId("slider");
  // A logarithmic slider has 1000 places, so that it reaches both its ends.
  const toSlider = (v) => (log ? 1000 * (Math.log(v / min) / Math.log(max / min)) : v);
  const whole = Number.isInteger(step);
  const fromSlider = (s) => {
    const v = log ? min * (max / min) ** (s / 1000) : s;
    return whole ? Math.round(v) : Number(v.toPrecision(digits));
  };
  const range = element("input", {
    type: "range",
    id,
    min: toSlider(min),
    max: toSlider(max),
    step: log ? 1 : step,
    input: () => take(fromSlider(Number(range.value))),
  });
  const field = element("input", {
    type: "text",
    inputmode: "decimal",
    autocomplete: "off",
    "aria-label": `${label}, as a number`,
    change: () => read(),
    keydown: (event) => {
      if (event.key === "Enter") read();
    },
  });
  const problem = element("span", { class: "nb-problem", role: "alert" });
  const node = element(
    "div",
    { class: "nb-slider" },
    element("label", { for: id }, label),
    range,
    field,
    problem,
  );
  const show = (v) => {
    range.value = toSlider(v);
    range.setAttribute("aria-valuetext", String(v));
    field.value = String(v);
  };
  const take = (v) => {
    const kept = Math.min(max, Math.max(min, v));
    problem.textContent = "";
    field.removeAttribute("aria-invalid");
    show(kept);
    onInput(kept);
  };
  const read = () => {
    const typed = field.value.trim().replace(",", ".");
    const number = Number(typed);
    if (typed === "" || !Number.isFinite(number) || number < min || number > max) {
      field.setAttribute("aria-invalid", "true");
      problem.textContent = `a number from ${min} to ${max}, please`;
      return;
    }
    take(whole ? Math.round(number) : number);
  };
  show(value);
  return {
    node,
    show,
    setMax(v) {
      max = v;
      range.max = toSlider(v);
    },
  };
}

/** A labeled list to choose from. */
export function choice({ label, options, value, onChange }) {
  const id = uniqueId("choice");
  const list = element("select", { id, change: () => onChange(list.value) });
  let offered = "";
  /** Show v, chosen among these. */
  const show = (v, among = options) => {
    if (offered !== among.join()) {
      list.replaceChildren(...among.map((name) => element("option", { value: name }, name)));
    }
    offered = among.join();
    list.value = v;
  };
  show(value);
  return {
    node: element("div", { class: "nb-choice" }, element("label", { for: id }, label), list),
    show,
  };
}

/**
 * Make an SVG element a handle for a point: dragged with any pointer, moved with the arrow keys (Shift: ten times) by
 * step, a number or a function that returns one for each direction.
 * toData turns client coordinates into data; onMove takes the new point and whether the move goes on;
 * onGrab is called before the first move.
 */
export function handle(node, { toData, getPoint, step, describe, onMove, onGrab = () => {} }) {
  assign(node, {
    tabindex: 0,
    role: "slider",
    "data-drag-handle": "",
    "aria-label": describe.label,
  });
  const moved = (point, going) => {
    onMove(point, going);
    node.setAttribute("aria-valuetext", describe.value(point));
    node.setAttribute("aria-valuenow", point[0]);
  };
  let held = null;
  const offset = [0, 0];
  assign(node, {
    pointerdown(event) {
      held = event.pointerId;
      onGrab();
      try {
        node.setPointerCapture(held);
      } catch { /* a synthetic pointer cannot be captured */ }
      const at = toData(event);
      const point = getPoint();
      offset[0] = point[0] - at[0];
      offset[1] = point[1] - at[1];
      node.focus({ preventScroll: true });
      event.preventDefault();
    },
    pointermove(event) {
      if (event.pointerId !== held) return;
      const at = toData(event);
      moved([at[0] + offset[0], at[1] + offset[1]], true);
    },
    pointerup(event) {
      if (event.pointerId === held) {
        held = null;
        moved(getPoint(), false);
      }
    },
    pointercancel() {
      held = null;
    },
    // Inside a drawing, browsers do not heed touch-action: what begins here is no scrolling.
    touchstart(event) {
      event.preventDefault();
    },
    keydown(event) {
      const by =
        { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[event.key];
      if (!by) return;
      onGrab();
      const times = event.shiftKey ? 10 : 1;
      const point = getPoint();
      const [across, up] = typeof step === "function" ? step() : [step, step];
      moved([point[0] + by[0] * across * times, point[1] + by[1] * up * times], false);
      event.preventDefault();
    },
  });
  return {
    refresh() {
      const p = getPoint();
      node.setAttribute("aria-valuetext", describe.value(p));
      node.setAttribute("aria-valuenow", p[0]);
    },
  };
}

/** A line for screen readers alone, spoken once it has stood for a moment: a drag changes it many times a second. */
export function heard(rest = 700) {
  const node = element("div", { class: "nb-heard", role: "status" });
  let timer = 0;
  let latest = null;
  return {
    node,
    say(text) {
      const before = latest;
      latest = text;
      clearTimeout(timer);
      if (before !== null && text !== node.textContent) {
        timer = setTimeout(() => {
          node.textContent = text;
        }, rest);
      }
    },
    stop: () => clearTimeout(timer),
  };
}
