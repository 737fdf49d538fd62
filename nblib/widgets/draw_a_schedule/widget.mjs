// Draw a schedule: knots that hold the learning rate of a run, the loss on a noisy bowl with its
// floor, and recorded runs on digits.
import { settings } from "../core/controls.mjs";
import { caption, sideBySide } from "../core/dom.mjs";
import { frame } from "../core/frame.mjs";
import { FASTEST, NOISE, SEEDS, SLOWEST } from "./constants.mjs";
import { bowlChart, recordedChart } from "./curves.mjs";
import { scheduleChart } from "./drawn.mjs";
import { look } from "./look.mjs";
import { scheduleFacts, scheduleStory } from "./words.mjs";

const TRAITS = ["knots", "lr", "noise", "seed"];
const SETTINGS = {
  lr: { label: "largest rate", min: SLOWEST, max: FASTEST, log: true },
  noise: { label: "noise σ", min: 0, max: NOISE, step: 0.05 },
  seed: { label: "seed of the run", min: 0, max: SEEDS, step: 1 },
};

function render({ model, el }) {
  const page = frame({ model, el, name: "draw-a-schedule", traits: TRAITS });
  const drawn = scheduleChart({ move: page.move });
  const bowl = bowlChart();
  const digits = recordedChart();
  const told = [settings(page, SETTINGS), page.words, page.aloud, page.numbers];
  el.append(page.presets, panels([drawn, bowl, digits], told));

  const draw = () => {
    const state = { ...page.read(), preset: page.get("preset"), curves: page.get("curves") };
    const view = look(state);
    drawn.draw(view);
    bowl.draw(view);
    digits.draw(view);
    page.tell(scheduleStory(view), view.status);
    page.facts(scheduleFacts(view));
  };
  page.follow([...TRAITS, "preset"], draw);
  draw();
  return page.leave;
}

function panels(charts, told) {
  const words = [
    "the learning rate; drag its knots",
    "a bowl of curvatures 4 and 0.25, with noise in the gradient, 300 steps",
    "recorded: a network on digits, plain SGD, largest rate 0.4, mean of ten seeds",
  ];
  const columns = charts.map((chart, i) => [chart.node, caption(words[i])]);
  return sideBySide(...columns, told);
}

export default { render };
