// What a norm sees: a batch before and after normalization. The one that is dragged shows which
// others follow.
import { settings } from "../core/controls.mjs";
import { caption, sideBySide } from "../core/dom.mjs";
import { frame } from "../core/frame.mjs";
import { LARGEST, MODES, MOST_STEPS, NORMS } from "./constants.mjs";
import { look } from "./look.mjs";
import { source } from "./maths.mjs";
import { afterPicture, beforePicture } from "./rows.mjs";
import { beforeNote, normFacts, normStory } from "./words.mjs";

const TRAITS = ["norm", "mode", "size", "step", "momentum", "value", "seed"];
const SETTINGS = {
  norm: { label: "norm", options: NORMS },
  mode: { label: "mode", options: MODES },
  size: { label: "batch size", min: 2, max: LARGEST, step: 1 },
  step: { label: "steps so far", min: 0, max: MOST_STEPS, step: 1 },
  momentum: { label: "momentum", min: 0.01, max: 1, log: true },
  seed: { label: "seed", min: 0, max: 99, step: 1 },
};

function render({ model, el }) {
  const page = frame({ model, el, name: "what-a-norm-sees", traits: TRAITS });
  const draws = source();
  const before = beforePicture({ move: page.move });
  const after = afterPicture();
  const note = caption();
  el.append(page.presets, panels(before, after, note), settings(page, SETTINGS));
  el.append(page.words, page.aloud, page.numbers);

  const draw = () => {
    const view = look(page.read(), draws);
    before.draw(view);
    after.draw(view);
    note.textContent = beforeNote(view);
    page.tell(normStory(view), view.status);
    page.facts(normFacts(view));
  };
  page.follow(TRAITS, draw);
  draw();
  return page.leave;
}

function panels(before, after, note) {
  const words = "after: each line is one example; the blue one has the ring";
  return sideBySide([before.node, note], [after.node, caption(words)]);
}

export default { render };
