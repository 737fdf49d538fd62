// Neighbors in space: a map of words, and the nearest to one of them.
import { settings } from "../core/controls.mjs";
import { caption, wideAndNarrow } from "../core/dom.mjs";
import { frame } from "../core/frame.mjs";
import { MOST, VECTORS } from "./constants.mjs";
import { look } from "./look.mjs";
import { unpacked } from "./maths.mjs";
import { cosineBars, wordMap } from "./pictures.mjs";
import { neighborFacts, neighborStory } from "./words.mjs";

const TRAITS = ["word", "vectors", "neighbors"];

function render({ model, el }) {
  const page = frame({ model, el, name: "neighbors-in-space", traits: TRAITS });
  const { get } = page;
  const space = unpacked({ words: get("_words"), rows: get("_rows"), places: get("_places") });
  const map = wordMap(space, { move: page.move });
  const bars = cosineBars();
  const left = [
    map.node,
    caption("each dot is a word, placed by its learned vector; drag the ring to another one"),
  ];
  const right = [bars.node, caption("the nearest of these words, by their cosine")];
  el.append(
    page.presets,
    wideAndNarrow(left, right),
    settings(page, {
      word: { label: "word", options: space.words },
      vectors: { label: "vectors", options: VECTORS },
      neighbors: { label: "neighbors", min: 1, max: MOST, step: 1 },
    }),
    page.words,
    page.aloud,
    page.numbers,
  );

  const draw = () => {
    const view = look(page.read(), space);
    for (const part of [map, bars]) part.draw(view);
    page.tell(neighborStory(view), view.status);
    page.facts(neighborFacts(view));
  };
  page.follow(TRAITS, draw);
  draw();
  return page.leave;
}

export default { render };
