// All that the widget shows, worked out from its traits. Pure: numbers in, numbers out.
import { GRADIENTS } from "./constants.mjs";
import { perLayer, sizes, verdict } from "./maths.mjs";

/** The powers of ten that the pictures hold; bars that go farther are cut off there. */
export const POWERS = [-14, 14];

/**
 * What is seen. forward, backward: bars { at: which layer, power: the size as a power of ten,
 * beyond: whether it is cut off }; line: the power of ten that the weights alone would reach at the
 * end.
 */
export function look(traits, draws) {
  const found = sizes(traits, draws);
  const { signal, gradient, weights } = found;
  const ofWeights = traits.gradient === GRADIENTS[1];
  return {
    ...traits,
    status: verdict(found),
    forward: barsFor(signal, 0),
    backward: ofWeights ? barsFor(weights, 1) : barsFor(gradient, 0),
    line: traits.depth * Math.log10(traits.gain),
    left: signal.at(-1) / signal[0],
    returned: gradient[0] / gradient.at(-1),
    factors: [perLayer(signal), perLayer([...gradient].reverse())],
    apart: Math.max(...weights) / Math.min(...weights),
    ofWeights,
  };
}

function barsFor(values, first) {
  return values.map((size, k) => {
    const power = Math.log10(size);
    return { at: k + first, power, beyond: power < POWERS[0] || power > POWERS[1] };
  });
}
