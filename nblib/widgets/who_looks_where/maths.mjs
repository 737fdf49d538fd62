// What a beam kept and what it chose, from what was recorded; the twin of maths.py. Pure.
import { END, RANKINGS } from "./constants.mjs";

/** Whether a piece is the sign of the end. */
export const isEnd = (piece) => piece.trim() === END;

/** The numbers of the nodes from the first piece to this one. */
export function pathOf(nodes, node) {
  const path = [];
  for (let at = node; at > 0; at = nodes[at][0]) path.push(at);
  return path.reverse();
}

/** The log probability of a node, or its mean for each piece. */
export function scoreOf(nodes, node, ranking) {
  const logProb = nodes[node][2];
  return ranking === RANKINGS[0] ? logProb : logProb / pathOf(nodes, node).length;
}

/** Pieces as one text, without its end. */
export const textOf = (pieces) => pieces.filter((piece) => !isEnd(piece)).join("").trim();

/** What a search of this width chose by this ranking: { path, pieces, weights, logProb, text }. */
export function outcomeOf({ nodes, widths }, width, ranking) {
  const [live, finished] = widths[width].at(-1);
  const among = finished.length ? finished : live;
  const scores = among.map((node) => scoreOf(nodes, node, ranking));
  const best = among[scores.indexOf(Math.max(...scores))];
  const path = pathOf(nodes, best);
  const pieces = path.map((node) => nodes[node][1]);
  const weights = path.map((node) => nodes[node][3]);
  return { path, pieces, weights, logProb: nodes[best][2], text: textOf(pieces) };
}

/** For each step the nodes that were kept, the most probable first; none that ended before. */
export function layersOf({ nodes, widths }, width) {
  const before = new Set();
  return widths[width].map(([live, finished]) => {
    const fresh = [...live, ...finished].filter((node) => !before.has(node));
    finished.forEach((node) => before.add(node));
    return fresh.sort((a, b) => nodes[b][2] - nodes[a][2]);
  });
}
