// Descent on a surface: drag the start, choose a learning rate and momentum; map, loss curve and
// arrow show one run.
import { button, choice, slider, stepRow } from "../core/controls.mjs";
import { caption, element, wideAndNarrow } from "../core/dom.mjs";
import { frame } from "../core/frame.mjs";
import { clamp } from "../core/numbers.mjs";
import { player } from "../core/player.mjs";
import { surfaces } from "../core/surfaces.mjs";
import { lossCurve } from "./curve.mjs";
import { look, moment } from "./look.mjs";
import { descentMap } from "./map.mjs";
import { stepFacts, story } from "./words.mjs";

const RATE = [0.001, 3];
const STEPS = 500; // at most
const STEPS_A_SECOND = 12;
const TRAITS = ["surface", "start", "lr", "momentum", "steps"];

function render({ model, el }) {
  const page = frame({ model, el, name: "descent-on-surface", traits: TRAITS });
  let view = null; // the run
  let shown = 0; // the step of it that is looked at

  const show = (step) => {
    shown = clamp(Math.round(step), 0, view.last);
    const now = moment(view, shown);
    map.mark(now);
    curve.mark(now);
    steps.position.show(shown);
    page.facts(stepFacts(now));
  };
  const steps = stepControls(page, { show, shown: () => shown, last: () => view.last });
  const map = descentMap({
    move: page.move,
    onGrab: () => steps.go(0), // while the start is moved, the arrow is there
    onPoint: steps.go,
  });
  const curve = lossCurve({ onPoint: steps.go });
  const controls = runControls(page);
  el.append(page.presets, panels(map, curve), steps.node, controls.node);
  el.append(page.words, page.aloud, page.numbers);

  const draw = () => {
    view = look(page.read());
    map.draw(view);
    curve.draw(view);
    steps.position.setMax(view.last);
    show(Math.min(shown, view.last));
    page.tell(story(view), view.end.status);
  };
  for (const trait of TRAITS) {
    page.listen([trait], () => {
      if (trait === "surface") shown = 0;
      controls.show(trait);
      draw();
    });
  }
  draw();
  return page.leave;
}

function panels(map, curve) {
  const left = [
    map.node,
    caption("the loss from above: drag the ring, or move it with the arrow keys"),
  ];
  const right = [curve.node, caption("height above the lowest minimum, by step")];
  return wideAndNarrow(left, right);
}

// What leads through the steps of a run; go(step) stops the playing and shows a step.
function stepControls({ el, undo }, { show, shown, last }) {
  let from = 0;
  const play = player({
    el,
    undo,
    onStart() {
      if (shown() >= last()) show(0);
      from = shown();
    },
    onFrame(seconds) {
      show(from + seconds * STEPS_A_SECOND);
      return shown() < last();
    },
    onSkip: () => show(last()),
  });
  const go = (step) => {
    play.stop();
    show(step);
  };
  const position = slider({
    label: "look at step",
    min: 0,
    max: STEPS,
    step: 1,
    value: 0,
    onInput: go,
  });
  const back = button("‹", () => go(shown() - 1), { "aria-label": "one step back" });
  const forth = button("›", () => go(shown() + 1), { "aria-label": "one step on" });
  return { node: stepRow(position, back, play.button, forth), position, go };
}

// What a run is made of; show(trait) when one has changed.
function runControls({ get, put }) {
  const rule = (trait, options) =>
    slider({ ...options, value: get(trait), onInput: (v) => put({ [trait]: v, preset: "" }) });
  const controls = {
    lr: rule("lr", { label: "learning rate", min: RATE[0], max: RATE[1], log: true }),
    momentum: rule("momentum", { label: "momentum", min: 0, max: 0.99, step: 0.01 }),
    steps: rule("steps", { label: "steps", min: 1, max: STEPS, step: 1 }),
    surface: choice({
      label: "surface",
      options: Object.keys(surfaces),
      value: get("surface"),
      onChange: (name) => put({ surface: name, start: [...surfaces[name].start], preset: "" }),
    }),
  };
  const nodes = Object.values(controls).map(({ node }) => node);
  return {
    node: element("div", { class: "nb-controls" }, ...nodes),
    show: (trait) => controls[trait]?.show(get(trait)),
  };
}

export default { render };
