// The corner and the circle: a quadratic loss of two weights, the ball of a penalty, and the path
// of the solution as the penalty grows.
import { choice, slider } from "../core/controls.mjs";
import { caption, element } from "../core/dom.mjs";
import { frame } from "../core/frame.mjs";
import { HIGHEST, LOWEST, PENALTIES, STRETCHED, TURNED } from "./constants.mjs";
import { weightCurves } from "./curves.mjs";
import { look } from "./look.mjs";
import { weightMap } from "./map.mjs";
import { penaltyFacts, penaltyStory } from "./words.mjs";

const TRAITS = ["penalty", "strength", "minimum", "stretch", "turn"];

function render({ model, el }) {
  const page = frame({ model, el, name: "the-corner-and-the-circle", traits: TRAITS });
  const map = weightMap({ move: page.move });
  const curves = weightCurves({ move: page.move });
  el.append(page.presets, panels(map, curves), settingControls(page));
  el.append(page.words, page.aloud, page.numbers);

  const draw = () => {
    const view = look(page.read());
    map.draw(view);
    curves.draw(view);
    page.tell(penaltyStory(view), view.status);
    page.facts(penaltyFacts(view));
  };
  page.follow(TRAITS, draw);
  draw();
  return page.leave;
}

function panels(map, curves) {
  const mapWords = "lines: the loss, lowest at the ring, which can be dragged; the dot: the best " +
    "compromise; shaded: all weights with no more penalty than the dot";
  const curveWords =
    "the two weights of the dot, for every strength so far; drag the ring to the right";
  return element(
    "div",
    { class: "nb-panels nb-even" },
    element("div", {}, map.node, caption(mapWords)),
    element("div", {}, curves.node, caption(curveWords)),
  );
}

function settingControls({ get, put, follow }) {
  const set = (trait) => (value) => put({ [trait]: value, preset: "" });
  const setting = (trait, options) =>
    slider({ ...options, value: get(trait), onInput: set(trait) });
  const controls = {
    strength: setting("strength", { label: "strength λ", min: LOWEST, max: HIGHEST, log: true }),
    penalty: choice({
      label: "penalty",
      options: PENALTIES,
      value: get("penalty"),
      onChange: set("penalty"),
    }),
    stretch: setting("stretch", { label: "stretch", min: 1, max: STRETCHED, step: 0.1 }),
    turn: setting("turn", { label: "turn in degrees", min: -TURNED, max: TURNED, step: 1 }),
  };
  for (const [trait, control] of Object.entries(controls)) {
    follow([trait], () => control.show(get(trait)));
  }
  const nodes = Object.values(controls).map(({ node }) => node);
  return element("div", { class: "nb-controls" }, ...nodes);
}

export default { render };
