// A small network that trains: the plane as it sees it, its neurons, its losses; everything can be
// changed while it runs.
import { caption, element } from "../core/dom.mjs";
import { frame } from "../core/frame.mjs";
import { colors, onTheme } from "../core/theme.mjs";
import { trainingButtons, trainingSettings } from "./controls.mjs";
import { curves } from "./curves.mjs";
import { diagram } from "./diagram.mjs";
import { joinEngine, SETTINGS } from "./engine.mjs";
import { planeView } from "./plane.mjs";
import { networkFacts, story } from "./words.mjs";

const WORDS_EVERY = 250; // milliseconds between changes of the words while it trains
const COLORS = ["blue", "orange"];

function render({ model, el }) {
  const page = frame({ model, el, name: "tiny-network", traits: SETTINGS });
  const { get, put, undo } = page;
  const redraw = () => draw();
  const { engine, leave } = joinEngine(model, redraw);
  undo.push(leave);
  const view = () => look(engine, get("neuron"), get("playing"));
  const plane = planeView({
    view,
    onProbe: () => page.facts(networkFacts(view(), plane.place())),
  });
  const net = diagram({
    onLook: (neuron) => put({ neuron: neuron.join() === get("neuron").join() ? [] : neuron }),
    onWidths: (widths) => put({ widths, neuron: [], preset: "" }),
  });
  const chart = curves();
  const buttons = trainingButtons(engine, page);
  el.append(page.presets, panels(page, { plane, net, chart, buttons }), trainingSettings(page));
  el.append(page.numbers);
  // A preset, or Reset, begins anew even where it changes nothing.
  page.presets.addEventListener("click", () => engine.restart(true));

  let palette = colors(el, COLORS);
  let spoken = 0; // when the words changed
  const draw = () => {
    const now = view();
    const given = plane.draw(now, palette);
    net.draw(now.trainer, given, now.chosen, palette);
    chart.draw(now.trainer.history);
    buttons.draw(now);
    plane.drawProbe();
    if (now.playing && performance.now() - spoken <= WORDS_EVERY) return;
    spoken = performance.now();
    page.tell(story(now.trainer, now.settings, now.playing), now.trainer.status);
    plane.tell(now);
  };

  page.follow([...SETTINGS, "weights", "playing"], () => engine.sync());
  page.follow(["neuron"], draw);
  followPage(el, undo, {
    onColors() {
      palette = colors(el, COLORS);
      draw();
    },
    onSight: (inSight) => engine.seen(redraw, inSight),
  });
  draw();
  return page.leave;
}

// The run as it stands, and the neuron that is looked at, if the network has it.
function look(engine, [layer, index], playing) {
  const { trainer } = engine;
  const { layers } = trainer;
  const hasNeuron = layer && layer < layers.length && index <= layers[layer - 1].m;
  const chosen = hasNeuron ? [layer, index] : [];
  return { trainer, settings: engine.settings(), playing, chosen };
}

const panels = (page, { plane, net, chart, buttons }) =>
  element(
    "div",
    { class: "nb-panels nb-even" },
    element(
      "div",
      { class: "nb-plane" },
      plane.node,
      plane.note,
      buttons.node,
      page.words,
      page.aloud,
    ),
    element(
      "div",
      { class: "nb-side" },
      net.node,
      caption("click a neuron to see what it sees; orange lines add, blue lines subtract"),
      chart.node,
      caption("cross-entropy, by step"),
    ),
  );

// onColors() when the theme of the page changes, onSight(whether it is) when the widget comes into
// view or leaves it.
function followPage(el, undo, { onColors, onSight }) {
  undo.push(onTheme(onColors));
  const sight = new IntersectionObserver(([entry]) => onSight(entry.isIntersecting));
  sight.observe(el);
  undo.push(() => sight.disconnect());
}

export default { render };
