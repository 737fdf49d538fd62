// Random numbers that Python and the page share; the twin of mulberry.py beside it. Pure.
// mulberry32, by Tommy Ettinger. Number n of a stream is a function of seed and n.

/** Number n (from 0) of a seed's stream, in [0, 1). */
export function uniform(seed, n) {
  const a = (Math.imul(seed, 0x9e3779b1) + Math.imul(n + 1, 0x6d2b79f5)) | 0;
  let t = Math.imul(a ^ (a >>> 15), a | 1);
  t = (t + Math.imul(t ^ (t >>> 7), t | 61)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
}

/**
 * Write pairs first, …, first + count − 1 of standard normal numbers into `into`, where pair p
 * stands at 2p (Box and Muller, 1958).
 */
export function fillNormals(seed, first, count, into) {
  for (let p = first; p < first + count; p++) {
    const radius = Math.sqrt(-2 * Math.log(1 - uniform(seed, 2 * p)));
    const angle = 2 * Math.PI * uniform(seed, 2 * p + 1);
    into[2 * p] = radius * Math.cos(angle);
    into[2 * p + 1] = radius * Math.sin(angle);
  }
}

/** draws(seed): the first `count` normal numbers of a seed, kept until another is asked for. */
export function normalsOf(count) {
  const numbers = new Float64Array(count);
  let seeded = null;
  return (seed) => {
    if (seed !== seeded) fillNormals(seed, 0, count / 2, numbers);
    seeded = seed;
    return numbers;
  };
}
