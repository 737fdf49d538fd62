// Replay a training run: a cursor on its curves, the confusion matrix there, and the digits whose
// verdict changed.
import { button, slider, stepRow } from "../core/controls.mjs";
import { sideBySide } from "../core/dom.mjs";
import { frame } from "../core/frame.mjs";
import { clamp } from "../core/numbers.mjs";
import { player } from "../core/player.mjs";
import { runCurves } from "./curves.mjs";
import { pictureGallery } from "./gallery.mjs";
import { look } from "./look.mjs";
import { confusionMatrix } from "./matrix.mjs";
import { indexOf, nearestEpoch, readRecord, RECORD } from "./record.mjs";
import { replayFacts, replayStory, stage } from "./words.mjs";

const EPOCHS_A_SECOND = 2;
const TRAITS = ["epoch", "cell", "view"];

function render({ model, el }) {
  const page = frame({ model, el, name: "training-replay", traits: TRAITS });
  const { get, put } = page;
  const record = readRecord(Object.fromEntries(RECORD.map((name) => [name, get(name)])));
  const steps = epochControls(record, page);
  const curves = runCurves(record, page, steps);
  const matrix = confusionMatrix(record, {
    onPick(label, taken) {
      const [a, b] = get("cell");
      const again = a === label && b === taken;
      put({ cell: again ? [] : [label, taken], preset: "" });
    },
  });
  const gallery = pictureGallery(record, page);
  el.append(
    page.presets,
    sideBySide([curves.node, curves.note], [matrix.node, matrix.note]),
    steps.node,
    page.words,
    page.aloud,
    page.numbers,
    ...gallery.nodes,
  );

  const draw = () => {
    const view = look(page.read(), record);
    for (const part of [curves, matrix, gallery, steps]) part.draw(view);
    page.tell(replayStory(view), stage(view));
    page.facts(replayFacts(view));
  };
  page.follow(TRAITS, draw);
  draw();
  return page.leave;
}

// What leads through the epochs; go(k) stops the playing and shows epoch number k.
function epochControls(record, { el, undo, get, put, hold, save }) {
  const { epochs, last } = record;
  const index = () => indexOf(record, get("epoch"));
  let from = 0;
  const play = player({
    el,
    undo,
    onStart() {
      if (index() >= last) hold({ epoch: epochs[0], preset: "" });
      from = index();
    },
    onFrame(seconds) {
      const k = Math.min(last, from + Math.floor(seconds * EPOCHS_A_SECOND));
      if (epochs[k] !== get("epoch")) hold({ epoch: epochs[k], preset: "" });
      return k < last;
    },
    onStop: save,
    onSkip: () => put({ epoch: epochs[last], preset: "" }),
  });
  const go = (k) => {
    play.stop();
    put({ epoch: epochs[clamp(Math.round(k), 0, last)], preset: "" });
  };
  const position = slider({
    label: "epoch",
    min: epochs[0],
    max: epochs[last],
    step: 1,
    value: get("epoch"),
    onInput: (v) => go(epochs.indexOf(nearestEpoch(record, v))),
  });
  const back = button("‹", () => go(index() - 1), { "aria-label": "one epoch back" });
  const forth = button("›", () => go(index() + 1), { "aria-label": "one epoch on" });
  return {
    node: stepRow(position, back, play.button, forth),
    go,
    stop: play.stop,
    draw: ({ k }) => position.show(epochs[k]),
  };
}

export default { render };
