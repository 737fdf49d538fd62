// Draws by chance one after the other, the same here and in Python; the twin of
// chance.py beside it.
import { APART } from "./constants.mjs";
import { uniform } from "./mulberry.mjs";

/**
 * A source of random numbers, those of mulberry in turn. Another stream: independent draws for the
 * same seed.
 */
export function chance(seed, stream = 0) {
  let n = stream * APART;
  const next = () => uniform(seed, n++);
  const normal = () => {
    const radius = Math.sqrt(-2 * Math.log(1 - next()));
    return radius * Math.cos(2 * Math.PI * next());
  };
  const shuffled = (count) => {
    const order = Array.from({ length: count }, (_, i) => i);
    for (let i = count - 1; i > 0; i--) {
      const j = Math.floor(next() * (i + 1));
      [order[i], order[j]] = [order[j], order[i]];
    }
    return order;
  };
  return { uniform: next, normal, shuffled };
}
