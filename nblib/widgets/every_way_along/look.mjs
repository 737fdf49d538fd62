// All that the widget shows, worked out from its traits. Pure.
import {
  allTexts,
  atTheEnd,
  backward,
  bestPath,
  collapse,
  forward,
  moves,
  statesOf,
} from "./maths.mjs";

/** What is seen of a text along these frames. */
export function look({ probs, text, frame, show }) {
  const states = statesOf(text);
  const at = Math.min(frame, probs.length);
  const ahead = forward(probs, states);
  const behind = backward(probs, states);
  const total = atTheEnd(ahead.at(-1));
  const read = probs.slice(0, at);
  const { path, p } = bestPath(read);
  const texts = allTexts(read);
  const pathText = collapse(path);
  return {
    probs,
    text,
    states,
    at,
    show,
    edges: moves(states),
    total,
    soFar: atTheEnd(ahead[at - 1]),
    // What stands in the lattice, null where it is not yet known.
    cells: probs.map((_, t) => states.map((_, s) => cellOf(t, s))),
    through: ahead[at - 1].reduce((sum, v, s) => sum + v * behind[at - 1][s], 0),
    isTold: at === probs.length || show !== "forward",
    path,
    pathP: p,
    pathText,
    texts,
    best: texts[0],
    needed: text.length + [...text].filter((letter, i) => letter === text[i - 1]).length,
    status: pathText === texts[0].text ? "alike" : "apart",
  };

  function cellOf(t, s) {
    if (show === "forward") return t < at ? ahead[t][s] : null;
    if (show === "backward") return t >= at - 1 ? behind[t][s] : null;
    return total ? (ahead[t][s] * behind[t][s]) / total : 0;
  }
}
