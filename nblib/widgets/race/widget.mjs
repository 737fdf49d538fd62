// Race: six optimizers run down one valley; drag the start, turn the valley, set each rate.
import { button, settings } from "../core/controls.mjs";
import { caption, sideBySide } from "../core/dom.mjs";
import { frame } from "../core/frame.mjs";
import { stepThrough } from "../core/steps.mjs";
import {
  FIELDS,
  HIGHEST_RATE,
  LOUDEST,
  LOWEST_RATE,
  NARROWEST,
  QUIETEST,
  RUNNERS,
  STEPS,
  TRAITS,
} from "./constants.mjs";
import { lossCurves } from "./curves.mjs";
import { look } from "./look.mjs";
import { raceMap } from "./map.mjs";
import { tuned } from "./maths.mjs";
import { standings, story } from "./words.mjs";

const STEPS_A_SECOND = 20;
const GROUND = {
  angle: { label: "angle of valley", min: 0, max: 90, step: 1 },
  condition: { label: "condition κ", min: 1, max: NARROWEST, log: true },
  scale: { label: "loss times", min: QUIETEST, max: LOUDEST, log: true },
  field: { label: "who runs", options: FIELDS },
};
const RATE_SLIDERS = Object.fromEntries(
  TRAITS.map((trait, i) => [
    trait,
    { label: `${RUNNERS[i]} rate`, min: LOWEST_RATE, max: HIGHEST_RATE, log: true },
  ]),
);
const EVERY_TRAIT = [...Object.keys(GROUND), ...TRAITS, "start", "step"];

function render({ model, el }) {
  const page = frame({ model, el, name: "race", traits: EVERY_TRAIT });
  const map = raceMap({ move: page.move });
  const curves = lossCurves();
  const steps = stepThrough(page, {
    trait: "step",
    label: "step",
    first: 0,
    most: STEPS,
    last: () => STEPS,
    perSecond: STEPS_A_SECOND,
    says: { start: "back to the start", back: "one step back", on: "one step on" },
  });
  steps.node.lastChild.append(button("Tune all", () => tuneAll(page)));
  el.append(page.presets, panels(map, curves), steps.node);
  el.append(settings(page, GROUND), settings(page, RATE_SLIDERS));
  el.append(page.words, page.aloud, page.numbers);

  const draw = () => {
    const view = look(page.read());
    map.draw(view);
    curves.draw(view);
    steps.position.show(view.step);
    page.tell(story(view), view.status);
    page.facts(standings(view));
  };
  page.follow(EVERY_TRAIT, draw);
  draw();
  return page.leave;
}

// Every runner tries the same number of rates from this start in this valley, and takes the best.
function tuneAll({ get, put }) {
  const valley = { condition: get("condition"), angle: get("angle"), scale: get("scale") };
  const best = RUNNERS.map((name, i) => [TRAITS[i], tuned(name, get("start"), valley)]);
  put({ ...Object.fromEntries(best), preset: "" });
}

function panels(map, curves) {
  const left = [map.node, caption("drag the ring: all start there; the cross is the goal")];
  const right = [
    curves.node,
    caption("what is left of the first loss, by step"),
  ];
  return sideBySide(left, right);
}

export default { render };
