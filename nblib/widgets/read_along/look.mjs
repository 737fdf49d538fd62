// All that the widget shows, worked out from its traits and what was recorded. Pure.
import { readAll, unitsInOrder, wordsOf } from "./maths.mjs";

const PART = { "votes": "votes", "state": "state", "update gate": "update", "reset gate": "reset" };

/** What is seen of a sentence after so many words. */
export function look({ sentence, word, reader, show }, unpacked) {
  const words = wordsOf(sentence);
  const steps = readAll(unpacked, reader, words);
  const at = Math.min(word, words.length); // words read
  const positive = steps.map((step) => step.positive);
  const order = unitsInOrder(unpacked.readers[reader]);
  return {
    sentence,
    words,
    known: words.map(unpacked.knows),
    reader,
    show,
    at,
    positive,
    isGate: show.endsWith("gate"),
    // A row for each unit, a column for each word.
    map: order.map((unit) => steps.map((step) => step[PART[show]][unit])),
    mean: meanOf(steps[at - 1].update),
    before: at > 1 ? positive[at - 2] : null,
    now: positive[at - 1],
    status: verdictOf(positive[at - 1]),
  };
}

const meanOf = (values) => values.reduce((sum, v) => sum + v, 0) / values.length;

/** What a probability is called. */
export const verdictOf = (p) => (p > 0.5 ? "positive" : "negative");
