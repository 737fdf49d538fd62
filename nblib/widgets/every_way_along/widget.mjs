// Every way along: what a network says of a few frames, the lattice of a text over them, and which
// text is the most probable.
import { settings } from "../core/controls.mjs";
import { caption, sideBySide } from "../core/dom.mjs";
import { frame } from "../core/frame.mjs";
import { stepThrough } from "../core/steps.mjs";
import { frameColumns } from "./columns.mjs";
import { MOST, SHOWN, TEXTS } from "./constants.mjs";
import { lattice } from "./lattice.mjs";
import { look } from "./look.mjs";
import { textBars } from "./texts.mjs";
import { wayFacts, wayStory } from "./words.mjs";

const A_SECOND = 1.2; // frames read while it plays
const TRAITS = ["probs", "text", "frame", "show"];
const SETTINGS = {
  text: { label: "text", options: TEXTS },
  show: { label: "lattice shows", options: SHOWN },
};
const SAID = "what the network says: blank below, a, b; drag a ring; framed is each frame's best";
const NOTES = {
  "forward": "the sum of all ways from the start to a state; lines are the steps allowed",
  "backward": "the sum of all ways from a state to the end, its own frame left out",
  "share of paths": "which part of the text's paths is in a state, at each frame",
};

function render({ model, el }) {
  const page = frame({ model, el, name: "every-way-along", traits: TRAITS });
  let view = look(page.read());
  const steps = stepControls(page);
  const reach = { go: steps.go, view: () => view };
  const move = (probs, going) => page.move({ probs, preset: "" }, going);
  const columns = frameColumns({ ...reach, move });
  const nodes = lattice(reach);
  const texts = textBars();
  const note = caption("");
  el.append(page.presets);
  el.append(
    sideBySide([columns.node, caption(SAID)], [nodes.node, note]),
    texts.node,
    caption("the most probable texts of the frames read, each summed over its paths"),
  );
  el.append(steps.node, settings(page, SETTINGS), page.words, page.aloud, page.numbers);

  const draw = () => {
    view = look(page.read());
    for (const part of [columns, nodes, texts, steps]) part.draw(view);
    note.textContent = NOTES[view.show];
    page.tell(wayStory(view), view.status);
    page.facts(wayFacts(view));
  };
  page.follow(TRAITS, draw);
  draw();
  return page.leave;
}

// What leads through the frames, one after the other.
function stepControls(page) {
  const steps = stepThrough(page, {
    trait: "frame",
    label: "frames read",
    first: 1,
    most: MOST,
    last: () => page.get("probs").length,
    perSecond: A_SECOND,
    says: { start: "back to the first frame", back: "one frame back", on: "one frame on" },
  });
  return {
    ...steps,
    draw({ at, probs }) {
      steps.position.setMax(probs.length);
      steps.position.show(at);
    },
  };
}

export default { render };
