// All that the widget shows, worked out from its traits. Pure: numbers in, numbers out.
import { GRADIENTS } from "./constants.mjs";
import { perLayer, sizes, verdict } from "./maths.mjs";

/** The powers of ten that the pictures hold; bars that go farther are cut off there. */
function reachOf(depth) {
  if (depth <= 5) return 3; // as far as the least and the greatest gain take five layers
  if (depth <= 10) return 6;
  return 14;
}

/**
 * What is seen. forward, backward: bars { at: which layer, power: the size as a power of ten,
 * beyond: whether it is cut off }; line: the power of ten that the weights alone would reach at the
 * end; powers: the lowest and the highest power of ten in the pictures.
 */
export function look(traits, draws) {
  const found = sizes(traits, draws);
  const { signal, gradient, weights } = found;
  const ofWeights = traits.gradient === GRADIENTS[1];
  const reach = reachOf(traits.depth);
  return {
    ...traits,
    powers: [-reach, reach],
    status: verdict(found),
    forward: barsFor(signal, 0, reach),
    backward: ofWeights ? barsFor(weights, 1, reach) : barsFor(gradient, 0, reach),
    line: traits.depth * Math.log10(traits.gain),
    left: signal.at(-1) / signal[0],
    returned: gradient[0] / gradient.at(-1),
    factors: [perLayer(signal), perLayer([...gradient].reverse())],
    apart: Math.max(...weights) / Math.min(...weights),
    ofWeights,
  };
}

function barsFor(values, first, reach) {
  return values.map((size, k) => {
    const power = Math.log10(size);
    return { at: k + first, power, beyond: Math.abs(power) > reach };
  });
}
