// Labeled controls: a slider with its number, a list to choose from, buttons.
import { element, uniqueId } from "./dom.mjs";

// So many places has a logarithmic slider, so that it reaches both its ends.
const PLACES_OF_LOG = 1000;

/** A button with a text on it; attributes: its class, its name for screen readers. */
export const button = (text, act, attributes = {}) =>
  element("button", { type: "button", ...attributes, click: act }, text);

// How the places of a slider stand for values: evenly, or by factors.
function spacing({ limits, step, log, digits }) {
  const whole = Number.isInteger(step);
  const ratio = () => limits.max / limits.min;
  return {
    whole,
    toSlider(value) {
      if (!log) return value;
      return PLACES_OF_LOG * (Math.log(value / limits.min) / Math.log(ratio()));
    },
    fromSlider(place) {
      const value = log ? limits.min * ratio() ** (place / PLACES_OF_LOG) : place;
      return whole ? Math.round(value) : Number(value.toPrecision(digits));
    },
  };
}

// A field for a number within limits; what is not one is refused, and said.
function numberField({ label, limits, onNumber }) {
  const problem = element("span", { class: "nb-problem", role: "alert" });
  const read = () => {
    const typed = input.value.trim().replace(",", ".");
    const number = Number(typed);
    const { min, max } = limits;
    if (typed === "" || !Number.isFinite(number) || number < min || number > max) {
      input.setAttribute("aria-invalid", "true");
      problem.textContent = `a number from ${min} to ${max}, please`;
      return;
    }
    onNumber(number);
  };
  const input = element("input", {
    type: "text",
    inputmode: "decimal",
    autocomplete: "off",
    "aria-label": `${label}, as a number`,
    change: read,
    keydown: (event) => {
      if (event.key === "Enter") read();
    },
  });
  const forgive = () => {
    problem.textContent = "";
    input.removeAttribute("aria-invalid");
  };
  return { input, problem, forgive };
}

/**
 * A slider with a number field beside it, both for one value. `log` spaces the slider by factors;
 * with a whole `step` the value is a whole number. onInput is called with a number within
 * [min, max]; what is not a number is refused and said.
 */
export function slider({ label, min, max, step, value, log = false, digits = 3, onInput }) {
  const id = uniqueId("slider");
  const limits = { min, max };
  const { whole, toSlider, fromSlider } = spacing({ limits, step, log, digits });
  const show = (v) => {
    range.value = toSlider(v);
    range.setAttribute("aria-valuetext", String(v));
    field.input.value = String(v);
  };
  const take = (v) => {
    const within = Math.min(limits.max, Math.max(limits.min, v));
    field.forgive();
    show(within);
    onInput(within);
  };
  const range = element("input", {
    type: "range",
    id,
    min: toSlider(min),
    max: toSlider(max),
    step: log ? 1 : step,
    input: () => take(fromSlider(Number(range.value))),
  });
  const field = numberField({ label, limits, onNumber: (v) => take(whole ? Math.round(v) : v) });
  const name = element("label", { for: id }, label);
  show(value);
  return {
    node: element("div", { class: "nb-slider" }, name, range, field.input, field.problem),
    show,
    setMax(v) {
      limits.max = v;
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

/** A labeled field for a text of at most so many characters; onInput(text) at each change. */
export function textArea({ label, rows, longest, onInput }) {
  const id = uniqueId("text");
  const area = element("textarea", {
    id,
    rows,
    maxlength: longest,
    spellcheck: "false",
    input: () => onInput(area.value),
  });
  const name = element("label", { for: id }, label);
  return {
    node: element("div", { class: "nb-writing" }, name, area),
    show(text) {
      if (area.value !== text) area.value = text;
    },
  };
}

/** What stands below the pictures of a run: the slider of its steps, and buttons. */
export const stepRow = (position, ...buttons) =>
  element(
    "div",
    { class: "nb-steps" },
    position.node,
    element("div", { class: "nb-buttons" }, ...buttons),
  );

/**
 * The settings of a widget: { trait: what its slider or, with options, its list takes }. Setting
 * one puts it and leaves the preset; each shows its trait when that changes.
 */
export function settings({ get, put, follow }, described) {
  const nodes = Object.entries(described).map(([trait, about]) => {
    const value = get(trait);
    const set = (v) => put({ [trait]: v, preset: "" });
    const control = about.options
      ? choice({ ...about, value, onChange: set })
      : slider({ ...about, value, onInput: set });
    follow([trait], () => control.show(get(trait)));
    return control.node;
  });
  return element("div", { class: "nb-controls" }, ...nodes);
}
