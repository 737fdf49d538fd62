// Runs the course's widgets on a static page, without a kernel: the page carries their state, this
// gives it a model. It reads what Jupyter Book writes: one script with the state of all widgets,
// one script for each place to show one.

const STATE = "application/vnd.jupyter.widget-state+json";
const VIEW = "application/vnd.jupyter.widget-view+json";

/** What a widget's front end is given in Jupyter, as far as a page without a kernel can give it. */
class Model {
  #state;
  #listeners = new Map();

  constructor(state) {
    this.#state = { ...state };
  }

  get(name) {
    return this.#state[name];
  }

  set(name, value) {
    if (Object.is(this.#state[name], value)) return;
    this.#state[name] = value;
    for (const event of [`change:${name}`, "change"]) {
      for (const act of [...(this.#listeners.get(event) ?? [])]) act(this, value);
    }
  }

  save_changes() {}
  send() {}

  on(event, act) {
    if (!this.#listeners.has(event)) this.#listeners.set(event, new Set());
    this.#listeners.get(event).add(act);
  }

  off(event, act) {
    if (act) this.#listeners.get(event)?.delete(act);
    else this.#listeners.delete(event);
  }
}

// The source of a front end -> its module, once for all widgets of a kind.
const modules = new Map();
function load(source) {
  if (!modules.has(source)) {
    const address = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
    modules.set(source, import(address).then((module) => module.default));
  }
  return modules.get(source);
}

const styled = new Set();
function style(sheet) {
  if (!sheet || styled.has(sheet)) return;
  styled.add(sheet);
  const node = document.createElement("style");
  node.textContent = sheet;
  document.head.append(node);
}

async function show(script, models, states) {
  // What the page says in the place of a widget, until there is one.
  const words = script.nextElementSibling?.matches(".nb-no-widget")
    ? script.nextElementSibling
    : null;
  const place = document.createElement("div");
  script.after(place);
  try {
    const id = JSON.parse(script.textContent).model_id;
    const state = states[id]?.state;
    if (!state?._esm) throw new Error("the page does not carry this widget");
    style(state._css);
    const exported = await load(state._esm);
    const front = typeof exported === "function" ? await exported() : exported;
    if (!models.has(id)) {
      const model = new Model(state);
      models.set(id, Promise.resolve(front.initialize?.({ model })).then(() => model));
    }
    await front.render({ model: await models.get(id), el: place });
    words?.remove();
  } catch (error) {
    place.textContent = `This widget could not be shown: ${error.message}.`;
    place.className = "nb-broken";
    console.error(error);
  }
}

const states = {};
for (const script of document.querySelectorAll(`script[type="${STATE}"]`)) {
  try {
    Object.assign(states, JSON.parse(script.textContent).state);
  } catch (error) {
    console.error(error); // the widgets of this state will say that they are missing; others go on
  }
}
const models = new Map();
await Promise.all(
  [...document.querySelectorAll(`script[type="${VIEW}"]`)].map((script) =>
    show(script, models, states)
  ),
);
document.documentElement.dataset.widgets = "ready";
