// What a line through points shows, in a sentence or two. Pure: numbers in, words out.
import { isClassification } from "./maths.mjs";
import { write } from "../core/numbers.mjs";

/**
 * How the line stands: "minimum", "steep" (no lowest line, and this one is close to the limit),
 * "plain" or "above".
 */
export function standing({ loss, value, best, slopeLength }) {
  if (value - best.loss <= 1e-3 * Math.max(best.loss, 0.01)) {
    return best.attained ? "minimum" : "steep";
  }
  return loss === "MSE on the sigmoid" && slopeLength < 0.02 && value - best.loss > 0.1
    ? "plain"
    : "above";
}

/**
 * wrong: points on the wrong side, of total; share: of the loss, made up by the ringed point;
 * without: the best line when that point is left out; other: the length of cross-entropy's
 * gradient.
 */
export function lineStory(view) {
  const { loss, value, best, share, without, inside } = view;
  const where = standing(view);
  const beyond = inside ? "" : " The line is beyond the map: its point is held at the border.";
  if (where === "plain") return `${plain(view)}${beyond}`;
  if (!best.attained) return `${endless(best)}${beyond}`;
  const part = share > 0.3 ? ` The ringed point alone makes up ${percent(share)} of it` : "";
  if (where === "minimum") {
    const lowest = `The lowest point: no line has a smaller loss than ${write(best.loss)}.`;
    return `${lowest}${part && `${part}.`}${pulled(loss, best, without)}${beyond}`;
  }
  const losses = `The loss is ${write(value)}; the lowest possible is ${write(best.loss)}.`;
  const why = part && `${part}${howItCounts(view)}.`;
  return `${losses} On the map the arrow points downhill.${why}${beyond}`;
}

function plain({ value, wrong, total, slopeLength, other }) {
  const state = `the loss is ${write(value)}, ${wrong} of ${total} points are on the wrong side`;
  const length = `yet the gradient has a length of only ${write(slopeLength, 2)}`;
  const compared = `at this very line has a length of ${write(other, 2)}`;
  return `A plain: ${state}, ${length}, so gradient descent would hardly move. The gradient of cross-entropy ${compared}.`;
}

function endless(best) {
  const why = best.loss < 1e-12
    ? "A threshold keeps the classes apart"
    : "No line does better than a hard threshold";
  const fall = `the steeper the logit, the lower the loss, down towards ${write(best.loss)}`;
  return `${why}: ${fall}. There is no lowest point, only a valley that runs off the map. Drag the ringed point until the classes overlap more evenly.`;
}

function howItCounts({ loss, delta }) {
  if (loss === "MSE") return ", since its error is squared";
  if (loss !== "Huber") return "";
  return `, though beyond ${write(delta)} its error counts in proportion, not squared`;
}

function pulled(loss, best, without) {
  if (isClassification(loss) || !without) return "";
  const now = `slope ${write(best.slope, 2)}`;
  const then = write(without.slope, 2);
  const moved = Math.abs(best.slope - without.slope);
  if (moved < 0.15 * Math.max(1, Math.abs(without.slope))) {
    return ` Leaving the ringed point out would hardly turn the line: ${now} with it, ${then} without.`;
  }
  return ` The ringed point turns this line: ${now} with it, ${then} without.`;
}

const percent = (part) => `${Math.round(100 * part)} %`;

/** The numbers below the pictures. */
export const lineFacts = ({ value, best, slope, intercept, slopeLength, share }) => ({
  loss: write(value, 4),
  "lowest possible": write(best.loss, 4),
  slope: write(slope),
  intercept: write(intercept),
  "length of the gradient": write(slopeLength),
  "share of the ringed point": percent(share),
});
