// What leads through the steps of the graph: buttons, playing, a slider.
import { button, slider } from "../core/controls.mjs";
import { element } from "../core/dom.mjs";
import { clamp } from "../core/numbers.mjs";
import { player } from "../core/player.mjs";

const STEPS_A_SECOND = 0.8;

/** view() is what is shown now. */
export function stepControls({ el, undo, get, put }, view) {
  const show = (k) => put({ position: clamp(Math.floor(k), 0, view().last), preset: "" });
  let from = 0;
  const play = player({
    el,
    undo,
    onStart() {
      if (get("position") >= view().last) show(0);
      from = get("position");
    },
    onFrame(seconds) {
      const k = from + Math.floor(seconds * STEPS_A_SECOND) + 1;
      if (k !== get("position")) show(k);
      return k < view().last;
    },
    onSkip: () => show(view().last),
  });
  const go = (k) => {
    play.stop();
    show(k);
  };
  const first = button("Start", () => go(0));
  const back = button("‹ Back", () => go(get("position") - 1));
  const forth = button("Step ›", () => go(get("position") + 1));
  const end = button("End", () => go(view().last));
  const position = slider({ label: "step", min: 0, max: 100, step: 1, value: 0, onInput: go });
  const row = element("div", { class: "nb-buttons" }, first, back, forth, play.button, end);
  return {
    nodes: [row, position.node],
    stop: play.stop,
    draw({ k, last }) {
      position.setMax(last);
      position.show(k);
      // Not disabled, which would take the focus from who steps with the keyboard.
      for (const one of [first, back]) one.setAttribute("aria-disabled", k === 0);
      for (const one of [forth, end]) one.setAttribute("aria-disabled", k === last);
    },
  };
}
