// What merging does, in a sentence or two. Pure: numbers in, words out.
import { write } from "../core/numbers.mjs";
import { readable } from "./maths.mjs";

const SHOWN = { " ": "␣", "\n": "↵", "\t": "⇥" };
const visible = (text) => text.replace(/[ \n\t]/g, (c) => SHOWN[c]);

/** A token as it is written on a box: spaces and line breaks seen, lone bytes as two digits. */
export const label = (token) => readable(token).map(({ text }) => visible(text)).join("");

const quoted = (token) => `“${label(token)}”`;
const many = (n, noun) => `${n} ${noun}${n === 1 ? "" : "s"}`;

/** The story of a view: the merge made last, then the next one. */
export function mergeStory(view) {
  if (view.status === "empty") return "There is nothing to count yet: write a text.";
  return `${whatWasMade(view)} ${whatComes(view)}`;
}

function whatWasMade({ history, k, made }) {
  if (!made) return `${many(history.bytes, "byte")}, each of them a token.`;
  const { left, right, saved } = made;
  return `Merge ${k} made ${quoted(left + right)} of ${quoted(left)} and ${
    quoted(right)
  }, and saved ${many(saved, "token")}.`;
}

function whatComes({ next, history, state }) {
  if (!next) {
    return `No pair stands together twice any more: ${many(history.bytes, "byte")} in ${
      many(state.tokens, "token")
    }.`;
  }
  const { left, right, count } = next;
  return `Most often, ${count} times, ${quoted(left)} stands before ${
    quoted(right)
  }: that is merged next.`;
}

/** The numbers below the pictures. */
export const mergeFacts = ({ k, last, state, gain, history }) => ({
  merges: `${k} of ${last}`,
  bytes: history.bytes,
  tokens: state.tokens,
  vocabulary: state.vocabulary,
  "bytes per token": write(gain),
});

/** The boxes, for who cannot see them. */
export const boxesLabel = ({ state }) =>
  `${many(state.tokens, "token")}: ${state.pieces.flat().map(label).join(" | ")}`;

/** The bars of the pairs, for who cannot see them. */
export const pairsLabel = ({ state }) =>
  state.pairs.length === 0
    ? "No two tokens stand together."
    : `Most frequent pairs: ${
      state.pairs.map(({ left, right, count }) => `${label(left)} ${label(right)}, ${count}`)
        .join("; ")
    }.`;
