// Fit a line by hand: two handles on a line through points, and beside it the loss of every line
// from above.
import { button, choice, slider } from "../core/controls.mjs";
import { element, sideBySide } from "../core/dom.mjs";
import { frame } from "../core/frame.mjs";
import { look } from "./look.mjs";
import { lossMap } from "./map.mjs";
import { CLASSIFICATION, REGRESSION } from "./constants.mjs";
import { lineScene } from "./scene.mjs";
import { walkToBest } from "./walk.mjs";
import { lineFacts, lineStory, standing } from "./words.mjs";

const TRAITS = ["points", "loss", "delta", "slope", "intercept", "window", "map_window"];

function render({ model, el }) {
  const page = frame({ model, el, name: "fit-a-line", traits: TRAITS });
  const walk = walkToBest(page);
  const scene = lineScene({ move: page.move, onGrab: walk.halt });
  const map = lossMap({ move: page.move, onGrab: walk.halt });
  const controls = lossControls(page);
  const go = button("Go to the minimum", () => walk.start(view.best), { class: "nb-go" });
  const left = [scene.node, scene.note];
  const right = [
    map.node,
    element("div", { class: "nb-beside" }, map.note, go),
  ];
  el.append(
    page.presets,
    sideBySide(left, right),
    controls.node,
    page.words,
    page.aloud,
    page.numbers,
  );

  let view = null;
  const draw = () => {
    view = look(page.read(), view);
    scene.draw(view);
    map.draw(view);
    controls.draw(view);
    go.disabled = !view.best.attained;
    go.title = view.best.attained ? "" : "there is no lowest point";
    page.tell(lineStory(view), standing(view));
    page.facts(lineFacts(view));
  };
  page.follow(TRAITS, draw);
  draw();
  return page.leave;
}

// Which loss is drawn, and where Huber's turns from squared to straight.
function lossControls({ get, put }) {
  const loss = choice({
    label: "loss",
    options: REGRESSION,
    value: get("loss"),
    onChange: (name) => put({ loss: name, preset: "" }),
  });
  const delta = slider({
    label: "delta of Huber",
    min: 0.05,
    max: 10,
    value: get("delta"),
    log: true,
    onInput: (v) => put({ delta: v, preset: "" }),
  });
  let stage = null;
  return {
    node: element("div", { class: "nb-controls" }, loss.node, delta.node),
    draw(view) {
      if (view.stage === stage) return;
      stage = view.stage;
      loss.show(view.loss, stage.classes ? CLASSIFICATION : REGRESSION);
      delta.show(view.delta);
      delta.node.classList.toggle("nb-idle", view.loss !== "Huber");
    },
  };
}

export default { render };
