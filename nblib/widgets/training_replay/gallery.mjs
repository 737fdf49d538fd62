// The pictures of examples, in groups: what each is, what it was taken for, and its history in the
// run.
import { button, choice } from "../core/controls.mjs";
import { assign, caption, drawing, element, uniqueId } from "../core/dom.mjs";
import { VIEWS } from "./constants.mjs";
import { galleryNote, tileLabel } from "./words.mjs";

/** The pictures below the matrix; el: of the widget, whose style carries them. */
export function pictureGallery(record, { el, get, put }) {
  carryPictures(record, el);
  const tiles = new Map(); // made when they are first shown
  const tileOf = (i) => {
    if (!tiles.has(i)) tiles.set(i, tile(record, i));
    return tiles.get(i);
  };
  const node = element("div", { class: "nb-gallery", id: uniqueId("list") });
  const note = caption();
  const which = choice({
    label: "show",
    options: VIEWS,
    value: get("view"),
    onChange: (view) => put({ view, cell: [], preset: "" }),
  });
  const leave = () => put({ cell: [], preset: "" });
  const clear = button("Leave the cell", leave, { class: "nb-clear" });
  return {
    nodes: [element("div", { class: "nb-beside nb-show" }, which.node, clear), node, note],
    draw(view) {
      clear.classList.toggle("nb-idle", !view.cell.length);
      which.show(view.name);
      node.replaceChildren(...view.groups.map(({ title, size, shown }) => {
        for (const i of shown) drawTile(tileOf(i), record, i, view.k);
        return group(`${title}: ${size}`, shown.map((i) => tileOf(i).node));
      }));
      note.textContent = galleryNote(view, record.pictured.length);
    },
  };
}

function group(title, tiles) {
  const id = uniqueId("group");
  return element(
    "section",
    { "aria-labelledby": id },
    element("div", { class: "nb-group", id }, title),
    element("ul", { class: "nb-tiles", "aria-labelledby": id }, ...tiles),
  );
}

// An example: its picture, what is said of it, and its history, a short bar where it was right, a
// tall one where it was wrong.
function tile({ count, isRight, pictured }, i) {
  const face = element("span", { class: "nb-face" });
  if (pictured.includes(i)) assign(face, { style: partOfStrip(pictured, i) });
  const width = 100 / count;
  const bars = Array.from({ length: count }, (_, k) => {
    const form = isRight(i, k)
      ? { y: 9, height: 4, class: "nb-was-right" }
      : { y: 0, height: 13, class: "nb-was-wrong" };
    return drawing("rect", {
      x: (100 * k) / count + 0.4,
      width: Math.max(0.6, width - 0.8),
      ...form,
    });
  });
  const now = drawing("rect", { class: "nb-was-now", y: 14.5, height: 2.5, width });
  const box = { viewBox: "0 0 100 17", preserveAspectRatio: "none" };
  const past = drawing("svg", { class: "nb-past", ...box, "aria-hidden": "true" }, ...bars, now);
  const verdict = element("span", { class: "nb-verdict" });
  return { node: element("li", { class: "nb-tile" }, face, verdict, past), verdict, now };
}

function drawTile({ node, verdict, now }, record, i, k) {
  const { names, labels, taken, isRight, count } = record;
  const label = names[labels[i]];
  const takenFor = names[taken(i, k)];
  const right = isRight(i, k);
  verdict.textContent = right ? label : `${label} → ${takenFor}`;
  node.classList.toggle("nb-mistaken", !right);
  let wrong = 0;
  for (let epoch = 0; epoch < count; epoch++) if (!isRight(i, epoch)) wrong++;
  node.setAttribute("aria-label", tileLabel({ label, takenFor, right, wrong, count }));
  now.setAttribute("x", (100 * k) / count);
}

// All pictures are in one strip, of which each tile shows its part, in the ink of the theme.
function carryPictures({ pictured, images, width, height }, el) {
  if (!pictured.length) return;
  const address = strip(images, pictured.length, width, height);
  el.style.setProperty("--nb-strip", `url(${address})`);
}

function partOfStrip(pictured, i) {
  const count = pictured.length;
  const place = count > 1 ? (100 * pictured.indexOf(i)) / (count - 1) : 0;
  return `mask-size: ${100 * count}% 100%; mask-position: ${place}% 0`;
}

// All pictures side by side, as an image whose opacity is the ink.
function strip(bytes, pictures, width, height) {
  const whole = pictures * width;
  const canvas = element("canvas", { width: whole, height });
  const context = canvas.getContext("2d");
  const image = context.createImageData(whole, height);
  for (let n = 0; n < pictures; n++) {
    for (let j = 0; j < height; j++) {
      for (let i = 0; i < width; i++) {
        const pixel = j * whole + n * width + i;
        image.data[4 * pixel + 3] = bytes[(n * height + j) * width + i];
      }
    }
  }
  context.putImageData(image, 0, 0);
  return canvas.toDataURL();
}
