// What leads through whole numbers, one after the other: a slider, buttons, and play.
import { button, slider, stepRow } from "./controls.mjs";
import { clamp } from "./numbers.mjs";
import { player } from "./player.mjs";

/**
 * Steps of a trait from `first` to what last() says now, so many a second while it plays. most: the
 * end of the slider at first. says: the names of the buttons, { start, back, on }. Setting the
 * trait leaves the preset. Returns { node, position: the slider, go(n), stop() }.
 */
export function stepThrough(page, { trait, label, first, most, last, perSecond, says }) {
  const { get, put } = page;
  const now = () => Math.min(get(trait), last());
  const play = stepPlayer(page, { trait, first, last, perSecond, now });
  const go = (n) => {
    play.stop();
    put({ [trait]: clamp(Math.round(n), first, last()), preset: "" });
  };
  const position = slider({ label, min: first, max: most, step: 1, value: now(), onInput: go });
  const node = stepRow(
    position,
    button("«", () => go(first), { "aria-label": says.start }),
    button("‹", () => go(now() - 1), { "aria-label": says.back }),
    play.button,
    button("›", () => go(now() + 1), { "aria-label": says.on }),
  );
  return { node, position, go, stop: play.stop };
}

function stepPlayer({ el, undo, get, hold, put, save }, { trait, first, last, perSecond, now }) {
  const at = (n) => ({ [trait]: n, preset: "" });
  let from = first;
  return player({
    el,
    undo,
    onStart() {
      if (now() >= last()) hold(at(first));
      from = now();
    },
    onFrame(seconds) {
      const n = Math.min(last(), from + Math.floor(seconds * perSecond));
      if (n !== get(trait)) hold(at(n));
      return n < last();
    },
    onStop: save,
    onSkip: () => put(at(last())),
  });
}
