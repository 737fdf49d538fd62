// Named surfaces of two weights; the twin of nblib/page/surfaces.py. Pure: numbers in, numbers out.
const window6x4 = [-3, 3, -2, 2];
const bell = (x, y) => Math.exp(-(x * x + y * y) / 2);
const bowl = (c) => ({
  value: (x, y) => (x * x + c * y * y) / 2,
  gradient: (x, y) => [x, c * y],
  hessian: () => [1, 0, c],
  minima: [[0, 0]],
  window: window6x4,
  quadratic: true,
});

export const surfaces = {
  "round bowl": { ...bowl(1), start: [-2.4, 1.2] },
  "narrow valley": { ...bowl(20), start: [-2.5, 1.0] },
  saddle: {
    value: (x, y) => (x * x - y * y) / 2 + y ** 4 / 8,
    gradient: (x, y) => [x, -y + y ** 3 / 2],
    hessian: (_x, y) => [1, 0, -1 + 1.5 * y * y],
    minima: [[0, -Math.SQRT2], [0, Math.SQRT2]],
    window: window6x4,
    start: [-2.4, 0.001],
  },
  "two minima": {
    value: (x, y) => x ** 4 / 4 - x * x + 0.3 * x + y * y,
    gradient: (x, y) => [x ** 3 - 2 * x + 0.3, 2 * y],
    hessian: (x) => [3 * x * x - 2, 0, 2],
    minima: [[-1.483967893197728, 0], [1.3322207371911874, 0]],
    window: window6x4,
    start: [0.6, 1.4],
  },
  banana: {
    value: (x, y) => (1 - x) ** 2 + 5 * (y - x * x) ** 2,
    gradient: (x, y) => [-2 * (1 - x) - 20 * x * (y - x * x), 10 * (y - x * x)],
    hessian: (x, y) => [2 - 20 * y + 60 * x * x, -20 * x, 10],
    minima: [[1, 1]],
    window: [-2.25, 2.25, -1, 2],
    start: [-1.2, 1.4],
  },
  crater: {
    value: (x, y) => 1 - bell(x, y),
    gradient: (x, y) => [x * bell(x, y), y * bell(x, y)],
    hessian: (x, y) => [(1 - x * x) * bell(x, y), -x * y * bell(x, y), (1 - y * y) * bell(x, y)],
    minima: [[0, 0]],
    window: window6x4,
    start: [-1.6, 1.2],
  },
};

/** Eigenvalues [low, high] of a surface's Hessian at a point. */
export function curvatures(surface, x, y) {
  const [xx, xy, yy] = surface.hessian(x, y);
  const middle = (xx + yy) / 2;
  const spread = Math.hypot((xx - yy) / 2, xy);
  return [middle - spread, middle + spread];
}
