// What a recorded run shows at one epoch, in a few sentences. Pure: numbers in, words out.
import { write } from "../core/numbers.mjs";
import { VIEWS } from "./constants.mjs";
import { AT_MOST } from "./look.mjs";

/**
 * "diverged", "first", "before", "lowest" or "after": where epoch number k stands, seen from that
 * of the lowest loss.
 */
export function stage({ k, best, loss }) {
  if (loss === null) return "diverged";
  if (k === best) return "lowest";
  if (k === 0) return "first";
  return k < best ? "before" : "after";
}

/**
 * k: epoch number from 0; epochs: their names; training, heldBack: the losses by epoch, heldBack
 * null if not recorded; loss: the one that is watched, now; right of total; now: { right, wrong },
 * counts of changes; worst: { name, taken, count } or null.
 */
export function replayStory(view) {
  const { k, best, epochs, training, heldBack, loss, right, total, now, noun } = view;
  const name = heldBack ? `loss on held-back ${noun}` : "loss";
  const counts = `${right} of ${total} ${noun} are right.`;
  let moves = "";
  if (k > 0) {
    const verdicts = `${now.right} became right and ${now.wrong} became wrong`;
    moves = ` Since epoch ${epochs[k - 1]}, ${verdicts}.`;
  }
  const where = stage(view);
  if (where === "diverged") {
    return `The ${name} is no longer a number: the run has diverged. ${counts}${moves}`;
  }
  if (where === "lowest") {
    return `Here the ${name} is lowest, ${write(loss)}; ${counts}${afterwards(view)}${moves}`;
  }
  let level = "";
  if (where === "after") {
    const above = write(loss - (heldBack ?? training)[best], 2);
    level = `, ${above} above where it was lowest, in epoch ${epochs[best]}`;
  }
  return `The ${name} is ${write(loss)}${level}; ${counts}${moves}${mistake(view)}`;
}

// What becomes of both losses after the lowest.
function afterwards({ k, epochs, training, heldBack }) {
  const last = epochs.length - 1;
  if (!heldBack || k === last || heldBack[last] === null) return "";
  const falls = training[k] > training[last] ? "falls" : "rises";
  const path = `${falls} from ${write(training[k])} to ${write(training[last])}`;
  const rises = heldBack[last] > heldBack[k] ? "rises to" : "stays at";
  const other = `${rises} ${write(heldBack[last])}`;
  const end = epochs[last];
  return ` Training goes on to epoch ${end}: the training loss ${path}, the other ${other}.`;
}

function mistake({ worst }) {
  if (!worst) return "";
  const times = worst.count === 1 ? "once" : `${worst.count} times`;
  return ` The most frequent mistake: ${worst.name} taken for ${worst.taken}, ${times}.`;
}

/** The numbers below the pictures. */
export function replayFacts({ k, epochs, training, heldBack, accuracy, right, total, now }) {
  const lossAt = (curve) => (curve[k] === null ? "not a number" : write(curve[k]));
  return {
    epoch: epochs[k],
    "training loss": lossAt(training),
    ...(heldBack && { "held-back loss": lossAt(heldBack) }),
    accuracy: write(accuracy, 4),
    wrong: total - right,
    "became right": now.right,
    "became wrong": now.wrong,
  };
}

/** What stands below the pictures: why there are none, how many are not shown, how to read them. */
export function galleryNote({ k, cell, name, noun, groups, hidden }, pictured) {
  const isFirst = name === VIEWS[0] && k === 0 && !cell.length;
  const parts = [];
  if (isFirst) parts.push("This is the first epoch: there is none before it. ");
  else if (groups.every(({ size }) => size === 0)) parts.push(`No ${noun} here. `);
  if (hidden) {
    const carried = pictured ? `: the page has pictures of ${pictured}` : "";
    parts.push(`${hidden} more are not shown${carried}, at most ${AT_MOST} at once. `);
  }
  parts.push(
    "Below each: a bar for every epoch, tall where it was wrong; the mark is the epoch shown.",
  );
  return parts.join("");
}

/** What is said of an example, for who cannot see it. */
export function tileLabel({ label, takenFor, right, wrong, count }) {
  const verdict = right ? "recognized" : `taken for ${takenFor}`;
  return `${label}, ${verdict}; wrong in ${wrong} of ${count} epochs`;
}
