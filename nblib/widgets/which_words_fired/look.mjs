// All that the widget shows, worked out from its traits. Pure: numbers in, numbers out.
import { BINS, REACH, READERS, STEP, WIDTH } from "./constants.mjs";
import { readFilters } from "./filters.mjs";
import { cheapest, counted, read } from "./maths.mjs";

const STRONG = 0.6; // a share that is colored fully
const TOLD = 3; // words, or runs of words, that the story names
const QUIET = 0.05; // less than this is not told
const LISTED = 8; // so many are listed below the mail, half of them for either side

/** What is seen. A piece has tint, from −1 (ham) to 1 (spam); bins: of the histogram. */
export function look({ text, threshold, price, reader }, model) {
  const alone = reader === READERS[0];
  const { validation, test } = alone ? model : model.filters;
  const { pieces, score, sums } = alone ? byWords(model, text) : byFilters(model, text);
  const tenths = Number((threshold / STEP).toFixed(6));
  const counts = counted(test, tenths);
  const order = sums.filter(([, sum]) => Math.abs(sum) >= QUIET).sort((a, b) => b[1] - a[1]);
  return {
    threshold,
    price,
    score,
    alone,
    pieces: pieces.map((piece) => ({ ...piece, tint: tintOf(piece.share) })),
    words: pieces.filter(({ word }) => word !== null).length,
    strange: pieces.filter(({ word, column }) => word !== null && column === undefined).length,
    speaking: speaking(order, TOLD),
    fired: speaking(order, LISTED / 2),
    status: score > threshold ? "spam" : "ham",
    counts,
    cost: price * counts.lost + counts.through,
    cheapest: cheapest(validation, price) * STEP,
    bins: histogram(test),
  };
}

// Each word once, with the sum of its shares: [[word, sum], …].
function byWords(model, text) {
  const { pieces, score } = read(model, text);
  const sums = new Map();
  for (const { word, share } of pieces) {
    if (share !== null) sums.set(word, (sums.get(word) ?? 0) + share);
  }
  return { pieces, score, sums: [...sums] };
}

// The words that each filter saw where it answered most, with the sum of the shares.
function byFilters(model, text) {
  const { pieces } = read(model, text);
  const known = pieces.filter(({ word }) => word !== null);
  const words = known.map(({ word }) => word);
  const { shares, fired, score } = readFilters(model.filters, words);
  known.forEach((piece, t) => {
    piece.share = shares[t];
  });
  const sums = new Map();
  for (const { first, share } of fired) {
    const seen = words.slice(first, first + WIDTH).join(" ");
    sums.set(seen, (sums.get(seen) ?? 0) + share);
  }
  return { pieces, score, sums: [...sums] };
}

const tintOf = (share) => share === null ? 0 : Math.max(-1, Math.min(1, share / STRONG));

// Those that say most, on each side, the strongest first: { spam: [[words, sum], …], ham }.
const speaking = (order, most) => ({
  spam: order.filter(([, sum]) => sum > 0).slice(0, most),
  ham: order.filter(([, sum]) => sum < 0).slice(-most).reverse(),
});

// How many mails of a set are in each bin: [{ from, to, ham, spam }, …].
function histogram({ scores, spam }) {
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
