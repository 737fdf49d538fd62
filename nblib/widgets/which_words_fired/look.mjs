// All that the widget shows, worked out from its traits. Pure: numbers in, numbers out.
import { BINS, REACH, STEP } from "./constants.mjs";
import { cheapest, counted, read } from "./maths.mjs";

const STRONG = 0.6; // a share that is colored fully
const TOLD = 3; // words that the story names

/** What is seen. A piece has tint, from −1 (ham) to 1 (spam); bars: of the histogram. */
export function look({ text, threshold, price }, model) {
  const { pieces, score } = read(model, text);
  const tenths = Number((threshold / STEP).toFixed(6));
  const counts = counted(model.test, tenths);
  return {
    threshold,
    price,
    score,
    pieces: pieces.map((piece) => ({ ...piece, tint: tintOf(piece.share) })),
    words: pieces.filter(({ word }) => word !== null).length,
    strange: pieces.filter(({ word, share }) => word !== null && share === null).length,
    speaking: speaking(pieces),
    status: score > threshold ? "spam" : "ham",
    counts,
    cost: price * counts.lost + counts.through,
    cheapest: cheapest(model.validation, price) * STEP,
  };
}

const tintOf = (share) => share === null ? 0 : Math.max(-1, Math.min(1, share / STRONG));

// The words that say most, with the sum of their shares: { spam: [[word, sum], …], ham }.
function speaking(pieces) {
  const sums = new Map();
  for (const { word, share } of pieces) {
    if (share !== null) sums.set(word, (sums.get(word) ?? 0) + share);
  }
  const order = [...sums].sort((a, b) => b[1] - a[1]);
  return {
    spam: order.filter(([, sum]) => sum > 0).slice(0, TOLD),
    ham: order.filter(([, sum]) => sum < 0).slice(-TOLD).reverse(),
  };
}

/** How many mails of a set are in each bin: [{ from, to, ham, spam }, …]. */
export function histogram({ scores, spam }) {
  const width = 2 * REACH / BINS;
  const bins = Array.from({ length: BINS }, (_, k) => ({
    from: -REACH + k * width,
    to: -REACH + (k + 1) * width,
    ham: 0,
    spam: 0,
  }));
  scores.forEach((score, i) => {
    const k = Math.min(BINS - 1, Math.max(0, Math.ceil((score * STEP + REACH) / width) - 1));
    bins[k][spam[i] ? "spam" : "ham"]++;
  });
  return bins;
}
