// The neurons of the diagram: each a tile that shows what it makes of the plane; the inputs show
// the plane itself.
import { button } from "../core/controls.mjs";
import { assign, element } from "../core/dom.mjs";
import { EDGE } from "./constants.mjs";
import { columnX, rowY, VIEW } from "./layout.mjs";
import { largest, NODES, paint, PLACES } from "./paint.mjs";

const EVERY_NODE = 2; // a tile shows every second node
const TILE = (NODES + 1) / EVERY_NODE;

/**
 * A tile for neuron j of layer k, for all of them; layer 0 holds the inputs. onLook([layer, index]
 * or []) when one is chosen, onKey(event, tile) when a key is pressed on it.
 */
export const makeTiles = (sizes, listeners) =>
  sizes.flatMap((m, k) =>
    Array.from({ length: m }, (_, j) => makeTile({ k, j, m, last: sizes.length - 1 }, listeners))
  );

function makeTile({ k, j, m, last }, { onLook, onKey }) {
  const canvas = element("canvas", { width: TILE, height: TILE, "aria-hidden": "true" });
  const context = canvas.getContext("2d");
  const isOutput = k === last;
  const left = (columnX(k, last) / VIEW.width) * 100;
  const top = (rowY(j, m) / VIEW.height) * 100;
  const style = `left:${left}%;top:${top}%`;
  const tile = {
    node: null,
    k,
    j,
    isOutput,
    isPressed: false,
    context,
    image: context.createImageData(TILE, TILE),
  };
  if (k === 0) {
    tile.node = element("div", { class: "nb-neuron nb-input", style }, canvas);
  } else {
    tile.node = button(canvas, () => onLook(isOutput ? [] : [k, j + 1]), {
      class: "nb-neuron",
      style,
      "aria-label": nameOf(tile),
      keydown: (event) => onKey(event, tile),
    });
  }
  return tile;
}

const nameOf = ({ isOutput, k, j }) => (isOutput ? "output" : `neuron ${j + 1} of layer ${k}`);

/** Paint a tile, and mark the neuron that is looked at, and the dead ones. */
export function drawTile(tile, { trainer, given, dead, neuron, palette }) {
  const { node, context, image, k, j, isOutput } = tile;
  paint(context, image, valueOf(tile, trainer.layers, given), EVERY_NODE, palette);
  if (k === 0) return;
  const isNeuron = k === neuron[0] && j + 1 === neuron[1];
  tile.isPressed = isOutput ? !neuron.length : isNeuron;
  const isDead = !isOutput && dead[k - 1][j];
  node.classList.toggle("nb-dead", isDead);
  assign(node, {
    "aria-pressed": tile.isPressed,
    "aria-label": `${nameOf(tile)}${isDead ? ", dead" : ""}`,
  });
}

// The value in −1 … 1 that a tile shows at node i of the field.
function valueOf({ k, j, isOutput }, layers, given) {
  if (k === 0) return (i) => PLACES[2 * i + j] / EDGE;
  const { m } = layers[k - 1];
  const { h } = given[k - 1];
  if (isOutput) return (i) => Math.tanh(h[i] / 2);
  const most = largest(h, j, m);
  return (i) => h[i * m + j] / most;
}
