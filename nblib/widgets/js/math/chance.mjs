// Chance with a seed, the same numbers here and in Python; the twin of nblib/widgets/chance.py. Pure: all state is in what it returns.

/** A source of random numbers: xorshift on 32 bits (Marsaglia, 2003). Another stream: independent draws for the same seed. */
export function chance(seed, stream = 0) {
  let state = (Math.imul(seed, 0x9e3779b1) ^ Math.imul(stream + 1, 0x85ebca6b)) >>> 0 || 1;
  const bits = () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state;
  };
  for (let i = 0; i < 8; i++) bits();
  const uniform = () => (bits() + 0.5) / 2 ** 32;
  const normal = () => {
    const radius = Math.sqrt(-2 * Math.log(uniform()));
    return radius * Math.cos(2 * Math.PI * uniform());
  };
  const shuffled = (n) => {
    const order = Array.from({ length: n }, (_, i) => i);
    for (let i = n - 1; i > 0; i--) {
      const j = Math.floor(uniform() * (i + 1));
      [order[i], order[j]] = [order[j], order[i]];
    }
    return order;
  };
  return { uniform, normal, shuffled };
}
