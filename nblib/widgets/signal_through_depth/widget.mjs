// Signal through depth: the size of the signal after each layer, and of the gradient on its way
// back.
import { settings } from "../core/controls.mjs";
import { caption, sideBySide } from "../core/dom.mjs";
import { frame } from "../core/frame.mjs";
import { backwardPicture, forwardPicture } from "./bars.mjs";
import { ACTIVATIONS, DEEPEST, GRADIENTS, HIGHEST, LOWEST, SHORTCUTS } from "./constants.mjs";
import { look } from "./look.mjs";
import { source } from "./maths.mjs";
import { gradientNote, signalFacts, signalStory } from "./words.mjs";

const TRAITS = ["gain", "activation", "depth", "shortcut", "gradient", "seed"];
const SETTINGS = {
  gain: { label: "gain", min: LOWEST, max: HIGHEST, log: true },
  depth: { label: "layers", min: 2, max: DEEPEST, step: 1 },
  activation: { label: "activation", options: ACTIVATIONS },
  shortcut: { label: "shortcut", options: SHORTCUTS },
  gradient: { label: "gradient", options: GRADIENTS },
  seed: { label: "seed", min: 0, max: 99, step: 1 },
};

function render({ model, el }) {
  const page = frame({ model, el, name: "signal-through-depth", traits: TRAITS });
  const draws = source();
  const forward = forwardPicture({ move: page.move });
  const backward = backwardPicture();
  const note = caption();
  el.append(page.presets, panels(forward, backward, note), settings(page, SETTINGS));
  el.append(page.words, page.aloud, page.numbers);

  const draw = () => {
    const view = look(page.read(), draws);
    forward.draw(view);
    backward.draw(view);
    note.textContent = gradientNote(view);
    page.tell(signalStory(view), view.status);
    page.facts(signalFacts(view));
  };
  page.follow(TRAITS, draw);
  draw();
  return page.leave;
}

function panels(forward, backward, note) {
  const words = "size of the signal: of the input at 0, then of each output. " +
    "Drag the ring: the dashed line is what the weights alone would do";
  return sideBySide([forward.node, caption(words)], [backward.node, note]);
}

export default { render };
