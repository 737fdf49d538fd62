// Who looks where: a source, its translation piece by piece, attention between them, and the beam.
import { settings } from "../core/controls.mjs";
import { element, sideBySide } from "../core/dom.mjs";
import { frame } from "../core/frame.mjs";
import { stepThrough } from "../core/steps.mjs";
import { LONGEST, RANKINGS, WIDEST } from "./constants.mjs";
import { look } from "./look.mjs";
import { attentionMap } from "./map.mjs";
import { beamTree } from "./tree.mjs";
import { facts, shown, story } from "./words.mjs";

const A_SECOND = 1.2; // pieces looked at while it plays
const TRAITS = ["sentence", "width", "ranking", "place"];

function render({ model, el }) {
  const page = frame({ model, el, name: "who-looks-where", traits: TRAITS });
  const recorded = page.get("_recorded");
  let view = look(page.read(), recorded);
  const steps = stepControls(page, () => view);
  const go = (place) => {
    if (place !== view.at) steps.go(place);
  };
  const move = (place, going) => {
    steps.stop();
    page.move({ place, preset: "" }, going);
  };
  const map = attentionMap({ go, move, view: () => view });
  const tree = beamTree({ go });
  const source = element("div", { class: "nb-chips nb-source" });
  const target = element("div", { class: "nb-chips nb-target" });
  const described = {
    sentence: { label: "sentence", options: Object.keys(recorded.sentences) },
    width: { label: "beam width", min: 1, max: WIDEST, step: 1 },
    ranking: { label: "chosen by", options: RANKINGS },
  };
  const panels = sideBySide([map.node, map.note], [tree.node, tree.note]);
  el.append(page.presets, settings(page, described), source, target, panels);
  el.append(steps.node, page.words, page.aloud, page.numbers);

  const draw = () => {
    view = look(page.read(), recorded);
    for (const part of [map, tree, steps]) part.draw(view);
    source.replaceChildren(...sourceChips(view));
    target.replaceChildren(...targetChips(view, go));
    page.tell(story(view), view.status);
    page.facts(facts(view));
  };
  page.follow(TRAITS, draw);
  draw();
  return page.leave;
}

// The source, each piece tinted by how much the piece at hand looks at it.
function sourceChips({ source, row }) {
  return source.map((piece, s) => {
    const chip = element("span", { class: "nb-chip" }, shown(piece));
    chip.style.setProperty("--nb-sure", `${row[s]}%`);
    return chip;
  });
}

// The target; pointing at a piece looks from it.
function targetChips({ chosen, at }, go) {
  return chosen.pieces.map((piece, t) =>
    element("span", {
      class: t + 1 === at ? "nb-chip nb-now" : "nb-chip",
      pointerenter: () => go(t + 1),
      click: () => go(t + 1),
    }, shown(piece))
  );
}

// What leads through the pieces of the target, one after the other.
function stepControls(page, view) {
  const recorded = page.get("_recorded");
  const steps = stepThrough(page, {
    trait: "place",
    label: "target piece",
    first: 1,
    most: LONGEST,
    last: () => look(page.read(), recorded).chosen.pieces.length,
    perSecond: A_SECOND,
    says: { start: "back to the first piece", back: "one piece back", on: "one piece on" },
  });
  return {
    ...steps,
    draw() {
      steps.position.setMax(view().chosen.pieces.length);
      steps.position.show(view().at);
    },
  };
}

export default { render };
