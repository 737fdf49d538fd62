// What attention and beam do, in a sentence or two. Pure: numbers in, words out.
import { write } from "../core/numbers.mjs";
import { keptIn } from "./look.mjs";
import { isEnd } from "./maths.mjs";

/** A piece as it is shown: the end has a sign of its own. */
export const shown = (piece) => (isEnd(piece) ? "■" : piece.trim() || "␣");

const quoted = (piece) => (isEnd(piece) ? "The end, ■," : `“${piece.trim()}”`);

/** The story of a view: where a piece looks, and what the search found. */
export const story = (view) => `${whereItLooks(view)} ${whatWasFound(view)}`;

function whereItLooks({ chosen, at, row, source }) {
  const most = Math.max(...row);
  const target = source[row.indexOf(most)].trim();
  return `${quoted(chosen.pieces[at - 1])} looks most at “${target}”, with ${most} %.`;
}

function whatWasFound({ width, chosen, greedy, status }) {
  const who = width === 1 ? "Greedy search" : `The beam of ${width}`;
  const verdict = status === "right" ? "which is the reference" : "which is not the reference";
  const same = width > 1 && chosen.text === greedy.text ? ", as greedy search does" : "";
  return `${who} says “${chosen.text}”${same}, ${verdict}.`;
}

/** The numbers below the pictures. */
export const facts = ({ chosen, at, layers }) => ({
  "target piece": `${at} of ${chosen.pieces.length}`,
  "log probability": write(chosen.logProb),
  "mean a piece": write(chosen.logProb / chosen.pieces.length),
  "hypotheses kept": keptIn(layers),
});

/** The map, for who cannot see it. */
export const mapLabel = ({ source, chosen, at, row }) =>
  `Attention of ${chosen.pieces.length} target pieces over ${source.length} source pieces. Piece ${at}, ${
    shown(chosen.pieces[at - 1])
  }: ${source.map((piece, s) => `${piece.trim()} ${row[s]} %`).join(", ")}.`;

/** The tree, for who cannot see it. */
export const treeLabel = ({ layers, nodes, width }) =>
  `Beam of ${width}: ${
    layers.map((layer, t) =>
      `step ${t + 1} keeps ${layer.map((node) => shown(nodes[node][1])).join(", ")}`
    ).join("; ")
  }.`;
