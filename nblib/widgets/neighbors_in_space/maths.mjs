// Words, their vectors and places on the map, and who is near; the twin of maths.py. Pure.
import { uniform } from "../core/mulberry.mjs";
import { bytesIn, signedIn } from "../core/packed.mjs";
import { SEED, VECTORS } from "./constants.mjs";

// The rows of a flat list of numbers, each scaled to length 1.
function unitRows(flat, count) {
  const dim = flat.length / count;
  return Array.from({ length: count }, (_, i) => {
    const row = Array.from(flat.slice(i * dim, (i + 1) * dim));
    const length = Math.sqrt(row.reduce((sum, v) => sum + v * v, 0));
    return row.map((v) => v / length);
  });
}

/**
 * What Python sends, unpacked: { words, places: [[x, y], …] within 0 to 1, rows: by the names of
 * VECTORS, each a list of vectors of length 1 }.
 */
export function unpacked({ words, rows, places }) {
  const learned = signedIn(rows);
  const first = Array.from(learned, (_, k) => uniform(SEED, k) - 0.5);
  const flat = bytesIn(places);
  return {
    words,
    places: words.map((_, i) => [flat[2 * i] / 255, flat[2 * i + 1] / 255]),
    rows: {
      [VECTORS[0]]: unitRows(learned, words.length),
      [VECTORS[1]]: unitRows(first, words.length),
    },
  };
}

/** So many words nearest to word number `at`: [{ index, cosine }], the nearest first. */
export function nearestTo({ rows }, at, vectors, count) {
  const table = rows[vectors];
  const found = table.map((row, index) => ({
    index,
    cosine: row.reduce((sum, v, k) => sum + v * table[at][k], 0),
  }));
  return found.filter(({ index }) => index !== at)
    .sort((a, b) => b.cosine - a.cosine || a.index - b.index)
    .slice(0, count);
}

/** The mean distance on the map from word number `at` to others. */
export function meanDistance({ places }, at, others) {
  const [x, y] = places[at];
  const sum = others.reduce((all, i) => all + Math.hypot(places[i][0] - x, places[i][1] - y), 0);
  return sum / others.length;
}

/** The word whose place is nearest to a point of the map. */
export function wordAt({ places }, [x, y]) {
  let best = 0;
  places.forEach(([px, py], i) => {
    const [bx, by] = places[best];
    if (Math.hypot(px - x, py - y) < Math.hypot(bx - x, by - y)) best = i;
  });
  return best;
}
