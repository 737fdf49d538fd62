// What the reader does, in a sentence or two. Pure: numbers in, words out.
import { write } from "../core/numbers.mjs";
import { verdictOf } from "./look.mjs";

const percent = (p) => `${Math.round(100 * p)} %`;
const quoted = (word) => `“${word}”`;

/** The story of a view: what the latest word did, and what is next. */
export function readingStory(view) {
  const { words, known, at } = view;
  const learned = known[at - 1]
    ? ""
    : ` It never met ${quoted(words[at - 1])}, and takes it for any rare word.`;
  return `${whatItDid(view)}${learned} ${whatIsNext(view)}`;
}

function whatItDid({ words, at, before, now }) {
  const word = quoted(words[at - 1]);
  if (before === null) return `After ${word} it says ${percent(now)} positive.`;
  const from = verdictOf(before);
  const to = verdictOf(now);
  const change = from === to ? `still ${to}` : `the verdict turns to ${to}`;
  if (percent(before) === percent(now)) return `${word} changes nothing: ${percent(now)}, ${to}.`;
  return `${word} moves it from ${percent(before)} to ${percent(now)}: ${change}.`;
}

function whatIsNext({ words, at, positive }) {
  if (at < words.length) return `Next comes ${quoted(words[at])}.`;
  return `The sentence is over: ${verdictOf(positive[at - 1])}.`;
}

/** The numbers below the pictures. */
export const readingFacts = ({ words, known, at, now, before, mean }) => ({
  "words read": `${at} of ${words.length}`,
  positive: `${write(100 * now)} %`,
  "change by this word": before === null ? "none before" : `${write(100 * (now - before))} points`,
  "update gate, mean": write(mean),
  "words never met": known.filter((one) => !one).length,
});

/** The curve, for who cannot see it: as far as it is read. */
export const curveLabel = ({ words, positive, at }) =>
  `Probability of positive after each word: ${
    words.slice(0, at).map((word, i) => `${word} ${percent(positive[i])}`).join(", ")
  }.`;

/** The map, for who cannot see it. */
export const mapLabel = ({ show, words, map, at }) => {
  const column = map.map((row) => row[at - 1]);
  return `${show} of ${map.length} units after each of ${words.length} words; after ${
    quoted(words[at - 1])
  } from ${write(Math.min(...column))} to ${write(Math.max(...column))}.`;
};
