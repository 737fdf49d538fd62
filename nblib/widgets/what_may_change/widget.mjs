// What may change: a picture that is moved, turned, scaled, mirrored, mixed, and what two networks
// say.
import { settings } from "../core/controls.mjs";
import { element } from "../core/dom.mjs";
import { frame } from "../core/frame.mjs";
import { colors, onTheme } from "../core/theme.mjs";
import { KINDS, LARGEST, MIRRORED, NOISIEST, SMALLEST, TURNS, WIDEST } from "./constants.mjs";
import { look } from "./look.mjs";
import { unpackPictures } from "./maths.mjs";
import { answerBars, movedPicture } from "./pictures.mjs";
import { changeFacts, changeStory } from "./words.mjs";

const SETTINGS = {
  kind: { label: "kind", options: KINDS },
  picture: { label: "picture", min: 0, max: 9, step: 1 },
  degrees: { label: "degrees", min: TURNS[0], max: TURNS[1], step: 1 },
  scale: { label: "scale", min: SMALLEST, max: LARGEST, step: 0.05 },
  noise: { label: "noise", min: 0, max: NOISIEST, step: 0.05 },
  hole: { label: "hole, pixels", min: 0, max: WIDEST, step: 1 },
  share: { label: "mixed in, part", min: 0, max: 1, step: 0.05 },
  second: { label: "mixed with", min: 0, max: 9, step: 1 },
  mirrored: { label: "mirrored", options: MIRRORED },
};
const TRAITS = [...Object.keys(SETTINGS), "place"];

function render({ model, el }) {
  const page = frame({ model, el, name: "what-may-change", traits: TRAITS });
  const ready = unpackPictures(page.get("_recorded"));
  let view = look(page.read(), ready);
  const moved = movedPicture({ view: () => view, move: page.move });
  const bars = answerBars();
  el.append(
    page.presets,
    element(
      "div",
      { class: "nb-panels" },
      element("div", { class: "nb-seen" }, moved.node, moved.note),
      element("div", {}, bars.node, bars.note),
    ),
    settings(page, SETTINGS),
    page.words,
    page.aloud,
    page.numbers,
  );

  let palette = colors(el, ["ink"]);
  const draw = () => {
    view = look(page.read(), ready);
    moved.draw(view, palette);
    bars.draw(view);
    page.tell(changeStory(view), view.status);
    page.facts(changeFacts(view));
  };
  page.undo.push(onTheme(() => {
    palette = colors(el, ["ink"]);
    draw();
  }));
  page.follow(TRAITS, draw);
  draw();
  return page.leave;
}

export default { render };
