// Through a computational graph step by step: values down, gradients up; leaves can be changed,
// nblib's lines stand beside.
import { choice, slider } from "../core/controls.mjs";
import { caption, element } from "../core/dom.mjs";
import { frame } from "../core/frame.mjs";
import { codeView } from "./code.mjs";
import { LIMIT } from "./constants.mjs";
import { look } from "./look.mjs";
import { graphPicture } from "./picture.mjs";
import { stepControls } from "./steps.mjs";
import { graphFacts, sentence } from "./words.mjs";

const TRAITS = ["graph", "values", "position"];

function render({ model, el }) {
  const page = frame({ model, el, name: "step-through-graph", traits: TRAITS });
  const graphs = Object.fromEntries(page.get("graphs"));
  let view = null;
  const steps = stepControls(page, () => view);
  const onValue = (name, value, going) => {
    steps.stop();
    page.move({ values: { ...page.get("values"), [name]: value }, preset: "" }, going);
  };
  const picture = graphPicture({ limit: LIMIT, onValue });
  const code = codeView(page.get("code"));
  const fields = leafFields(page, Object.keys(graphs), onValue);
  const hint = caption(
    "drag a round leaf up or down, or use the arrow keys; dashed: data, which asks for no gradient",
  );
  const reading = [...steps.nodes, page.words, page.aloud, code.node];
  el.append(
    page.presets,
    element(
      "div",
      { class: "nb-step-panels" },
      element("div", { class: "nb-tree" }, picture.node, hint),
      element("div", { class: "nb-reading" }, ...reading),
    ),
    fields.node,
    page.numbers,
  );

  const draw = () => {
    view = look(page.read(), graphs);
    for (const part of [fields, steps, picture, code]) part.draw(view);
    page.tell(sentence(view), view.event?.kind ?? "leaves");
    page.facts(graphFacts(view));
  };
  page.follow(TRAITS, draw);
  draw();
  return page.leave;
}

// Which graph, and a slider for each of its leaves.
function leafFields({ get, put }, names, onValue) {
  // A graph's own values stand in its presets.
  const firstValues = (name) => {
    const [, preset] = get("presets").find(([, { graph }]) => graph === name);
    return { ...preset.values };
  };
  const which = choice({
    label: "graph",
    options: names,
    value: get("graph"),
    onChange: (name) => put({ graph: name, values: firstValues(name), position: 0, preset: "" }),
  });
  const field = (name) =>
    slider({
      label: name,
      min: -LIMIT,
      max: LIMIT,
      step: 0.1,
      value: get("values")[name],
      digits: 4,
      onInput: (value) => onValue(name, value, false),
    });

  const node = element("div", { class: "nb-controls" });
  let made = null; // the graph whose leaves have sliders
  let leaves = [];
  return {
    node,
    draw({ graph, nodes, values }) {
      if (graph !== made) {
        made = graph;
        leaves = nodes.filter(({ op }) => !op).map(({ name }) => ({ name, control: field(name) }));
        node.replaceChildren(which.node, ...leaves.map(({ control }) => control.node));
      }
      which.show(graph);
      for (const { name, control } of leaves) control.show(values[name]);
    },
  };
}

export default { render };
