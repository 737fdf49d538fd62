// Scales and the writing of numbers. Pure.

export const scale = (from, to) => (v) =>
  to[0] + ((v - from[0]) / (from[1] - from[0])) * (to[1] - to[0]);
export const clamp = (v, low, high) => Math.min(high, Math.max(low, v));

/**
 * Round numbers within [low, high], about `count` of them, 1, 2 or 5 times a power of ten apart.
 */
export function ticks(low, high, count) {
  const rough = (high - low) / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].find((m) => m * power >= rough * 0.999) * power;
  const places = Math.max(0, -Math.floor(Math.log10(step)));
  const all = [];
  for (let k = Math.ceil(low / step - 1e-9); k * step <= high + 1e-9 * step; k++) {
    all.push(Number((k * step).toFixed(places)));
  }
  return all;
}

/**
 * A number in at most `digits` significant digits, with a true minus sign; tiny and huge ones as
 * powers of ten.
 */
export function write(v, digits = 3) {
  if (!Number.isFinite(v)) return "beyond all numbers";
  const size = Math.abs(v);
  if (size !== 0 && (size < 1e-3 || size >= 1e5)) {
    const [mantissa, power] = v.toExponential(1).split("e");
    return `${mantissa}·10${superscript(Number(power))}`.replace("-", "−");
  }
  return String(Number(v.toPrecision(digits))).replace("-", "−");
}

export function superscript(n) {
  return String(n).replace(/./g, (c) => (c === "-" ? "⁻" : "⁰¹²³⁴⁵⁶⁷⁸⁹"[c]));
}

/** A power of ten as it stands at an axis: 1, or 10 with its exponent. */
export const powerOfTen = (power) => (power === 0 ? "1" : `10${superscript(power)}`);
