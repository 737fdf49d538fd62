// What comes through a stack of layers, in a sentence or two. Pure: numbers in, words out.
import { write } from "../core/numbers.mjs";

const FACTOR = 2; // digits of a factor per layer

/**
 * left, returned: of the signal and of the gradient, as multiples; factors: per layer, forward and
 * back; apart: how many times the largest gradient of weights exceeds the smallest.
 */
export function signalStory(view) {
  const { status, depth, left, returned, factors } = view;
  const forward = `a factor of ${write(factors[0], FACTOR)} per layer`;
  const back = `a factor of ${write(factors[1], FACTOR)} per layer`;
  const signal = `After ${depth} layers the signal is ${
    write(left, 2)
  } times the input, ${forward}`;
  const gradient = `on the way back the gradient is multiplied by ${write(returned, 2)}, ${back}`;
  const numbers = `${signal}; ${gradient}.`;
  return `${VERDICT[status]} ${numbers}${levelWeights(view)}${cut(view)}`;
}

const VERDICT = {
  exploding: "It explodes.",
  vanishing: "It vanishes.",
  stuck: "The signal arrives, but the gradient does not come back.",
  steady: "Signal and gradient come through.",
};

// Of the gradients of the weights, when they are shown.
function levelWeights({ ofWeights, apart }) {
  if (!ofWeights) return "";
  return ` The largest gradient of a layer's weights is ${write(apart, 2)} times the smallest.`;
}

function cut({ forward, backward }) {
  const bars = [...forward, ...backward].filter(({ beyond }) => beyond).length;
  if (bars === 0) return "";
  return ` ${bars === 1 ? "One bar goes" : `${bars} bars go`} beyond the picture.`;
}

/** What stands below the right picture. */
export const gradientNote = ({ ofWeights }) =>
  ofWeights
    ? "size of the gradient of each layer’s weights"
    : "size of the gradient, which begins at the last output with 1 and goes to the left";

/** What the right picture shows, for who cannot see it. */
export function picturedBackward({ backward, ofWeights }) {
  const kind = ofWeights ? "the weights" : "the outputs";
  const [first, last] = [backward[0], backward.at(-1)].map(({ power }) => write(10 ** power, 2));
  return `Size of the gradient of ${kind}: ${first} at the left end, ${last} at the right end.`;
}

/** The numbers below the pictures. */
export const signalFacts = ({ gain, left, returned, factors, apart }) => ({
  gain: write(gain),
  "signal at the end": `${write(left)} times`,
  "gradient at the input": `${write(returned)} times`,
  "factor forward": write(factors[0]),
  "factor back": write(factors[1]),
  "weights' gradients": `largest ${write(apart)} times the smallest`,
});
