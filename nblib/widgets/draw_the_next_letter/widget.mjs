// Draw the next letter: what may come, what was drawn, and the text that grows.
import { button, settings, textArea } from "../core/controls.mjs";
import { element, sideBySide } from "../core/dom.mjs";
import { frame } from "../core/frame.mjs";
import { stepThrough } from "../core/steps.mjs";
import { HOTTEST, LEAST_P, LETTERS, LONGEST, SEEDS } from "./constants.mjs";
import { looks } from "./look.mjs";
import { unpackWriter } from "./maths.mjs";
import { nextBars, surpriseCurve } from "./pictures.mjs";
import { letterFacts, letterStory } from "./words.mjs";

const A_SECOND = 12; // letters drawn while it plays
const TRAITS = ["beginning", "temperature", "top_k", "top_p", "seed", "letters"];
const SETTINGS = {
  temperature: { label: "temperature", min: 0, max: HOTTEST, step: 0.05 },
  top_k: { label: "top-k", min: 1, max: 65, step: 1 },
  top_p: { label: "top-p", min: LEAST_P, max: 1, step: 0.05 },
  seed: { label: "seed", min: 1, max: SEEDS, step: 1 },
};

function render({ model, el }) {
  const page = frame({ model, el, name: "draw-the-next-letter", traits: TRAITS });
  const source = looks(unpackWriter(page.get("_recorded")));
  let view = source.at(page.read());
  const steps = stepControls(page);
  const grown = element("div", { class: "nb-grown" });
  const bars = nextBars();
  const curve = surpriseCurve(page, { stop: steps.stop, view: () => view });
  const beginning = textArea({
    label: "the beginning",
    rows: 2,
    longest: LONGEST,
    onInput(text) {
      steps.stop();
      page.put({ beginning: text.toWellFormed(), letters: 0, preset: "" });
    },
  });
  el.append(
    page.presets,
    grown,
    sideBySide([bars.node, bars.note], [curve.node, curve.note]),
    steps.node,
    settings(page, SETTINGS),
    beginning.node,
    page.words,
    page.aloud,
    page.numbers,
  );

  const draw = () => {
    view = source.at(page.read());
    beginning.show(view.beginning);
    grown.replaceChildren(...textOf(view));
    for (const part of [bars, curve]) part.draw(view);
    steps.position.show(view.count);
    page.tell(letterStory(view), view.status);
    page.facts(letterFacts(view));
  };
  page.follow(TRAITS, draw);
  draw();
  return page.leave;
}

// The beginning, then what was drawn; the latest letter is marked.
function textOf({ read, drawn, count }) {
  const before = drawn.slice(0, Math.max(0, count - 1)).join("");
  const latest = count > 0 ? drawn[count - 1] : "";
  return [
    element("span", { class: "nb-read" }, read),
    element("span", { class: "nb-drawn" }, before),
    element("span", { class: "nb-latest" }, latest === "\n" ? "⏎\n" : latest),
  ];
}

// What leads through the letters, one after the other; and another throw of the dice.
function stepControls(page) {
  const steps = stepThrough(page, {
    trait: "letters",
    label: "letters drawn",
    first: 0,
    most: LETTERS,
    last: () => LETTERS,
    perSecond: A_SECOND,
    says: { start: "back to the beginning", back: "one letter back", on: "one letter on" },
  });
  const again = button("another text", () => {
    steps.stop();
    page.put({ seed: (page.get("seed") % SEEDS) + 1, preset: "" });
  });
  steps.node.querySelector(".nb-buttons").append(again);
  return steps;
}

export default { render };
