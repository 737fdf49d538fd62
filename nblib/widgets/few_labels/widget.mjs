// Few labels: the accuracy of a network from scratch beside that of others which use what was
// learned before, and the pictures that they learn from.
import { settings } from "../core/controls.mjs";
import { sideBySide } from "../core/dom.mjs";
import { frame } from "../core/frame.mjs";
import { accuracyChart } from "./chart.mjs";
import { BESIDE, MOST, TASKS } from "./constants.mjs";
import { exampleGrid } from "./examples.mjs";
import { look } from "./look.mjs";
import { labelFacts, labelStory } from "./words.mjs";

const TRAITS = ["task", "labels", "beside"];
const SETTINGS = {
  beside: { label: "beside it", options: BESIDE },
  labels: { label: "labels a class", min: 1, max: MOST, step: 1, log: true },
  task: { label: "task", options: TASKS },
};

function render({ model, el }) {
  const page = frame({ model, el, name: "few-labels", traits: TRAITS });
  const scores = page.get("_scores");
  const chart = accuracyChart({ move: page.move });
  const examples = exampleGrid(page.get("_pictures"));
  const panels = sideBySide([chart.node, chart.note], [examples.node, examples.note]);
  el.append(page.presets, panels, settings(page, SETTINGS), page.words, page.aloud, page.numbers);

  const draw = () => {
    const view = look(page.read(), scores);
    chart.draw(view);
    examples.draw(view);
    page.tell(labelStory(view), view.status);
    page.facts(labelFacts(view));
  };
  page.follow(TRAITS, draw);
  draw();
  return page.leave;
}

export default { render };
