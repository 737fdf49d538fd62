// A cloud of walkers: minibatch descent on a bowl, 200 times at once; the cloud from above and the
// histogram of one direction.
import { button, settings, slider, stepRow } from "../core/controls.mjs";
import { caption, sideBySide } from "../core/dom.mjs";
import { frame } from "../core/frame.mjs";
import { clamp } from "../core/numbers.mjs";
import { player } from "../core/player.mjs";
import { histogramChart } from "./bars.mjs";
import { cloudPicture } from "./cloud.mjs";
import { DIRECTIONS, LONGEST } from "./constants.mjs";
import { look } from "./look.mjs";
import { crowd } from "./maths.mjs";
import { cloudFacts, cloudStory, phase } from "./words.mjs";

const STEPS_A_SECOND = 20;
const CALM = 200; // steps in which nothing new happens, after which playing stops
const TRAITS = ["lr", "batch", "noise", "seed", "start", "step", "direction"];
const SETTINGS = {
  lr: { label: "learning rate", min: 0.005, max: 0.5, log: true },
  batch: { label: "batch size", min: 1, max: 1024, step: 1, log: true },
  noise: { label: "noise σ", min: 0, max: 10, step: 0.1 },
  seed: { label: "seed", min: 0, max: 99, step: 1 },
  direction: { label: "histogram", options: DIRECTIONS },
};

function render({ model, el }) {
  const page = frame({ model, el, name: "cloud-of-walkers", traits: TRAITS });
  const run = crowd();
  let view = null;
  const steps = stepControls(page, () => view);
  const cloud = cloudPicture({ move: page.move, onGrab: steps.stop });
  const chart = histogramChart();
  el.append(page.presets, panels(cloud, chart), steps.node);
  el.append(settings(page, SETTINGS), page.words, page.aloud, page.numbers);

  const draw = () => {
    view = look(page.read(), run);
    cloud.draw(view);
    chart.draw(view);
    page.tell(cloudStory(view), phase(view));
    page.facts(cloudFacts(view));
    steps.show(view.asked);
  };
  page.follow(TRAITS, draw);
  draw();
  return page.leave;
}

function panels(cloud, chart) {
  const left = [
    cloud.node,
    caption(
      "the walkers now; drag the ring, where all begin; orange: the path of one; dashed: descent without noise",
    ),
  ];
  const right = [chart.node, chart.note];
  return sideBySide(left, right);
}

// What leads through the steps of the run.
function stepControls(page, view) {
  const { get, put } = page;
  const play = walkersPlayer(page, view);
  const go = (step) => {
    play.stop();
    put({ step: clamp(step, 0, LONGEST), preset: "" });
  };
  const reached = () => Math.min(get("step"), view().step); // less where a walker got lost
  const position = slider({
    label: "step",
    min: 0,
    max: LONGEST,
    step: 1,
    value: get("step"),
    onInput: go,
  });
  const node = stepRow(
    position,
    button("«", () => go(0), { "aria-label": "back to the start" }),
    button("‹", () => go(reached() - 1), { "aria-label": "one step back" }),
    play.button,
    button("›", () => go(get("step") + 1), { "aria-label": "one step on" }),
  );
  return { node, stop: play.stop, show: position.show };
}

// Plays until some time after the start is forgotten, or the run has ended.
function walkersPlayer({ el, undo, get, hold, put, save }, view) {
  let from = 0;
  let end = LONGEST;
  const hasEnded = () => view().step < get("step");
  const plan = () => {
    if (get("step") >= LONGEST || hasEnded()) hold({ step: 0, preset: "" });
    from = get("step");
    end = Math.min(LONGEST, Math.max(view().settledAt, from) + CALM);
  };
  return player({
    el,
    undo,
    onStart: plan,
    onFrame(seconds) {
      if (hasEnded()) return false;
      const step = Math.min(end, from + Math.floor(seconds * STEPS_A_SECOND));
      if (step !== get("step")) hold({ step, preset: "" });
      return step < end;
    },
    onStop: save,
    onSkip() {
      plan();
      put({ step: end, preset: "" });
    },
  });
}

export default { render };
