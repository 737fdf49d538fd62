// A small model reads a mail, and what a threshold costs; the twin of maths.py beside it. Pure.
import { REACH, STEP } from "./constants.mjs";

// A Chinese character, a word with apostrophes inside, or a mark: as nblib.text.WordTokenizer.
const CHINESE = "\\u3400-\\u4dbf\\u4e00-\\u9fff\\uf900-\\ufaff\\u{20000}-\\u{3ffff}";
const LETTER = `(?:(?![${CHINESE}])[\\p{L}\\p{N}_])`;
const WORD = new RegExp(`[${CHINESE}]|${LETTER}+(?:['’]${LETTER}+)*|[^\\p{L}\\p{N}_\\s]`, "gu");
const LAST = Math.round(REACH / STEP); // the largest threshold, in tenths

/** Whole numbers from base64, from −128 to 127. */
export function unpack(text) {
  const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  return Array.from(new Int8Array(bytes.buffer));
}

/** The model of model.json as words, weights and scores that can be used. */
export function unpacked(model) {
  const words = model.words.split(" ");
  const set = ({ scores, spam }) => ({ scores: unpack(scores), spam: unpack(spam) });
  return {
    columns: new Map(words.map((word, j) => [word, j])),
    idf: model.idf,
    weights: unpack(model.weights).map((v) => v * model.scale),
    bias: model.bias,
    validation: set(model.validation),
    test: set(model.test),
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
  for (const match of text.matchAll(WORD)) {
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
