// A small network that trains: the plane as it sees it, its neurons, its losses; everything can be changed while it runs.
import { choice, slider } from "../core/controls.mjs";
import { element } from "../core/dom.mjs";
import { frame } from "../core/frame.mjs";
import { handle } from "../core/handle.mjs";
import { clamp, write } from "../core/numbers.mjs";
import { ring } from "../core/plot.mjs";
import { colors, onTheme } from "../core/theme.mjs";
import { EDGE, shapes, SIZE } from "./data.mjs";
import { activations, outputs, probability } from "./maths.mjs";
import { curves } from "./curves.mjs";
import { diagram } from "./diagram.mjs";
import { joinEngine, SETTINGS } from "./engine.mjs";
import { field } from "./field.mjs";
import { story } from "./words.mjs";

const WORDS_EVERY = 250; // milliseconds between changes of the words while it trains

function render({ model, el }) {
  const page = frame({ model, el, name: "tiny-network", traits: SETTINGS });
  const { get, put, undo } = page;
  const view = () => draw();
  const { engine, leave } = joinEngine(model, view);
  undo.push(leave);
  const set = (name) => (value) => put({ [name]: value, preset: "" });

  // The plane, with a ring whose place is sent through the network.
  const plane = field();
  const probe = ring({}, 8);
  plane.svg.append(probe.node);
  let at = [1.2, 1.2];
  let palette = colors(el, ["blue", "orange"]);
  let spoken = 0;
  const grip = handle(probe.node, {
    toData: plane.fromPage,
    getPoint: () => at,
    step: 0.05,
    describe: {
      label: "place to look at",
      value: ([x, y]) => `x₁ ${write(x)}, x₂ ${write(y)}, ${seen()}`,
    },
    onMove([x, y]) {
      at = [x, y].map((v) => Number(clamp(v, -EDGE, EDGE).toFixed(3)));
      drawProbe();
    },
  });
  const caption = element("div", { class: "nb-caption" });

  // The network and its losses.
  const net = diagram({
    deepest: 3,
    widest: 8,
    onLook: (neuron) => put({ neuron: neuron.join() === get("neuron").join() ? [] : neuron }),
    onWidths: (widths) => put({ widths, neuron: [], preset: "" }),
  });
  const chart = curves();

  // Controls.
  const play = element("button", {
    type: "button",
    class: "nb-play",
    click: () => (get("playing") ? engine.pause() : engine.play()),
  }, "Play");
  const once = element("button", { type: "button", click: () => engine.step() }, "Step");
  const again = element("button", { type: "button", click: () => engine.restart() }, "Restart");
  const other = element("button", {
    type: "button",
    click: () => put({ seed: (get("seed") + 1) % 2 ** 31, preset: "" }),
  }, "New seed");
  const controls = {
    data: choice({
      label: "data",
      options: Object.keys(shapes),
      value: get("data"),
      onChange: set("data"),
    }),
    activation: choice({
      label: "activation",
      options: Object.keys(activations),
      value: get("activation"),
      onChange: set("activation"),
    }),
    lr: slider({
      label: "learning rate",
      min: 0.001,
      max: 30,
      value: get("lr"),
      log: true,
      digits: 2,
      onInput: set("lr"),
    }),
    noise: slider({
      label: "noise",
      min: 0,
      max: 0.5,
      step: 0.01,
      value: get("noise"),
      digits: 2,
      onInput: set("noise"),
    }),
    l2: slider({
      label: "L2 penalty",
      min: 0,
      max: 0.1,
      step: 0.001,
      value: get("l2"),
      onInput: set("l2"),
    }),
    batch: slider({
      label: "batch size",
      min: 1,
      max: SIZE,
      step: 1,
      value: get("batch"),
      onInput: set("batch"),
    }),
  };

  el.append(
    page.presets,
    element(
      "div",
      { class: "nb-panels nb-even" },
      element(
        "div",
        { class: "nb-plane" },
        plane.node,
        caption,
        element("div", { class: "nb-buttons" }, play, once, again, other),
        page.words,
        page.aloud,
      ),
      element(
        "div",
        { class: "nb-side" },
        net.node,
        element(
          "div",
          { class: "nb-caption" },
          "click a neuron to see what it sees; orange lines add, blue lines subtract",
        ),
        chart.node,
        element("div", { class: "nb-caption" }, "cross-entropy, by step"),
      ),
    ),
    element(
      "div",
      { class: "nb-controls" },
      ...["data", "activation", "lr", "noise", "l2", "batch"].map((name) => controls[name].node),
    ),
    page.numbers,
  );
  // A preset, or Reset, begins anew even where it changes nothing.
  page.presets.addEventListener("click", () => engine.restart(true));

  const neuron = () => { // the one looked at, if the network has it
    const [layer, index] = get("neuron");
    const { layers } = engine.trainer;
    return layer && layer < layers.length && index <= layers[layer - 1].m ? [layer, index] : [];
  };
  const seen = () => {
    const given = outputs(
      engine.trainer.layers,
      engine.trainer.activation,
      Float64Array.from(at),
      1,
    );
    const [layer, index] = neuron();
    return layer
      ? `this neuron gives ${write(given[layer - 1].h[index - 1])}`
      : `probability of orange ${write(probability(given.at(-1).h[0]))}`;
  };

  let shown = null;
  function draw() {
    const { trainer } = engine;
    const chosen = neuron();
    if (shown !== trainer) plane.points(trainer);
    shown = trainer;
    const given = plane.draw(trainer, chosen, palette);
    net.draw(trainer, given, chosen, palette);
    chart.draw(trainer.history);
    const playing = get("playing");
    play.textContent = playing ? "Pause" : "Play";
    once.disabled = trainer.status === "diverged";
    drawProbe();
    if (!playing || performance.now() - spoken > WORDS_EVERY) tell(trainer, chosen, playing);
  }

  function drawProbe() {
    probe.at(...plane.toPixel(...at));
    grip.refresh();
    drawFacts();
  }

  function drawFacts() {
    const { trainer } = engine;
    const [train, test] = trainer.losses();
    const right = trainer.accuracy();
    page.facts({
      step: trainer.steps,
      ...(get("batch") < SIZE && { epoch: write((trainer.steps * get("batch")) / SIZE) }),
      "loss, training points": write(train),
      "loss, test points": write(test),
      "right": `${Math.round(right[0] * SIZE)} and ${Math.round(right[1] * SIZE)} of ${SIZE}`,
      "at the ring": seen(),
      parameters: trainer.layers.reduce((sum, { n, m }) => sum + (n + 1) * m, 0),
    });
  }

  function tell(trainer, chosen, playing) {
    spoken = performance.now();
    page.tell(story(trainer, engine.settings(), playing), trainer.status);
    const [layer, index] = chosen;
    const text = layer
      ? `what neuron ${index} of layer ${layer} gives, ${trainer.activation} of ${
        net.sums(trainer, chosen)
      }; the line is where this sum is 0`
      : `how probable orange (round) is at each place, as the network sees it; small hollow points are for testing${
        trainer.layers.length > 1 ? "; dashed: where neurons of layer 1 turn" : ""
      }`;
    if (caption.textContent !== text) caption.textContent = text;
    plane.label(
      layer
        ? `what neuron ${index} of layer ${layer} gives in the plane`
        : "the plane, as the network divides it",
    );
  }

  page.follow([...SETTINGS, "weights", "playing"], () => {
    for (const [name, control] of Object.entries(controls)) control.show(get(name));
    engine.sync();
  });
  page.follow(["neuron"], draw);
  undo.push(onTheme(() => {
    palette = colors(el, ["blue", "orange"]);
    draw();
  }));
  const sight = new IntersectionObserver(([entry]) => engine.seen(view, entry.isIntersecting));
  sight.observe(el);
  undo.push(() => sight.disconnect());
  draw();
  return page.leave;
}

export default { render };
