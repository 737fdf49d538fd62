// All that the widget shows in a state. Pure.
import { VECTORS } from "./constants.mjs";
import { meanDistance, nearestTo } from "./maths.mjs";

/** { at, word, near, meanCosine, distance, usual, status } of a state. */
export function look({ word, vectors, neighbors }, space) {
  const at = space.words.indexOf(word);
  const near = nearestTo(space, at, vectors, neighbors);
  const others = space.words.map((_, i) => i).filter((i) => i !== at);
  return {
    at,
    word,
    vectors,
    near: near.map((one) => ({ ...one, word: space.words[one.index] })),
    meanCosine: near.reduce((sum, { cosine }) => sum + cosine, 0) / near.length,
    distance: meanDistance(space, at, near.map(({ index }) => index)),
    usual: meanDistance(space, at, others),
    status: vectors === VECTORS[0] ? "learned" : "chance",
  };
}
