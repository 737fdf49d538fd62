// Where the words of a sentence stand in both pictures, and how they are written there.
import { drawing } from "../core/dom.mjs";
import { scale } from "../core/numbers.mjs";

export const PANEL = { width: 420, height: 300, left: 52, right: 10, top: 10, bottom: 66 };
const ACROSS = PANEL.width - PANEL.left - PANEL.right;
const LETTERS = 10; // of a word that is written aslant
const A_LETTER = 7.4; // its width, about

/** { toX, fromX, width } for word 1 … count. */
export function columnsOf(count) {
  const width = ACROSS / count;
  const from = [0.5, count + 0.5];
  const to = [PANEL.left, PANEL.width - PANEL.right];
  return { toX: scale(from, to), fromX: scale(to, from), width };
}

const fitsLevel = (words) =>
  Math.max(...words.map((word) => word.length)) * A_LETTER < columnsOf(words.length).width;

/** What a picture shows: less below it where the words stand level. */
export const viewBoxFor = (words) =>
  `0 0 ${PANEL.width} ${PANEL.height - (fitsLevel(words) ? PANEL.bottom - 26 : 0)}`;

/** The words below a picture, level where there is room, else aslant. */
export function wordNames({ words, known, at }) {
  const { toX } = columnsOf(words.length);
  const level = fitsLevel(words);
  const y = PANEL.height - PANEL.bottom + (level ? 18 : 12);
  return words.map((word, i) => {
    const x = toX(i + 1);
    const text = word.length > LETTERS && !level ? `${word.slice(0, LETTERS - 1)}…` : word;
    const marks = [i + 1 === at ? "nb-now" : "", known[i] ? "" : "nb-unknown"];
    return drawing("text", {
      class: marks.filter(Boolean).join(" ") || null,
      "text-anchor": level ? "middle" : "end",
      transform: `translate(${x.toFixed(1)} ${y})${level ? "" : " rotate(-52)"}`,
    }, text);
  });
}
