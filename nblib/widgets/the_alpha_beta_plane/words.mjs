// What a learning rate and a momentum do, in a sentence or two. Pure: numbers in, words out.
import { write } from "../core/numbers.mjs";
import { STEPS } from "./constants.mjs";

const MOVES = {
  monotone: "creeps in from one side",
  "critically damped": "creeps in as fast as it can without swinging past",
  "critically damped, jumping": "jumps from side to side, as fast as it can without swinging",
  oscillating: "swings past and comes back",
  jumping: "jumps from side to side at every step",
  diverging: "grows at every swing",
};

/** view: what look() says. */
export function planeStory(view) {
  const [flat, steep] = view.moves;
  const both = flat === steep
    ? `Both directions move alike: each ${MOVES[flat]} (${flat}).`
    : `Along the valley it ${MOVES[flat]} (${flat}); across it ${MOVES[steep]} (${steep}).`;
  return `${both} ${pace(view)}`;
}

function pace({ factor, slower, steps10, growths }) {
  if (factor >= 1) {
    return `A step multiplies the error by ${write(factor)}: no patience helps, only a smaller ` +
      "learning rate or more momentum.";
  }
  const names = ["The flat direction decides", "The steep direction decides"];
  const same = Math.abs(growths[0] - growths[1]) < 1e-3;
  const who = same ? "Both directions are equally fast" : names[slower];
  return `${who}: ${write(factor, 4)} per step, in the long run ${write(steps10)} steps for ` +
    "each factor of ten.";
}

/** The numbers below the pictures. */
export const planeFacts = ({ rate, momentum, factor, steps10, losses, last }) => ({
  "η": write(rate, 4),
  "β": write(momentum, 4),
  "factor per step": write(factor, 4),
  "steps for a tenth": Number.isFinite(steps10) ? write(steps10) : "none",
  steps: `${losses.length - 1} of ${STEPS}`,
  "last loss": write(last),
});
