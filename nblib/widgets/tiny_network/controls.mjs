// What leads the training, and what it can be set to.
import { button, settings } from "../core/controls.mjs";
import { element } from "../core/dom.mjs";
import { SIZE } from "./constants.mjs";
import { shapes } from "./data.mjs";
import { activations } from "./maths.mjs";

const SEEDS = 2 ** 31;

/** Buttons that play, take one step, begin anew. */
export function trainingButtons(engine, { get, put }) {
  const toggle = () => (get("playing") ? engine.pause() : engine.play());
  const play = button("Play", toggle, { class: "nb-play" });
  const once = button("Step", () => engine.step());
  const again = button("Restart", () => engine.restart());
  const other = button("New seed", () => put({ seed: (get("seed") + 1) % SEEDS, preset: "" }));
  return {
    node: element("div", { class: "nb-buttons" }, play, once, again, other),
    draw({ trainer, playing }) {
      play.textContent = playing ? "Pause" : "Play";
      once.disabled = trainer.status === "diverged";
    },
  };
}

/** The data, the network, the steps. */
export const trainingSettings = (page) =>
  settings(page, {
    data: { label: "data", options: Object.keys(shapes) },
    activation: { label: "activation", options: Object.keys(activations) },
    lr: { label: "learning rate", min: 0.001, max: 30, log: true, digits: 2 },
    noise: { label: "noise", min: 0, max: 0.5, step: 0.01, digits: 2 },
    l2: { label: "L2 penalty", min: 0, max: 0.1, step: 0.001 },
    batch: { label: "batch size", min: 1, max: SIZE, step: 1 },
  });
