// Merge by merge: a text as boxes, one for each token, while byte-pair encoding learns from it.
import { button, slider, stepRow } from "../core/controls.mjs";
import { caption, element, uniqueId } from "../core/dom.mjs";
import { frame } from "../core/frame.mjs";
import { clamp } from "../core/numbers.mjs";
import { player } from "../core/player.mjs";
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
    for (const part of [writing, boxes, curve, bars, steps]) part.draw(view);
    page.tell(mergeStory(view), view.status);
    page.facts(mergeFacts(view));
  };
  page.follow(TRAITS, draw);
  draw();
  return page.leave;
}

const panels = ({ writing, boxes, curve, bars }) =>
  element(
    "div",
    { class: "nb-panels" },
    element(
      "div",
      {},
      boxes.node,
      caption(
        "each box is a token; orange: made by the last merge; underlined in green: merged next",
      ),
      writing.node,
    ),
    element(
      "div",
      {},
      curve.node,
      caption("what the merges have gained so far; drag the ring"),
      bars.node,
      caption("pairs that stand together most often, and how often; green: merged next"),
    ),
  );

// The text, in a field of its own.
function textField({ put }, stop) {
  const id = uniqueId("text");
  const area = element("textarea", {
    id,
    rows: 3,
    maxlength: LONGEST,
    spellcheck: "false",
    input() {
      stop();
      put({ text: area.value.toWellFormed(), merges: 0, preset: "" });
    },
  });
  const name = element("label", { for: id }, "your own text");
  return {
    node: element("div", { class: "nb-writing" }, name, area),
    draw({ text }) {
      if (area.value !== text) area.value = text;
    },
  };
}

// What leads through the merges, one after the other.
function stepControls(page, lastNow) {
  const { get, put } = page;
  const now = () => Math.min(get("merges"), lastNow());
  const play = mergePlayer(page, now, lastNow);
  const go = (merges) => {
    play.stop();
    put({ merges: clamp(merges, 0, lastNow()), preset: "" });
  };
  const position = slider({
    label: "merges",
    min: 0,
    max: lastNow(),
    step: 1,
    value: now(),
    onInput: go,
  });
  const node = stepRow(
    position,
    button("«", () => go(0), { "aria-label": "back to single bytes" }),
    button("‹", () => go(now() - 1), { "aria-label": "one merge back" }),
    play.button,
    button("›", () => go(now() + 1), { "aria-label": "one merge on" }),
  );
  return {
    node,
    stop: play.stop,
    draw({ k, last }) {
      position.setMax(last);
      position.show(k);
    },
  };
}

function mergePlayer({ el, undo, hold, put, save, get }, now, lastNow) {
  let from = 0;
  return player({
    el,
    undo,
    onStart() {
      if (now() >= lastNow()) hold({ merges: 0, preset: "" });
      from = now();
    },
    onFrame(seconds) {
      const merges = Math.min(lastNow(), from + Math.floor(seconds * A_SECOND));
      if (merges !== get("merges")) hold({ merges, preset: "" });
      return merges < lastNow();
    },
    onStop: save,
    onSkip: () => put({ merges: lastNow(), preset: "" }),
  });
}

export default { render };
