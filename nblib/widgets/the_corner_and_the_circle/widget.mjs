// The corner and the circle: a quadratic loss of two weights, the ball of a penalty, and the path
// of the solution as the penalty grows.
import { settings } from "../core/controls.mjs";
import { caption, sideBySide } from "../core/dom.mjs";
import { frame } from "../core/frame.mjs";
import { HIGHEST, LOWEST, PENALTIES, STRETCHED, TURNED } from "./constants.mjs";
import { weightCurves } from "./curves.mjs";
import { look } from "./look.mjs";
import { weightMap } from "./map.mjs";
import { penaltyFacts, penaltyStory } from "./words.mjs";

const TRAITS = ["penalty", "strength", "minimum", "stretch", "turn"];
const SETTINGS = {
  strength: { label: "strength λ", min: LOWEST, max: HIGHEST, log: true },
  penalty: { label: "penalty", options: PENALTIES },
  stretch: { label: "stretch", min: 1, max: STRETCHED, step: 0.1 },
  turn: { label: "turn in degrees", min: -TURNED, max: TURNED, step: 1 },
};

function render({ model, el }) {
  const page = frame({ model, el, name: "the-corner-and-the-circle", traits: TRAITS });
  const map = weightMap({ move: page.move });
  const curves = weightCurves({ move: page.move });
  el.append(page.presets, panels(map, curves), settings(page, SETTINGS));
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
  return sideBySide([map.node, caption(mapWords)], [curves.node, caption(curveWords)]);
}

export default { render };
