// Byte-pair encoding of one text, every step of it; the twin of nblib.text.bpe. A token is kept as
// a string with a character for each byte, so that tokens compare as their bytes do. Pure.
import { LEAST, MOST, SPECIALS, TOP } from "./constants.mjs";

const SPACE =
  "\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000";
const WORD = "\\p{L}\\p{N}_";
// The words, marks and spaces that no merge reaches across: PIECE in nblib/text/bpe.py.
const PIECE = new RegExp(
  ` ?[${WORD}]+| ?[^${WORD}${SPACE}]+|[${SPACE}]+(?![^${SPACE}])|[${SPACE}]`,
  "gu",
);

const encoder = new TextEncoder();
const bytesOf = (text) => [...encoder.encode(text)].map((byte) => String.fromCharCode(byte));

/** The pieces of a text, each a list of its bytes. */
export const piecesOf = (text) => (text.match(PIECE) ?? []).map(bytesOf);

/** A list of tokens with each `left` that `right` follows put together, from the left on. */
export function joined(tokens, left, right) {
  const made = [];
  for (let i = 0; i < tokens.length; i++) {
    if (tokens[i] === left && tokens[i + 1] === right) {
      made.push(left + right);
      i++;
    } else {
      made.push(tokens[i]);
    }
  }
  return made;
}

const sooner = (a, b) => {
  if (a === b) return 0;
  return a < b ? -1 : 1;
};

/** The pairs of neighbors in some pieces, { left, right, count }: the most frequent first. */
export function rankedPairs(pieces) {
  const counts = new Map(); // left -> right -> pair
  for (const tokens of pieces) {
    for (let i = 0; i + 1 < tokens.length; i++) {
      const [left, right] = tokens.slice(i, i + 2);
      if (!counts.has(left)) counts.set(left, new Map());
      const after = counts.get(left);
      if (!after.has(right)) after.set(right, { left, right, count: 0 });
      after.get(right).count += 1;
    }
  }
  const pairs = [...counts.values()].flatMap((after) => [...after.values()]);
  return pairs.sort((a, b) =>
    b.count - a.count || sooner(a.left, b.left) || sooner(a.right, b.right)
  );
}

const countIn = (pieces) => pieces.reduce((sum, tokens) => sum + tokens.length, 0);

/**
 * Everything that happens to a text: { bytes, steps: [{ left, right, count, saved }], states }; the
 * state after k merges is { pieces, tokens: how many, vocabulary, pairs: the most frequent ones }.
 */
export function historyOf(text) {
  let pieces = piecesOf(text);
  let ranked = rankedPairs(pieces);
  const bytes = countIn(pieces);
  const made = new Set();
  const stateNow = () => ({
    pieces,
    tokens: countIn(pieces),
    vocabulary: SPECIALS + 256 + made.size,
    pairs: ranked.slice(0, TOP),
  });
  const steps = [];
  const states = [stateNow()];
  while (steps.length < MOST && ranked.length > 0 && ranked[0].count >= LEAST) {
    const { left, right, count } = ranked[0];
    pieces = pieces.map((tokens) => joined(tokens, left, right));
    ranked = rankedPairs(pieces);
    made.add(left + right);
    states.push(stateNow());
    const saved = states.at(-2).tokens - states.at(-1).tokens;
    steps.push({ left, right, count, saved });
  }
  return { bytes, steps, states };
}

/** Bytes for each token in a state; 1 for an empty text. */
export const gainOf = ({ bytes }, { tokens }) => (tokens ? bytes / tokens : 1);

const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const decoded = (bytes) => {
  try {
    return decoder.decode(bytes);
  } catch {
    return null;
  }
};

/**
 * What a token reads like: its whole characters, and its other bytes as two digits each.
 * Returns [{ text, whole }], from the left on.
 */
export function readable(token) {
  const bytes = Uint8Array.from(token, (c) => c.charCodeAt(0));
  const parts = [];
  const add = (text, whole) => {
    const last = parts.at(-1);
    if (last?.whole === whole) last.text += whole ? text : `\u00a0${text}`;
    else parts.push({ text, whole });
  };
  for (let i = 0; i < bytes.length;) {
    const size = [1, 2, 3, 4].find((n) =>
      i + n <= bytes.length && decoded(bytes.slice(i, i + n)) !== null
    );
    if (size) add(decoded(bytes.slice(i, i + size)), true);
    else add(bytes[i].toString(16).toUpperCase().padStart(2, "0"), false);
    i += size ?? 1;
  }
  return parts;
}
