// The pictures that the first run learns from: a column for each class.
import { caption, element } from "../core/dom.mjs";
import { bytesIn } from "../core/packed.mjs";
import { ROWS } from "./constants.mjs";
import { pictureNote, picturesLabel } from "./words.mjs";

const CLASSES = 10;
const ZOOM = 4; // pixels of the screen for one of a picture
const GAP = 1; // pixels of a picture between two

/** pictures: by task { size, pixels }, bytes of ink: ROWS pictures of each class in turn. */
export function exampleGrid(pictures) {
  const ink = element("div", { class: "nb-ink" });
  const node = element("div", { class: "nb-examples", role: "img" }, ink);
  const note = caption();
  const painted = {};
  return {
    node,
    note,
    draw(view) {
      const rows = Math.min(view.used, ROWS);
      const key = `${view.task} ${rows}`;
      painted[key] ??= paintedGrid(pictures[view.task], rows);
      const { address, width, height } = painted[key];
      ink.setAttribute("style", `mask-image: url(${address}); aspect-ratio: ${width} / ${height}`);
      node.setAttribute("aria-label", picturesLabel(view, rows));
      note.textContent = pictureNote(view, rows);
    },
  };
}

// The pictures as one image whose opacity is the ink.
function paintedGrid({ size, pixels }, rows) {
  const bytes = bytesIn(pixels);
  const cell = size + GAP;
  const width = CLASSES * cell * ZOOM;
  const height = rows * cell * ZOOM;
  const canvas = element("canvas", { width, height });
  const context = canvas.getContext("2d");
  const image = context.createImageData(width, height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const column = Math.floor(x / ZOOM);
      const row = Math.floor(y / ZOOM);
      const i = column % cell;
      const j = row % cell;
      if (i >= size || j >= size) continue;
      const which = Math.floor(column / cell) * ROWS + Math.floor(row / cell);
      image.data[4 * (y * width + x) + 3] = bytes[(which * size + j) * size + i];
    }
  }
  context.putImageData(image, 0, 0);
  return { address: canvas.toDataURL(), width, height };
}
