// How far does curvature carry: drag the start of four walkers; their paths on the map, and their
// losses by step.
import { choice, slider } from "../core/controls.mjs";
import { caption, drawing, element, wideAndNarrow } from "../core/dom.mjs";
import { frame } from "../core/frame.mjs";
import { picture } from "../core/plot.mjs";
import { stepThrough } from "../core/steps.mjs";
import { DAMPINGS, RATES, STEPS, SURFACES, WALKERS } from "./constants.mjs";
import { lossCurves } from "./curves.mjs";
import { look } from "./look.mjs";
import { walkersMap } from "./map.mjs";
import { markOf, walkerClass } from "./marks.mjs";
import { surfaceOf } from "./maths.mjs";
import { walkersFacts, walkersStory } from "./words.mjs";

const A_SECOND = 3; // steps while it plays
const TRAITS = ["surface", "start", "lr", "damping", "step"];

function render({ model, el }) {
  const page = frame({ model, el, name: "how-far-does-curvature-carry", traits: TRAITS });
  const map = walkersMap({ move: page.move });
  const curves = lossCurves();
  const steps = stepThrough(page, {
    trait: "step",
    label: "steps taken",
    first: 0,
    most: STEPS,
    last: () => STEPS,
    perSecond: A_SECOND,
    says: { start: "back to the start", back: "one step back", on: "one step on" },
  });
  const controls = runControls(page);
  el.append(page.presets, key(), panels(map, curves), steps.node, controls.node);
  el.append(page.words, page.aloud, page.numbers);

  const draw = () => {
    const view = look(page.read());
    map.draw(view);
    curves.draw(view);
    steps.position.show(view.step);
    controls.show();
    page.tell(walkersStory(view), view.walkers[1].kind);
    page.facts(walkersFacts(view));
  };
  page.follow(TRAITS, draw);
  draw();
  return page.leave;
}

// Who is who: the marks with their names.
const key = () =>
  element(
    "div",
    { class: "nb-key" },
    ...WALKERS.map((name, i) => {
      const mark = drawing("path", { class: `${walkerClass(i)} nb-mark`, d: markOf(i) });
      mark.setAttribute("transform", "translate(9 9)");
      return element("span", {}, picture({ width: 18, height: 18 }, {}, mark), name);
    }),
  );

function panels(map, curves) {
  const left = [
    map.node,
    caption("the loss from above: drag the ring, or move it with the arrow keys"),
  ];
  const right = [curves.node, caption("height above the lowest minimum, by step")];
  return wideAndNarrow(left, right);
}

function runControls({ get, put }) {
  const rule = (trait, label, [min, max]) =>
    slider({
      label,
      min,
      max,
      log: true,
      value: get(trait),
      onInput: (v) => put({ [trait]: v, preset: "" }),
    });
  const controls = {
    lr: rule("lr", "gradient descent: rate", RATES),
    damping: rule("damping", "damped Newton: damping", DAMPINGS),
    surface: choice({
      label: "surface",
      options: SURFACES,
      value: get("surface"),
      onChange: (name) =>
        put({ surface: name, start: [...surfaceOf(name).start], step: 0, preset: "" }),
    }),
  };
  const nodes = Object.values(controls).map(({ node }) => node);
  return {
    node: element("div", { class: "nb-controls" }, ...nodes),
    show() {
      for (const [trait, control] of Object.entries(controls)) control.show(get(trait));
    },
  };
}

export default { render };
