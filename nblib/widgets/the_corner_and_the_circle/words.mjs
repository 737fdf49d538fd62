// What a penalty does to two weights, in a sentence or two. Pure: numbers in, words out.
import { write } from "../core/numbers.mjs";

const NAMES = ["w₁", "w₂"];

/** view: what look() says. */
export function penaltyStory(view) {
  const { status, solution, price } = view;
  const place = `w₁ = ${write(solution[0])}, w₂ = ${write(solution[1])}`;
  const paid = `The price: the loss is ${write(price)} above its minimum.`;
  return `${HEADS[status](view)} ${place}. ${paid}${grown(view)}${away(view)}`;
}

const HEADS = {
  none: ({ share }) =>
    share === 0
      ? "The circle touches a contour of the loss from outside; no weight is exactly zero."
      : "The contour touches an edge; no weight is exactly zero.",
  one({ share, solution }) {
    const name = NAMES[solution[0] === 0 ? 0 : 1];
    return share === 0
      ? `${name} is zero: the path crosses an axis here.`
      : `The contour touches a corner: ${name} is exactly zero.`;
  },
  both: () => "Both weights are exactly zero: the ball has shrunk to a point.",
};

// A penalty holds down the sum, not each weight.
function grown({ solution, minimum }) {
  const more = [0, 1].filter((i) => Math.abs(solution[i]) > Math.abs(minimum[i]) + 0.02);
  if (more.length === 0) return "";
  const [i] = more;
  return ` ${NAMES[i]} is farther from zero than at the minimum, ${write(minimum[i])}.`;
}

// Where the minimum is beyond the map.
function away({ outside }) {
  return outside ? " The minimum is beyond the map; its ring is held at the border." : "";
}

/** The numbers below the pictures. */
export const penaltyFacts = ({ strength, solution, price, cost, allZeroFrom }) => ({
  "λ": write(strength),
  "w₁": write(solution[0]),
  "w₂": write(solution[1]),
  "loss above its minimum": write(price),
  penalty: write(cost),
  "both zero from λ": Number.isFinite(allZeroFrom) ? write(allZeroFrom) : "never",
});
