// A surface seen from above: its shading and its contour lines.
import { contour } from "./contours.mjs";
import { drawing, element, uniqueId } from "./dom.mjs";

const DARKEST = 0.42; // opacity of the shade above the highest line

const rounded = (v) => Math.round(v * 10) / 10; // several times quicker than toFixed

/**
 * A surface in a box of width × height at (x, y). draw(values, heights): values on an
 * (nx + 1) × (ny + 1) grid, row by row from the bottom; heights: the levels of the lines.
 */
export function landscape({ width, height, nx, ny, x = 0, y = 0 }) {
  const id = uniqueId("shade");
  const box = { x, y, width, height };
  const image = drawing("image", { ...box, preserveAspectRatio: "none" });
  const shaded = drawing("rect", { ...box, class: "nb-shade", mask: `url(#${id})` });
  const lines = drawing("path", { class: "nb-contours" });
  const canvas = element("canvas", { width: nx + 1, height: ny + 1 });
  const mask = drawing("mask", { id, style: "mask-type: alpha" }, image);
  return {
    node: drawing("g", {}, mask, shaded, lines),
    draw(values, heights) {
      lines.setAttribute("d", contourLines({ values, heights, nx, ny, box }));
      shade(canvas, values, heights);
      image.setAttribute("href", canvas.toDataURL());
    },
  };
}

function contourLines({ values, heights, nx, ny, box }) {
  const cellWidth = box.width / nx;
  const cellHeight = box.height / ny;
  const bottom = box.y + box.height;
  const toX = (a) => rounded(box.x + a * cellWidth);
  const toY = (b) => rounded(bottom - b * cellHeight);
  let d = "";
  for (const level of heights) {
    for (const [x1, y1, x2, y2] of contour(values, nx, ny, level)) {
      d += `M${toX(x1)},${toY(y1)}L${toX(x2)},${toY(y2)}`;
    }
  }
  return d;
}

// The more levels a place lies above, the more opaque it is.
function shade(canvas, values, heights) {
  const { width, height } = canvas;
  const context = canvas.getContext("2d");
  const image = context.createImageData(width, height);
  for (let j = 0; j < height; j++) {
    for (let i = 0; i < width; i++) {
      const value = values[j * width + i];
      let below = 0;
      for (const level of heights) if (level < value) below++;
      const pixel = (height - 1 - j) * width + i; // an image begins at the top
      image.data[4 * pixel + 3] = (255 * DARKEST * below) / heights.length;
    }
  }
  context.putImageData(image, 0, 0);
}
