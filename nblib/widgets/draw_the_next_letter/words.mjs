// What the widget says, in a sentence or two. Pure: numbers in, words out.
import { write } from "../core/numbers.mjs";
import { LETTERS } from "./constants.mjs";

const NAMES = { " ": "a space", "\n": "the end of the line" };
const MARKS = { " ": "␣", "\n": "⏎" };

/** A letter as it is written in a sentence. */
export const named = (letter) => NAMES[letter] ?? `“${letter}”`;
/** A letter as it is written in a picture. */
export const mark = (letter) => MARKS[letter] ?? letter;
const percent = (p) => `${write(100 * p, 2)} %`;

/** The story of a view: what was drawn, and what may come. */
export function letterStory({ last, bars, choices, count, unknown }) {
  const came = last === null ? "Nothing is drawn yet." : whatCame(last);
  const first = unknown === null
    ? came
    : `It has not learned “${unknown}”, and reads a space. ${came}`;
  if (count === LETTERS) return `${first} That was the last of ${LETTERS} letters.`;
  const [top] = bars;
  if (choices === 1) return `${first} Next only ${named(top.letter)} may come.`;
  return `${first} Next, the network’s own favorite is ${named(top.letter)}, at ${
    percent(top.own)
  }; one of ${choices} letters is drawn.`;
}

const whatCame = ({ letter, p }) => `${capital(named(letter))} was drawn, at ${percent(p)}.`;
const capital = (text) => text[0].toUpperCase() + text.slice(1);

/** The numbers below the pictures. */
export const letterFacts = ({ count, choices, entropy, mean, repeated }) => ({
  letters: `${count} of ${LETTERS}`,
  "may be drawn": choices,
  "entropy of the draw": `${write(entropy)} bits`,
  "bits per letter so far": mean === null ? "none yet" : write(mean),
  repeated: `${write(100 * repeated)} %`,
});

/** The bars, for who cannot see them. */
export const barsLabel = ({ bars }) =>
  `The likeliest next letters, by the network and as drawn from: ${
    bars.slice(0, 5).map(({ letter, own, used }) =>
      `${named(letter)} ${percent(own)}, ${percent(used)}`
    ).join("; ")
  }.`;

/** The curve, for who cannot see it: as far as it is drawn. */
export const curveLabel = ({ count, surprises }) =>
  count === 0
    ? "Surprise of each letter in bits: none is drawn yet."
    : `Surprise of ${count} letters in bits, from ${
      write(Math.min(...surprises.slice(0, count)))
    } to ${write(Math.max(...surprises.slice(0, count)))}.`;
