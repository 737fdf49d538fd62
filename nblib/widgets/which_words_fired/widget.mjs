// Which words fired: a mail as a small model reads it, and a threshold by what mistakes cost.
import { button, settings } from "../core/controls.mjs";
import { element } from "../core/dom.mjs";
import { frame } from "../core/frame.mjs";
import { BINS, HIGHEST, READERS } from "./constants.mjs";
import { look } from "./look.mjs";
import { coloredMail, writing } from "./mail.mjs";
import { unpacked } from "./maths.mjs";
import { scorePicture } from "./scores.mjs";
import { wordsFacts, wordsStory } from "./words.mjs";

const TRAITS = ["text", "threshold", "price", "reader"];
const SETTINGS = {
  reader: { label: "read by", options: READERS },
  price: { label: "price of a lost ham", min: 1, max: HIGHEST, log: true },
};

function render({ model, el }) {
  const page = frame({ model, el, name: "which-words-fired", traits: TRAITS });
  const ready = unpacked(page.get("_model"));
  const mail = coloredMail();
  const field = writing({ write: (text) => page.put({ text, preset: "" }) });
  const scores = scorePicture({ bins: BINS, move: page.move });
  let view = null;
  const cheapest = button(
    "Take the cheapest",
    () => page.put({ threshold: Number(view.cheapest.toFixed(1)), preset: "" }),
  );
  const panels = element("div", { class: "nb-panels nb-even" }, mail.node, scores.node);
  const controls = element("div", { class: "nb-steps" }, settings(page, SETTINGS), cheapest);
  el.append(page.presets, panels, field.node, controls, page.words, page.aloud, page.numbers);

  const draw = () => {
    view = look(page.read(), ready);
    mail.draw(view);
    field.show(page.get("text"));
    scores.draw(view);
    page.tell(wordsStory(view), view.status);
    page.facts(wordsFacts(view));
  };
  page.follow(TRAITS, draw);
  draw();
  return page.leave;
}

export default { render };
