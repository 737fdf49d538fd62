// A small model reads a mail, and what a threshold costs; the twin of maths.py beside it. Pure.
import { signedIn } from "../core/packed.mjs";
import { TOKEN } from "../core/tokens.mjs";
import { REACH, STEP } from "./constants.mjs";
import { unpackedFilters } from "./filters.mjs";

const LAST = Math.round(REACH / STEP); // the largest threshold, in tenths

const numbersIn = (text) => Array.from(signedIn(text));

/** The model of model.json as words, weights and scores that can be used. */
export function unpacked(model) {
  const words = model.words.split(" ");
  const set = ({ scores, spam }) => ({ scores: numbersIn(scores), spam: numbersIn(spam) });
  const ofFilters = (name) => set({ scores: model.filters[name], spam: model[name].spam });
  return {
    columns: new Map(words.map((word, j) => [word, j])),
    idf: model.idf,
    weights: numbersIn(model.weights).map((v) => v * model.scale),
    bias: model.bias,
    validation: set(model.validation),
    test: set(model.test),
    filters: {
      ...unpackedFilters(model.filters, words),
      validation: ofFilters("validation"),
      test: ofFilters("test"),
    },
  };
}

/**
 * What the model makes of a text: pieces { text, word, share }, word being null between two words
 * and share null where the word is not known; and the score.
 */
export function read({ columns, idf, weights, bias }, text) {
  const pieces = [];
  const counts = new Map();
  let end = 0;
  for (const match of text.matchAll(TOKEN)) {
    if (match.index > end) pieces.push(gap(text.slice(end, match.index)));
    const column = columns.get(match[0].toLowerCase());
    pieces.push({ text: match[0], word: match[0].toLowerCase(), column });
    if (column !== undefined) counts.set(column, (counts.get(column) ?? 0) + 1);
    end = match.index + match[0].length;
  }
  if (end < text.length) pieces.push(gap(text.slice(end)));

  let squares = 0;
  for (const [column, count] of counts) squares += (count * idf[column]) ** 2;
  const length = Math.sqrt(squares) || 1;
  let score = 0;
  for (const piece of pieces) {
    const { column } = piece;
    piece.share = column === undefined ? null : weights[column] * idf[column] / length;
    score += piece.share ?? 0;
  }
  return { pieces, score: bias + score };
}

const gap = (text) => ({ text, word: null, column: undefined });

/** How many mails of a set are lost, get through, are caught and kept; threshold in tenths. */
export function counted({ scores, spam }, tenths) {
  const found = { lost: 0, through: 0, caught: 0, kept: 0 };
  scores.forEach((score, i) => {
    const away = score > tenths;
    const [put, left] = spam[i] ? ["caught", "through"] : ["lost", "kept"];
    found[away ? put : left]++;
  });
  return found;
}

/** The threshold, in tenths, that costs least, of equals the largest. */
export function cheapest(set, price) {
  let best = null;
  for (let tenths = -LAST; tenths <= LAST; tenths++) {
    const { lost, through } = counted(set, tenths);
    const cost = price * lost + through;
    if (best === null || cost <= best.cost) best = { cost, tenths };
  }
  return best.tenths;
}
