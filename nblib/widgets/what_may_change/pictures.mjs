// The picture that is changed, with the ring that moves it; and the bars of both networks.
import { assign, caption, drawing, element } from "../core/dom.mjs";
import { handle } from "../core/handle.mjs";
import { clamp, write } from "../core/numbers.mjs";
import { picture, pointer, ring } from "../core/plot.mjs";
import { FARTHEST, NETWORKS, SIDE } from "./constants.mjs";
import { heldPlace } from "./maths.mjs";
import { barsLabel, pictureLabel } from "./words.mjs";

const BOX = { width: 300, height: 300 };
const PIXEL = BOX.width / SIDE;
const MIDDLE = BOX.width / 2;

/** The picture; view(): what is shown now; move: of frame.mjs. */
export function movedPicture({ view, move }) {
  const canvas = element("canvas", {
    class: "nb-ink",
    width: SIDE,
    height: SIDE,
    "aria-hidden": "true",
  });
  const context = canvas.getContext("2d");
  const image = context.createImageData(SIDE, SIDE);
  const grip = ring({}, 9);
  const svg = picture(BOX, { class: "nb-over", role: "group" }, grip.node);
  const end = handle(grip.node, {
    toData(event) {
      const [px, py] = pointer(svg, event);
      return [(px - MIDDLE) / PIXEL, (MIDDLE - py) / PIXEL];
    },
    getPoint: () => [view().right, view().up],
    step: 1,
    describe: {
      label: "where the picture is",
      value: ([right, up]) => `${write(right)} pixels to the right, ${write(up)} up`,
    },
    onMove(place, going) {
      move({
        place: heldPlace(place).map((v) => Number(v.toFixed(2))),
        preset: "",
      }, going);
    },
  });
  assign(grip.node, { "aria-valuemin": -FARTHEST, "aria-valuemax": FARTHEST });
  return {
    node: element("div", { class: "nb-changed" }, canvas, svg),
    note: caption("drag the ring to move the picture"),
    draw(now, { ink }) {
      paintInk(image, now.image, ink);
      context.putImageData(image, 0, 0);
      grip.at(MIDDLE + now.right * PIXEL, MIDDLE - now.up * PIXEL);
      assign(svg, { "aria-label": pictureLabel(now) });
      end.refresh();
    },
  };
}

// The ink of the theme, as opaque as the picture is dark.
function paintInk(image, values, color) {
  values.forEach((value, i) => {
    for (let c = 0; c < 3; c++) image.data[4 * i + c] = color[c];
    image.data[4 * i + 3] = 255 * clamp(value, 0, 1);
  });
}

const ROW = 33;
const BARS = { width: 400, height: 10 * ROW + 4 };
const WEST = 92; // where the bars begin
const LONG = 250; // how long a bar of probability 1 is
const THICK = 13; // two numbers must stand below each other, on a phone too

/** What both networks say, class by class. */
export function answerBars() {
  const rows = drawing("g", { class: "nb-answers" });
  const svg = picture(BARS, { class: "nb-answers-picture", role: "img" }, rows);
  return {
    node: svg,
    note: caption(
      "probability of each class; ",
      element("b", { class: "nb-name-plain" }, "blue: the plain network"),
      ", ",
      element(
        "b",
        { class: "nb-name-varied" },
        "orange: trained on changed pictures",
      ),
      "; the label is bold",
    ),
    draw(view) {
      rows.replaceChildren(...view.names.flatMap((_, k) => rowOf(view, k)));
      assign(svg, { "aria-label": barsLabel(view) });
    },
  };
}

function rowOf({ names, said, picture: label }, k) {
  const y = 2 + k * ROW;
  const bars = NETWORKS.flatMap((how, n) => {
    const p = said[how][k];
    const top = y + 2 + n * (THICK + 1);
    const width = (LONG * p).toFixed(1);
    const bar = drawing("rect", {
      class: `nb-by-${how}`,
      x: WEST,
      y: top,
      height: THICK,
      width,
    });
    if (p < 0.005) return [bar];
    const at = { x: WEST + LONG * p + 6, y: top + THICK - 2.5 };
    return [
      bar,
      drawing(
        "text",
        { ...at, class: "nb-amount" },
        `${Math.round(100 * p)} %`,
      ),
    ];
  });
  const name = {
    class: k === label ? "nb-class nb-is-label" : "nb-class",
    x: WEST - 8,
    y: y + 20,
  };
  return [drawing("text", name, names[k]), ...bars];
}
