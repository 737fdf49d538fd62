// What a recorded run shows at one epoch, in a few sentences. Pure: numbers in, words out.
import { write } from "../core/numbers.mjs";

/** "diverged", "first", "before", "lowest" or "after": where epoch number k stands, seen from that of the lowest loss. */
export function stage({ k, best, loss }) {
  if (loss === null) return "diverged";
  if (k === best) return "lowest";
  return k === 0 ? "first" : k < best ? "before" : "after";
}

/**
 * k: epoch number from 0; epochs: their names; training, heldBack: the losses by epoch, heldBack null if not recorded;
 * right of total; now: { right, wrong }, counts of changes; worst: { name, taken, count } or null.
 */
export function replayStory(seen) {
  const { k, best, epochs, training, heldBack, right, total, now, worst, noun } = seen;
  const last = epochs.length - 1;
  const loss = heldBack ? heldBack[k] ?? null : training[k];
  const how = stage({ k, best, loss });
  const name = heldBack ? `loss on held-back ${noun}` : "loss";
  const counts = `${right} of ${total} ${noun} are right.`;
  const moves = k > 0
    ? ` Since epoch ${epochs[k - 1]}, ${now.right} became right and ${now.wrong} became wrong.`
    : "";
  const mistake = worst
    ? ` The most frequent mistake: ${worst.name} taken for ${worst.taken}, ${
      worst.count === 1 ? "once" : `${worst.count} times`
    }.`
    : "";
  if (how === "diverged") {
    return `The ${name} is no longer a number: the run has diverged. ${counts}${moves}`;
  }
  if (how === "lowest") {
    const after = heldBack && k < last && heldBack[last] !== null
      ? ` Training goes on to epoch ${epochs[last]}: the training loss ${
        training[k] > training[last] ? "falls" : "rises"
      } from ${write(training[k])} to ${write(training[last])}, the other ${
        heldBack[last] > heldBack[k] ? "rises to" : "stays at"
      } ${write(heldBack[last])}.`
      : "";
    return `Here the ${name} is lowest, ${write(loss)}; ${counts}${after}${moves}`;
  }
  const level = how === "after"
    ? `, ${write(loss - (heldBack ?? training)[best], 2)} above where it was lowest, in epoch ${
      epochs[best]
    }`
    : "";
  return `The ${name} is ${write(loss)}${level}; ${counts}${moves}${mistake}`;
}
