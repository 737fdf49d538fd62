// Points of two classes in the plane, drawn by chance with a seed; the twin of
// data.py beside it. Pure.
import { chance } from "../core/chance.mjs";
import { SIZE } from "./constants.mjs";

const circle = (angle, radius) => [radius * Math.cos(angle), radius * Math.sin(angle)];

export const shapes = {
  moons(i, source) {
    const a = Math.PI * source.uniform();
    const [x, y] = i % 2 ? [1 - Math.cos(a), 0.5 - Math.sin(a)] : [Math.cos(a), Math.sin(a)];
    return [1.5 * (x - 0.5), 1.5 * (y - 0.25)];
  },
  circles: (i, source) => circle(2 * Math.PI * source.uniform(), i % 2 ? 0.8 : 2),
  XOR(i, source) {
    const x = (1 + 0.8 * source.uniform()) * (i % 4 === 0 || i % 4 === 3 ? 1 : -1);
    const y = (1 + 0.8 * source.uniform()) * (i % 4 < 2 ? 1 : -1);
    return [x, y];
  },
  spiral(i, source) {
    const t = Math.sqrt(source.uniform()); // further out an arm is longer
    return circle(1.25 * 2 * Math.PI * t + Math.PI * (i % 2), 0.25 + 2.15 * t);
  },
};

/** { train, test }, each { x: coordinates in a row, y: classes 0 and 1 in turn, n }. */
export function drawPoints(name, noise, seed, n = SIZE) {
  const source = chance(seed, 1);
  const take = () => {
    const x = new Float64Array(2 * n);
    const y = new Float64Array(n);
    for (let i = 0; i < n; i++) {
      const [a, b] = shapes[name](i, source);
      x[2 * i] = a + noise * source.normal();
      x[2 * i + 1] = b + noise * source.normal();
      y[i] = i % 2;
    }
    return { x, y, n };
  };
  return { train: take(), test: take() };
}
