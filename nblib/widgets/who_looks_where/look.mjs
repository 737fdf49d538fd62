// All that the widget shows, worked out from its traits and what was recorded. Pure.
import { RANKINGS } from "./constants.mjs";
import { layersOf, outcomeOf } from "./maths.mjs";

/** What is seen of a sentence: the search of this width, looked at from one piece of its target. */
export function look({ sentence, width, ranking, place }, { sentences }) {
  const found = sentences[sentence];
  const chosen = outcomeOf(found, width, ranking);
  const greedy = outcomeOf(found, 1, RANKINGS[0]);
  const at = Math.min(place, chosen.pieces.length);
  return {
    sentence,
    width,
    ranking,
    at,
    source: found.source,
    reference: found.reference,
    nodes: found.nodes,
    layers: layersOf(found, width),
    chosen,
    greedy,
    row: chosen.weights[at - 1],
    status: chosen.text === found.reference ? "right" : "wrong",
  };
}

/** How many hypotheses were kept in all. */
export const keptIn = (layers) => layers.reduce((sum, layer) => sum + layer.length, 0);
