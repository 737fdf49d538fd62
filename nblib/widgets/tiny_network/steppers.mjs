// Buttons that add and take away: neurons of a layer, hidden layers.
import { button } from "../core/controls.mjs";
import { element } from "../core/dom.mjs";
import { DEPTH, WIDTH } from "./constants.mjs";
import { columnX, VIEW } from "./layout.mjs";

const NEW_LAYER = 4; // neurons of a layer that is added to none

/** onWidths(widths) when the network is to be another one. */
export function steppers({ onWidths }) {
  const ofLayer = (widths, k) => {
    const resize = (width) => onWidths(widths.map((n, at) => (at === k ? width : n)));
    const where = ` in layer ${k + 1}`;
    const range = { low: 1, high: WIDTH };
    const style = `left:${(columnX(k + 1, widths.length + 1) / VIEW.width) * 100}%`;
    return element(
      "div",
      { class: "nb-stepper", role: "group", "aria-label": `layer ${k + 1}`, style },
      ...stepper({ unit: "neuron", where, value: widths[k], ...range, act: resize }),
    );
  };
  return {
    ofLayers: (widths) => widths.map((_, k) => ofLayer(widths, k)),
    ofDepth(widths) {
      const deepen = (depth) => {
        const deeper = [...widths, widths.at(-1) ?? NEW_LAYER];
        onWidths(depth < widths.length ? widths.slice(0, depth) : deeper);
      };
      const range = { low: 0, high: DEPTH };
      return [
        element("span", {}, "hidden layers"),
        ...stepper({
          unit: "hidden layer",
          where: "",
          value: widths.length,
          ...range,
          act: deepen,
        }),
      ];
    },
  };
}

// One less, how many there are, one more.
function stepper({ unit, where, value, low, high, act }) {
  const step = (text, word, to, isEnd) =>
    button(text, () => act(to), {
      "aria-label": `one ${unit} ${word}${where}`,
      disabled: isEnd ? "" : null,
    });
  return [
    step("−", "less", value - 1, value <= low),
    element("span", { class: "nb-count" }, String(value)),
    step("+", "more", value + 1, value >= high),
  ];
}
