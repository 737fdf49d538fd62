// One run of training for all views of a widget: it plays while one of them is in sight, and tells
// Python how it goes.
import { STRUCTURE } from "./constants.mjs";
import { Trainer } from "./maths.mjs";

const FRAME = 11; // milliseconds that training and drawing may take of a frame
const LEAST = 1.5; // milliseconds of training in a frame, however long the drawing takes
const EVERY_MS = 1000; // so often Python hears of a run under way
const PACE = ["lr", "l2", "batch"];
export const SETTINGS = [...STRUCTURE, ...PACE];

const engines = new Map();

/** The run of the widget that this model stands for; every view that asks must leave it again. */
export function joinEngine(model, view) {
  const uid = model.get("uid");
  if (!engines.has(uid)) engines.set(uid, new Engine(model));
  const engine = engines.get(uid);
  engine.views.set(view, false);
  return {
    engine,
    leave() {
      engine.views.delete(view);
      if (engine.views.size) return;
      engine.halt();
      engines.delete(uid);
    },
  };
}

const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

class Engine {
  views = new Map(); // view -> whether it is in sight
  #model;
  #structure;
  #pace;
  #sent;
  #timer = 0;
  #told = 0;
  #drawing = 0;
  #skipped = false;

  constructor(model) {
    this.#model = model;
    this.#build();
  }

  settings() {
    return Object.fromEntries(SETTINGS.map((name) => [name, this.#model.get(name)]));
  }
  get playing() {
    return this.#model.get("playing");
  }
  #key(names) {
    return JSON.stringify(names.map((name) => this.#model.get(name)));
  }

  #build() {
    this.#structure = this.#key(STRUCTURE);
    this.#pace = this.#key(PACE);
    this.trainer = new Trainer(this.settings());
    this.#adopt();
  }

  #adopt() {
    const weights = this.#model.get("weights");
    this.#sent = weights;
    if (weights.length) {
      this.trainer.take(weights, this.#model.get("steps"), this.#model.get("losses"));
    }
  }

  /** Bring the run in line with the model, whoever changed it: a control, Python, another view. */
  sync() {
    if (this.#structure !== this.#key(STRUCTURE)) {
      const fresh = this.#model.get("weights") !== this.#sent;
      if (!fresh) this.#model.set("weights", []); // those of the network before
      this.#build();
      if (!this.#model.get("weights").length) this.#tell({ playing: true });
    } else if (this.#model.get("weights") !== this.#sent) {
      this.trainer = new Trainer(this.settings());
      this.#adopt();
      this.#tell({});
    } else if (this.#pace !== this.#key(PACE)) {
      this.#pace = this.#key(PACE);
      const { status } = this.trainer;
      if (status === "diverged" || status === "dead") this.restart(true);
      else if (status !== "training") this.play();
    }
    this.#wake();
    this.#show();
  }

  #show() {
    const begin = performance.now();
    for (const view of this.views.keys()) view();
    this.#drawing = performance.now() - begin;
  }

  #tell(more) {
    const { trainer } = this;
    const weights = trainer.weights();
    const finite = weights.flat(2).every(Number.isFinite);
    this.#told = performance.now();
    this.#sent = finite ? weights : this.#sent;
    const state = {
      steps: trainer.steps,
      losses: trainer.history.map((row) => [...row]),
      status: trainer.status,
      ...(finite && { weights }),
      ...more,
    };
    for (const [name, value] of Object.entries(state)) this.#model.set(name, value);
    this.#model.save_changes();
  }

  play() {
    if (this.trainer.status === "diverged") {
      this.restart(true);
      return;
    }
    if (this.trainer.status !== "training") this.trainer.goOn();
    this.#tell({ playing: true });
    this.#wake();
    this.#show();
  }

  pause() {
    this.#tell({ playing: false });
    this.#show();
  }

  step() {
    if (this.trainer.status === "diverged") return;
    if (this.trainer.status !== "training") this.trainer.goOn();
    this.trainer.step(this.settings());
    this.trainer.keepNow();
    this.#tell({ playing: false });
    this.#show();
  }

  restart(playing = this.playing) {
    this.trainer = new Trainer(this.settings());
    this.#pace = this.#key(PACE);
    this.#tell({ playing });
    this.#wake();
    this.#show();
  }

  seen(view, inSight) {
    if (!this.views.has(view)) return;
    this.views.set(view, inSight);
    this.#wake();
  }

  halt() {
    cancelAnimationFrame(this.#timer);
    this.#timer = 0;
  }

  #wanted() {
    return this.playing && this.trainer.status === "training" &&
      [...this.views.values()].some(Boolean);
  }

  #wake() {
    if (!this.#timer && this.#wanted()) this.#timer = requestAnimationFrame(() => this.#frame());
  }

  // A frame: a few steps, more as the run goes on, and never more than the time allows. Who is slow
  // to draw draws every other time.
  #frame() {
    this.#timer = 0;
    if (!this.#wanted()) return;
    const { trainer } = this;
    const settings = this.settings();
    const begin = performance.now();
    const still = calm();
    const most = still ? Infinity : Math.min(20, 1 + trainer.steps / 80);
    this.#skipped = still || (this.#drawing > FRAME - LEAST && !this.#skipped);
    const budget = this.#skipped ? FRAME : Math.max(LEAST, FRAME - this.#drawing);
    for (
      let k = 0;
      k < most && trainer.status === "training" && performance.now() - begin < budget;
      k++
    ) trainer.step(settings);
    const over = trainer.status !== "training";
    if (over) this.#tell({ playing: false });
    else if (begin - this.#told > EVERY_MS) this.#tell({});
    if (over || !this.#skipped) this.#show();
    this.#wake();
  }
}
