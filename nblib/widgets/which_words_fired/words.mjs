// What the model says of a mail, and what its threshold costs, in a sentence or two. Pure.
import { write } from "../core/numbers.mjs";

/** The story of a view. */
export function wordsStory(view) {
  return `${verdict(view)} ${voices(view)} ${price(view)}`;
}

function verdict({ score, threshold, status }) {
  const side = status === "spam" ? "above" : "not above";
  const fate = status === "spam" ? "put away as spam" : "kept";
  return `The score is ${fixed(score)}, ${side} the threshold ${
    fixed(threshold)
  }: the mail is ${fate}.`;
}

function voices({ speaking, words, strange, alone }) {
  const named = (list) => list.map(([words, sum]) => `“${words}” ${signed(sum)}`).join(", ");
  const parts = [];
  if (speaking.spam.length) parts.push(`for spam: ${named(speaking.spam)}`);
  if (speaking.ham.length) parts.push(`for ham: ${named(speaking.ham)}`);
  if (!parts.length && alone && words === strange) return "It knows none of the words.";
  if (!parts.length) return "Nothing in it speaks loudly.";
  return `Most speak ${parts.join("; ")}.`;
}

function price({ counts }) {
  const ham = counts.lost === 1 ? "1 ham is" : `${counts.lost} ham are`;
  return `On the test set ${ham} lost, and ${counts.through} spam get through.`;
}

/** One entry of what fired: its words and their share. */
export const entry = ([words, sum]) => `${words} ${signed(sum)}`;

const fixed = (v) => v.toFixed(1).replace("-", "−");
const signed = (v) => `${v < 0 ? "−" : "+"}${Math.abs(v).toFixed(1)}`;

/** The numbers below the pictures. */
export const wordsFacts = ({ score, threshold, counts, cost, cheapest, words, strange }) => ({
  score: write(score),
  threshold: write(threshold),
  "ham lost": counts.lost,
  "spam through": counts.through,
  "spam caught": counts.caught,
  "ham kept": counts.kept,
  cost: write(cost, 6),
  "cheapest on validation": write(cheapest),
  words,
  unknown: strange,
});

/** What is listed below the mail, and for which reader. */
export const listName = ({ alone }) =>
  alone ? "words that speak loudest" : "three words that a filter saw";

/** What the colored mail shows, for who cannot see it. */
export const described = ({ words, strange }) =>
  `the mail, ${words} words, ${strange} of them unknown; colored by what each speaks for`;
