// A point that is dragged with any pointer or moved with the keyboard.
import { assign } from "./dom.mjs";

const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };
const SHIFTED = 10; // with Shift a key moves so many steps

/**
 * Make an SVG element a handle for a point: dragged with any pointer, moved with the arrow keys
 * (Shift: ten times) by step, a number or a function that returns one for each direction.
 * toData turns client coordinates into data; onMove takes the new point and whether the move goes
 * on; onGrab is called before the first move.
 */
export function handle(node, { toData, getPoint, step, describe, onMove, onGrab = () => {} }) {
  const tell = () => {
    const point = getPoint();
    node.setAttribute("aria-valuetext", describe.value(point));
    node.setAttribute("aria-valuenow", point[0]);
  };
  const move = (point, going) => {
    onMove(point, going);
    tell(); // where it is now: onMove may have held it at a border
  };
  assign(node, {
    tabindex: 0,
    role: "slider",
    "data-drag-handle": "",
    "aria-label": describe.label,
    ...pointerDrag({ node, toData, getPoint, move, onGrab }),
    keydown: arrowKeys({ getPoint, step, move, onGrab }),
  });
  return { refresh: tell };
}

// Listeners that move the point with the pointer that took hold of it.
function pointerDrag({ node, toData, getPoint, move, onGrab }) {
  let held = null;
  const offset = [0, 0]; // from the pointer to the point
  const release = (event) => {
    if (event.pointerId !== held) return;
    held = null;
    move(getPoint(), false);
  };
  return {
    pointerdown(event) {
      held = event.pointerId;
      onGrab();
      try {
        node.setPointerCapture(held);
      } catch { /* a synthetic pointer cannot be captured */ }
      const at = toData(event);
      const point = getPoint();
      offset[0] = point[0] - at[0];
      offset[1] = point[1] - at[1];
      node.focus({ preventScroll: true });
      event.preventDefault();
    },
    pointermove(event) {
      if (event.pointerId !== held) return;
      if (event.buttons === 0) { // let go where nothing heard of it
        release(event);
        return;
      }
      const at = toData(event);
      move([at[0] + offset[0], at[1] + offset[1]], true);
    },
    // However a drag ends, what is seen then is what counts.
    pointerup: release,
    pointercancel: release,
    lostpointercapture: release,
    // Inside a drawing, browsers do not heed touch-action: what begins here is no scrolling.
    touchstart(event) {
      event.preventDefault();
    },
  };
}

function arrowKeys({ getPoint, step, move, onGrab }) {
  return (event) => {
    const direction = ARROWS[event.key];
    if (!direction) return;
    onGrab();
    const times = event.shiftKey ? SHIFTED : 1;
    const point = getPoint();
    const [across, up] = typeof step === "function" ? step() : [step, step];
    const moved = [
      point[0] + direction[0] * across * times,
      point[1] + direction[1] * up * times,
    ];
    move(moved, false);
    event.preventDefault();
  };
}
