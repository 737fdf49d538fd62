// Read along: a sentence, the verdict after each of its words, and the state that carries it.
import { settings } from "../core/controls.mjs";
import { element, sideBySide, uniqueId } from "../core/dom.mjs";
import { frame } from "../core/frame.mjs";
import { stepThrough } from "../core/steps.mjs";
import { LONGEST, MOST, READERS, SHOWN } from "./constants.mjs";
import { verdictCurve } from "./curve.mjs";
import { stateMap } from "./heat.mjs";
import { look } from "./look.mjs";
import { unpackReader, wordsOf } from "./maths.mjs";
import { readingFacts, readingStory } from "./words.mjs";

const A_SECOND = 1.5; // words read while it plays
const TRAITS = ["sentence", "word", "reader", "show"];
const SETTINGS = {
  reader: { label: "learned from", options: READERS },
  show: { label: "map shows", options: SHOWN },
};

function render({ model, el }) {
  const page = frame({ model, el, name: "read-along", traits: TRAITS });
  const unpacked = unpackReader(page.get("_recorded"));
  let view = look(page.read(), unpacked);
  const steps = stepControls(page);
  const reach = { go: steps.go, stop: steps.stop, view: () => view };
  const sentence = sentenceField(page, steps);
  const chips = element("div", { class: "nb-chips" });
  const curve = verdictCurve(page, reach);
  const map = stateMap(reach);
  el.append(page.presets, sentence.node, chips);
  el.append(
    sideBySide([curve.node, curve.note], [map.node, map.note]),
  );
  el.append(steps.node, settings(page, SETTINGS), page.words, page.aloud, page.numbers);

  const draw = () => {
    view = look(page.read(), unpacked);
    for (const part of [sentence, curve, map, steps]) part.draw(view);
    chips.replaceChildren(...chipsOf(view, steps.go));
    page.tell(readingStory(view), view.status);
    page.facts(readingFacts(view));
  };
  page.follow(TRAITS, draw);
  draw();
  return page.leave;
}

// The words as they are read: those that have been, tinted by the verdict after them.
function chipsOf({ words, known, at, positive }, go) {
  return words.map((word, i) => {
    const marks = ["nb-chip", i + 1 === at ? "nb-now" : "", known[i] ? "" : "nb-unknown"];
    const chip = element("span", {
      class: marks.filter(Boolean).join(" "),
      title: known[i] ? null : "never met while it learned",
      click: () => go(i + 1),
    }, word);
    if (i < at) {
      const sure = Math.round(100 * Math.abs(2 * positive[i] - 1));
      const color = positive[i] > 0.5 ? "blue" : "orange";
      chip.style.borderBottomColor = `var(--nb-${color})`;
      chip.style.setProperty("--nb-tint", `var(--nb-${color})`);
      chip.style.setProperty("--nb-sure", `${Math.round(sure / 4)}%`);
    }
    return chip;
  });
}

// Where another sentence is typed: it is read to its end at once.
function sentenceField({ get, put }, { stop }) {
  const id = uniqueId("sentence");
  const problem = element("span", { class: "nb-problem", role: "alert" });
  const take = () => {
    const words = wordsOf(input.value);
    problem.textContent = words.length ? "" : "a word, please";
    if (!words.length || input.value === get("sentence")) return;
    stop();
    put({ sentence: input.value, word: words.length, preset: "" });
  };
  const input = element("input", {
    type: "text",
    id,
    maxlength: LONGEST,
    autocomplete: "off",
    spellcheck: "false",
    input: take,
  });
  const label = element("label", { for: id }, "sentence");
  return {
    node: element("div", { class: "nb-sentence" }, label, input, problem),
    draw({ sentence, words }) {
      if (input.value === sentence) return;
      input.value = sentence;
      problem.textContent = words.length ? "" : "a word, please";
    },
  };
}

// What leads through the words, one after the other.
function stepControls(page) {
  const count = () => wordsOf(page.get("sentence")).length;
  const steps = stepThrough(page, {
    trait: "word",
    label: "words read",
    first: 1,
    most: MOST,
    last: count,
    perSecond: A_SECOND,
    says: { start: "back to the first word", back: "one word back", on: "one word on" },
  });
  return {
    ...steps,
    draw({ at, words }) {
      // Of a single word nothing is left to choose.
      steps.position.setMax(Math.max(2, words.length));
      steps.position.show(at);
    },
  };
}

export default { render };
