// What the lattice shows, in a sentence or two. Pure: numbers in, words out.
import { write } from "../core/numbers.mjs";
import { SYMBOLS } from "./constants.mjs";

/** A text as it is written: in quotation marks, or as nothing. */
export const quoted = (text) => (text ? `“${text}”` : "nothing");
const asPath = (path) => path.map((label) => SYMBOLS[label]).join(" ");
const frames = (n) => (n === 1 ? "1 frame" : `${n} frames`);

/** The story of a view: the best path, what it spells, and whether that is the best text. */
export function wayStory(view) {
  const { text, probs, needed, at, path, pathP, pathText } = view;
  const impossible = needed > probs.length
    ? `${quoted(text)} needs ${frames(needed)}, and there are ${probs.length}: no way leads along. `
    : "";
  const spelled = `After ${frames(at)} the best path is ${asPath(path)}, with probability ${
    write(pathP)
  }, and spells ${quoted(pathText)}.`;
  return `${impossible}${spelled} ${whatIsBest(view)}`;
}

function whatIsBest({ best, status }) {
  const p = write(best.p);
  if (status === "alike") return `Summed over all paths, this text is the best too, with ${p}.`;
  return `But summed over all paths, ${quoted(best.text)} is the best text, with ${p}.`;
}

/** The numbers below the pictures. */
export const wayFacts = ({ at, probs, pathP, best, soFar, through, total, isTold }) => ({
  "frames read": `${at} of ${probs.length}`,
  "best path": write(pathP),
  "best text": write(best.p),
  "the lattice's text so far": write(soFar),
  "forward · backward, summed here": isTold ? write(through) : "not yet",
  "loss": isTold ? lossOf(total) : "not yet",
});

const lossOf = (p) => (p > 0 ? write(-Math.log(p)) : "infinite");

/** The frames, for who cannot see them. */
export const framesLabel = ({ probs, at }) =>
  `Probabilities of blank, a and b in each of ${probs.length} frames: ${
    probs.map((row) => row.map((p) => write(p)).join(", ")).join("; ")
  }. ${frames(at)} read.`;

/** The lattice, for who cannot see it. */
export function latticeLabel({ text, states, show, cells, at }) {
  const column = cells[at - 1].map((v, s) => `${SYMBOLS[states[s]]} ${v === null ? "" : write(v)}`);
  const size = `${states.length} states by ${cells.length} frames`;
  return `Lattice of ${quoted(text)}, ${size}, ${show}; at frame ${at}: ${column.join(", ")}.`;
}

/** The texts, for who cannot see them. */
export const textsLabel = ({ texts, at, pathText }) =>
  `Most probable texts of ${frames(at)}: ${
    texts.slice(0, 6).map(({ text, p }) => `${quoted(text)} ${write(p)}`).join(", ")
  }. The best path spells ${quoted(pathText)}.`;
