// Through a computational graph step by step: values down, gradients up; leaves can be changed, nblib's lines stand beside.
import { choice, slider } from "../core/controls.mjs";
import { element } from "../core/dom.mjs";
import { frame } from "../core/frame.mjs";
import { clamp, write } from "../core/numbers.mjs";
import { player } from "../core/player.mjs";
import { trace } from "./maths.mjs";
import { codeView } from "./code.mjs";
import { graphPicture } from "./picture.mjs";
import { sentence } from "./words.mjs";

const LIMIT = 10;
const STEPS_A_SECOND = 0.8;

function render({ model, el }) {
  const page = frame({
    model,
    el,
    name: "step-through-graph",
    traits: ["graph", "values", "position"],
  });
  const { get, put, hold } = page;
  const graphs = Object.fromEntries(get("graphs"));
  let nodes = graphs[get("graph")];
  let events = [];
  let leaves = [];
  let from = 0;

  const picture = graphPicture({
    limit: LIMIT,
    onValue(name, value, going) {
      play.stop();
      (going ? hold : put)({ values: { ...get("values"), [name]: value }, preset: "" });
    },
  });
  const code = codeView(get("code"));
  const fields = element("div", { class: "nb-controls" });
  const look = (k) => put({ position: clamp(Math.floor(k), 0, events.length), preset: "" });
  const play = player({
    el,
    undo: page.undo,
    onStart() {
      if (get("position") >= events.length) look(0);
      from = get("position");
    },
    onFrame(seconds) {
      const k = from + Math.floor(seconds * STEPS_A_SECOND) + 1;
      if (k !== get("position")) look(k);
      return k < events.length;
    },
    onSkip: () => look(events.length),
  });
  const go = (words, to) =>
    element("button", {
      type: "button",
      click: () => {
        play.stop();
        look(to());
      },
    }, words);
  const first = go("Start", () => 0);
  const back = go("‹ Back", () => get("position") - 1);
  const forth = go("Step ›", () => get("position") + 1);
  const end = go("End", () => events.length);
  const position = slider({
    label: "step",
    min: 0,
    max: 100,
    step: 1,
    value: 0,
    onInput: (k) => {
      play.stop();
      look(k);
    },
  });
  const which = choice({
    label: "graph",
    options: Object.keys(graphs),
    value: get("graph"),
    onChange(name) {
      put({ graph: name, values: firstValues(name), position: 0, preset: "" });
    },
  });

  // A graph's own values stand in its presets.
  const firstValues = (name) => ({
    ...get("presets").find(([, preset]) => preset.graph === name)[1].values,
  });

  el.append(
    page.presets,
    element(
      "div",
      { class: "nb-step-panels" },
      element(
        "div",
        { class: "nb-tree" },
        picture.node,
        element(
          "div",
          { class: "nb-caption" },
          "drag a round leaf up or down, or use the arrow keys; dashed: data, which asks for no gradient",
        ),
      ),
      element(
        "div",
        { class: "nb-reading" },
        element("div", { class: "nb-buttons" }, first, back, forth, play.button, end),
        position.node,
        page.words,
        page.aloud,
        code.node,
      ),
    ),
    fields,
    page.numbers,
  );

  function makeFields() {
    leaves = nodes.filter(({ op }) => !op).map(({ name }) => ({
      name,
      field: slider({
        label: name,
        min: -LIMIT,
        max: LIMIT,
        step: 0.1,
        value: get("values")[name],
        digits: 4,
        onInput(value) {
          play.stop();
          put({ values: { ...get("values"), [name]: value }, preset: "" });
        },
      }),
    }));
    fields.replaceChildren(which.node, ...leaves.map(({ field }) => field.node));
  }

  function draw() {
    if (nodes !== graphs[get("graph")] || !leaves.length) {
      nodes = graphs[get("graph")];
      makeFields();
    }
    const values = get("values");
    events = trace(nodes, values);
    const k = Math.min(get("position"), events.length);
    const event = events[k - 1];
    position.setMax(events.length);
    position.show(k);
    which.show(get("graph"));
    for (const { name, field } of leaves) field.show(values[name]);
    const at = picture.draw(nodes, values, events, k);
    code.show(event, nodes);
    // Not disabled, which would take the focus from who steps with the keyboard.
    for (
      const [button, idle] of [[first, k === 0], [back, k === 0], [forth, k === events.length], [
        end,
        k === events.length,
      ]]
    ) button.setAttribute("aria-disabled", idle);
    page.tell(sentence(nodes, values, events, k), event?.kind ?? "leaves");
    const numbers = { step: `${k} of ${events.length}` };
    nodes.forEach(({ name }, i) => {
      if (at.stored[i]) numbers[`${name}.grad`] = write(at.grads[i], 4);
    });
    page.facts(numbers);
  }

  page.follow(["graph", "values", "position"], draw);
  draw();
  return page.leave;
}

export default { render };
