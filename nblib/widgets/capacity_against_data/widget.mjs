// Capacity against data: a polynomial through noisy points, and its error by degree, on these
// points and on new ones.
import { settings } from "../core/controls.mjs";
import { sideBySide } from "../core/dom.mjs";
import { frame } from "../core/frame.mjs";
import { FEWEST, LOUDEST, MOST, TOP, VIEWS } from "./constants.mjs";
import { errorCurves } from "./curves.mjs";
import { look } from "./look.mjs";
import { source } from "./maths.mjs";
import { pointScene } from "./scene.mjs";
import { fitFacts, fitStory } from "./words.mjs";

const TRAITS = ["degree", "noise", "n", "seed", "shift", "show"];
const SETTINGS = {
  degree: { label: "degree", min: 0, max: TOP, step: 1 },
  n: { label: "points", min: FEWEST, max: MOST, step: 1 },
  noise: { label: "noise", min: 0, max: LOUDEST, step: 0.01 },
  seed: { label: "seed", min: 0, max: 99, step: 1 },
  show: { label: "show", options: VIEWS },
};

function render({ model, el }) {
  const page = frame({ model, el, name: "capacity-against-data", traits: TRAITS });
  const draws = source();
  const scene = pointScene({ move: page.move });
  const curves = errorCurves({ move: page.move });
  const panels = sideBySide([scene.node, scene.note], [curves.node, curves.note]);
  el.append(page.presets, panels, settings(page, SETTINGS), page.words, page.aloud, page.numbers);

  const draw = () => {
    const view = look(page.read(), draws);
    scene.draw(view);
    curves.draw(view);
    page.tell(fitStory(view), view.status);
    page.facts(fitFacts(view));
  };
  page.follow(TRAITS, draw);
  draw();
  return page.leave;
}

export default { render };
