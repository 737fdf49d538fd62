// All that the widget shows, worked out from its traits and what was recorded. Pure.
import { LETTERS, SHOWN } from "./constants.mjs";
import { entropyOf, idsOf, repeatedIn, writeOn } from "./maths.mjs";

/** A source of views: at(traits) writes the text anew only where a setting has changed. */
export function looks(net) {
  let known = "";
  let written = null;
  return {
    at({ beginning, temperature, top_k: topK, top_p: topP, seed, letters: count }) {
      const settings = { beginning, temperature, topK, topP, seed };
      const key = JSON.stringify(settings);
      if (key !== known) written = writeOn(net, settings);
      known = key;
      return viewOf(net, written, { ...settings, count });
    },
  };
}

function viewOf(net, written, settings) {
  const { beginning, count } = settings;
  const own = written.own[count];
  const used = written.used[count];
  const order = [...own.keys()].sort((a, b) => own[b] - own[a] || a - b).slice(0, SHOWN);
  const surprises = written.letters.map((letter, n) => -Math.log2(written.own[n][letter]));
  const last = written.letters[count - 1];
  return {
    ...settings,
    unknown: [...beginning].find((letter) => !net.letters.includes(letter)) ?? null,
    read: idsOf(net, beginning).slice(1).map((i) => net.letters[i]).join(""),
    drawn: written.letters.map((i) => net.letters[i]),
    surprises, // bits of each letter, in the eyes of the network itself
    bars: order.map((i) => ({ letter: net.letters[i], own: own[i], used: used[i] })),
    last: count === 0 ? null : { letter: net.letters[last], p: written.used[count - 1][last] },
    choices: used.reduce((sum, p) => sum + (p > 0 ? 1 : 0), 0),
    entropy: entropyOf(used),
    mean: count === 0 ? null : surprises.slice(0, count).reduce((a, b) => a + b, 0) / count,
    repeated: repeatedIn(written.letters.slice(0, count)),
    status: statusOf(count),
  };
}

function statusOf(count) {
  if (count === 0) return "start";
  return count === LETTERS ? "done" : "writing";
}
