// What a widget in its state shows: the history of its text, kept while the text stays. Pure.
import { gainOf, historyOf } from "./maths.mjs";

/** A source of views: at({ text, merges }) goes through a text once. */
export function looks() {
  let known = null;
  let history = null;
  return {
    at({ text, merges }) {
      if (text !== known) {
        history = historyOf(text);
        known = text;
      }
      const last = history.steps.length;
      const k = Math.min(merges, last);
      const state = history.states[k];
      return {
        text,
        history,
        last,
        k,
        state,
        made: history.steps[k - 1] ?? null,
        next: history.steps[k] ?? null,
        gain: gainOf(history, state),
        status: statusOf(text, k, last),
      };
    },
  };
}

function statusOf(text, k, last) {
  if (text === "") return "empty";
  if (k === last) return "done";
  return k > 0 ? "merging" : "start";
}
