// Contour lines by marching squares, with the crossings placed by linear interpolation. Pure.

/**
 * Values of f on an (nx + 1) × (ny + 1) grid over [xLow, xHigh, yLow, yHigh], row by row from yLow.
 */
export function sample(f, [xLow, xHigh, yLow, yHigh], nx, ny) {
  const values = new Float64Array((nx + 1) * (ny + 1));
  for (let j = 0; j <= ny; j++) {
    for (let i = 0; i <= nx; i++) {
      values[j * (nx + 1) + i] = f(
        xLow + ((xHigh - xLow) * i) / nx,
        yLow + ((yHigh - yLow) * j) / ny,
      );
    }
  }
  return values;
}

/** Segments [x1, y1, x2, y2], in grid units, along which sampled values equal a level. */
export function contour(values, nx, ny, level) {
  const segments = [];
  const at = (i, j) => values[j * (nx + 1) + i] - level;
  for (let j = 0; j < ny; j++) {
    for (let i = 0; i < nx; i++) {
      const a = at(i, j);
      const b = at(i + 1, j);
      const c = at(i + 1, j + 1);
      const d = at(i, j + 1);
      if (a < 0 === b < 0 && b < 0 === c < 0 && c < 0 === d < 0) continue;
      const points = [];
      if (a < 0 !== b < 0) points.push([i + a / (a - b), j]);
      if (b < 0 !== c < 0) points.push([i + 1, j + b / (b - c)]);
      if (d < 0 !== c < 0) points.push([i + d / (d - c), j + 1]);
      if (a < 0 !== d < 0) points.push([i, j + a / (a - d)]);
      const middle = a + b + c + d;
      for (const [p, q] of joined(points, middle < 0 === a < 0)) segments.push([...p, ...q]);
    }
  }
  return segments;
}

// The pairs of crossings of a cell, counted from its first side, between which a line goes. Four
// crossings: two corners are above, crosswise; a line goes round those that the middle of the cell
// keeps apart.
function joined(points, middleIsAsFirst) {
  if (points.length === 2) return [points];
  if (points.length < 4) return [];
  const [first, second, third, fourth] = points;
  return middleIsAsFirst ? [[first, second], [third, fourth]] : [[first, fourth], [second, third]];
}

/** Levels from low to high, closer together near the low end, where a descent ends. */
export function levels(low, high, count) {
  return Array.from({ length: count }, (_, i) => low + (high - low) * ((i + 1) / (count + 1)) ** 2);
}
