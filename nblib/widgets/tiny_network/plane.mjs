// The plane as the network sees it, with a ring whose place is sent through the network.
import { caption, setText } from "../core/dom.mjs";
import { handle } from "../core/handle.mjs";
import { clamp, write } from "../core/numbers.mjs";
import { ring } from "../core/plot.mjs";
import { EDGE } from "./constants.mjs";
import { field } from "./field.mjs";
import { planeCaption, planeLabel, ringWords } from "./words.mjs";

const FIRST_PLACE = [1.2, 1.2];

/**
 * view() is what is shown now, { trainer, chosen }: the neuron looked at, [layer, index] from 1, or
 * []. onProbe() when the ring has been moved.
 */
export function planeView({ view, onProbe }) {
  const picture = field();
  const probe = ring({}, 8);
  picture.svg.append(probe.node);
  const note = caption();
  let place = FIRST_PLACE;
  let shown = null; // the run whose points are drawn
  const drawProbe = () => {
    probe.at(...picture.toPixel(...place));
    grip.refresh();
    onProbe();
  };
  const grip = handle(probe.node, {
    toData: picture.fromPage,
    getPoint: () => place,
    step: 0.05,
    describe: {
      label: "place to look at",
      value: ([x, y]) => `x₁ ${write(x)}, x₂ ${write(y)}, ${ringWords(view(), place)}`,
    },
    onMove(point) {
      place = point.map((v) => Number(clamp(v, -EDGE, EDGE).toFixed(3)));
      drawProbe();
    },
  });
  return {
    node: picture.node,
    note,
    place: () => place,
    drawProbe,
    /** Returns what each layer makes of the nodes of the field. */
    draw({ trainer, chosen }, palette) {
      if (shown !== trainer) picture.points(trainer);
      shown = trainer;
      return picture.draw(trainer, chosen, palette);
    },
    tell(now) {
      setText(note, planeCaption(now));
      picture.label(planeLabel(now));
    },
  };
}
