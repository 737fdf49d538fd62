// Merge by merge: a text as boxes, one for each token, while byte-pair encoding learns from it.
import { textArea } from "../core/controls.mjs";
import { caption, wideAndNarrow } from "../core/dom.mjs";
import { frame } from "../core/frame.mjs";
import { stepThrough } from "../core/steps.mjs";
import { tokenBoxes } from "./boxes.mjs";
import { LONGEST } from "./constants.mjs";
import { looks } from "./look.mjs";
import { gainCurve, pairBars } from "./pictures.mjs";
import { mergeFacts, mergeStory } from "./words.mjs";

const A_SECOND = 4; // merges while it plays
const TRAITS = ["text", "merges"];

function render({ model, el }) {
  const page = frame({ model, el, name: "merge-by-merge", traits: TRAITS });
  const source = looks();
  let view = source.at(page.read());
  const steps = stepControls(page, () => view.last);
  const writing = textField(page, steps.stop);
  const boxes = tokenBoxes();
  const curve = gainCurve({ move: page.move, stop: steps.stop });
  const bars = pairBars();
  el.append(page.presets, panels({ writing, boxes, curve, bars }), steps.node);
  el.append(page.words, page.aloud, page.numbers);

  const draw = () => {
    view = source.at(page.read());
    writing.show(view.text);
    for (const part of [boxes, curve, bars, steps]) part.draw(view);
    page.tell(mergeStory(view), view.status);
    page.facts(mergeFacts(view));
  };
  page.follow(TRAITS, draw);
  draw();
  return page.leave;
}

function panels({ writing, boxes, curve, bars }) {
  const left = [
    boxes.node,
    caption(
      "each box is a token; orange: made by the last merge; underlined in green: merged next",
    ),
    writing.node,
  ];
  const right = [
    curve.node,
    caption("what the merges have gained so far; drag the ring"),
    bars.node,
    caption("pairs that stand together most often, and how often; green: merged next"),
  ];
  return wideAndNarrow(left, right);
}

// The text, in a field of its own.
const textField = ({ put }, stop) =>
  textArea({
    label: "your own text",
    rows: 3,
    longest: LONGEST,
    onInput(text) {
      stop();
      put({ text: text.toWellFormed(), merges: 0, preset: "" });
    },
  });

// What leads through the merges, one after the other.
function stepControls(page, lastNow) {
  const steps = stepThrough(page, {
    trait: "merges",
    label: "merges",
    first: 0,
    most: lastNow(),
    last: lastNow,
    perSecond: A_SECOND,
    says: { start: "back to single bytes", back: "one merge back", on: "one merge on" },
  });
  return {
    ...steps,
    draw({ k, last }) {
      steps.position.setMax(last);
      steps.position.show(k);
    },
  };
}

export default { render };
