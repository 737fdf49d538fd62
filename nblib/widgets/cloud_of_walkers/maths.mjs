// Many walkers on noisy descents, and the spread that theory predicts; the twin of
// cloud_of_walkers/widget.py. Pure.
import { fillNormals } from "../core/mulberry.mjs";
import { CURVATURES, FAR, LONGEST, WALKERS } from "./constants.mjs";

/**
 * A run that can be asked for any step; it keeps its random numbers and goes on from where it is if
 * it can. at({ lr, batch, noise, seed, start }, step) returns { positions, step, first }: x, y of
 * each walker in a row, the step that was reached (less than asked for if one got lost), and the
 * path of the first walker, x, y in a row.
 */
export function crowd(walkers = WALKERS) {
  // Random numbers: for which seed, for how many steps.
  let seeded = null;
  let ready = 0;
  let draws = new Float64Array(0);
  // The run: which settings, which step, whether a walker got lost.
  let key = null;
  let now = 0;
  let over = false;
  const positions = new Float64Array(2 * walkers);
  const first = new Float64Array(2 * (LONGEST + 1));
  const draw = (seed, steps) => {
    if (seed !== seeded) {
      seeded = seed;
      ready = 0;
    }
    if (steps <= ready) return;
    if (draws.length < 2 * walkers * steps) {
      const more = new Float64Array(
        2 * walkers * Math.min(LONGEST, Math.max(steps, 2 * ready, 64)),
      );
      more.set(draws);
      draws = more;
    }
    fillNormals(seed, ready * walkers, (steps - ready) * walkers, draws);
    ready = steps;
  };
  return {
    at({ lr, batch, noise, seed, start }, step) {
      draw(seed, step);
      const wanted = JSON.stringify([lr, batch, noise, seed, start]);
      if (wanted !== key || step < now) {
        key = wanted;
        now = 0;
        over = false;
        for (let i = 0; i < walkers; i++) [positions[2 * i], positions[2 * i + 1]] = start;
        [first[0], first[1]] = start;
      }
      const scale = noise / Math.sqrt(batch);
      for (; now < step && !over; now++) {
        const from = 2 * walkers * now;
        for (let k = 0; k < 2 * walkers; k++) {
          positions[k] -= lr * (CURVATURES[k & 1] * positions[k] + scale * draws[from + k]);
          if (!(Math.abs(positions[k]) <= FAR)) over = true;
        }
        first[2 * now + 2] = positions[0];
        first[2 * now + 3] = positions[1];
      }
      return { positions, step: now, first };
    },
  };
}

/**
 * What the variance tends to in a direction: lr σ² / (B λ (2 − lr λ)); infinite from lr λ = 2 on.
 */
export function stationaryVariance(lr, batch, noise, curvature) {
  const pull = curvature * (2 - lr * curvature);
  if (pull > 0) return (lr * noise * noise) / (batch * pull);
  return noise ? Infinity : 0;
}

/**
 * The variance after so many steps from one start: (lr σ)² / B · (1 + ρ² + … + ρ^(2 step − 2)), ρ =
 * 1 − lr λ.
 */
export function varianceAt(lr, batch, noise, curvature, step) {
  const square = (1 - lr * curvature) ** 2;
  const total = Math.abs(square - 1) < 1e-12 ? step : (1 - square ** step) / (1 - square);
  return ((lr * noise) ** 2 / batch) * total;
}

/** Mean and standard deviation of every second number, from number `from` (0: x, 1: y). */
export function moments(positions, from) {
  const n = positions.length / 2;
  let sum = 0;
  let squares = 0;
  for (let k = from; k < positions.length; k += 2) sum += positions[k];
  const mean = sum / n;
  for (let k = from; k < positions.length; k += 2) squares += (positions[k] - mean) ** 2;
  return { mean, spread: Math.sqrt(squares / (n - 1)) };
}

/** The mean loss of the cloud; 0 is the lowest. */
export function excessLoss(positions) {
  let sum = 0;
  for (let k = 0; k < positions.length; k++) sum += CURVATURES[k & 1] * positions[k] * positions[k];
  return sum / positions.length;
}

/**
 * After how many steps the start is forgotten: means below a tenth of the spread, variances at 99
 * %; Infinity if never.
 */
export function settled({ lr, batch, noise, start }) {
  const each = CURVATURES.map((curvature, i) => {
    const shrink = Math.abs(1 - lr * curvature);
    if (shrink >= 1) return Infinity;
    const spread = Math.sqrt(stationaryVariance(lr, batch, noise, curvature));
    const far = Math.max(10, Math.abs(start[i]) / Math.max(0.1 * spread, 1e-3));
    return shrink < 1e-9 ? 1 : Math.ceil(Math.log(far) / -Math.log(shrink));
  });
  return Math.max(...each);
}

/** Counts in equal bins over [−reach, reach]; those beyond are counted apart. */
export function histogram(positions, from, reach, bins) {
  const counts = new Array(bins).fill(0);
  let beyond = 0;
  for (let k = from; k < positions.length; k += 2) {
    const bin = Math.floor(((positions[k] + reach) / (2 * reach)) * bins);
    if (bin >= 0 && bin < bins) counts[bin]++;
    else beyond++;
  }
  return { counts, beyond };
}
