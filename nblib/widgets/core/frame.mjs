// What stands around every picture: presets and reset, a story in words, the numbers; and the link
// to the model.
import { button } from "./controls.mjs";
import { element, setText } from "./dom.mjs";

const REST = 700; // milliseconds that a line must stand before it is spoken

/**
 * The frame of a widget. traits: the names that reset sets back to what they were at first.
 * put(changes) sets traits and sends them; hold(changes) sets them alone, while a drag goes on;
 * move(changes, going) holds while a drag goes on and puts at its end; save() sends what was held;
 * read() gives all of these traits; follow(names, act) calls act when one of the names changes,
 * once for changes that come together. leave() takes back all that undo holds.
 */
export function frame({ model, el, name, traits }) {
  const link = linkTo(model);
  const words = element("p", { class: "nb-story" });
  const numbers = element("div", { class: "nb-readout" });
  const aloud = heard();
  link.undo.push(aloud.stop);
  el.classList.add("nb-widget", `nb-${name}`);
  return {
    ...link,
    el,
    words,
    numbers,
    presets: presetRow(link, traits),
    read: () => Object.fromEntries(traits.map((trait) => [trait, link.get(trait)])),
    aloud: aloud.node,
    /** Say what is to be seen; status is kept on the element, where style and tests find it. */
    tell(text, status) {
      setText(words, text);
      aloud.say(text);
      el.dataset.status = status;
    },
    /** Show named numbers, already written. */
    facts(named) {
      const fact = ([label, value]) =>
        element("span", {}, `${label} `, element("b", {}, String(value)));
      numbers.replaceChildren(...Object.entries(named).map(fact));
    },
  };
}

// Reading and setting the traits of a model, and following their changes.
function linkTo(model) {
  const undo = [];
  let gone = false;
  const hold = (changes) => {
    for (const [trait, value] of Object.entries(changes)) model.set(trait, value);
  };
  const save = () => model.save_changes();
  const listen = (names, act) => {
    for (const trait of names) model.on(`change:${trait}`, act);
    undo.push(() => names.forEach((trait) => model.off(`change:${trait}`, act)));
  };
  const put = (changes) => {
    hold(changes);
    save();
  };
  return {
    get: (trait) => model.get(trait),
    hold,
    save,
    put,
    move: (changes, going) => (going ? hold : put)(changes),
    listen,
    follow(names, act) {
      let waiting = false;
      listen(names, () => {
        if (waiting) return;
        waiting = true;
        queueMicrotask(() => {
          waiting = false;
          if (!gone) act();
        });
      });
    },
    undo,
    leave() {
      gone = true;
      undo.forEach((act) => act());
    },
  };
}

// A button for each preset, and one for what stood here at first.
function presetRow({ get, put, listen }, traits) {
  const presets = Object.fromEntries(get("presets"));
  const buttons = Object.keys(presets).map((preset) =>
    button(preset, () => put({ ...presets[preset], preset }), { class: "nb-preset" })
  );
  const first = Object.fromEntries([...traits, "preset"].map((trait) => [trait, get(trait)]));
  const reset = button("Reset", () => put(first));
  const mark = () => {
    for (const one of buttons) one.setAttribute("aria-pressed", one.textContent === get("preset"));
  };
  listen(["preset"], mark);
  mark();
  const attributes = { class: "nb-presets", role: "group", "aria-label": "examples" };
  return element("div", attributes, ...buttons, reset);
}

// A line for screen readers alone, spoken once it has stood for a moment: a drag changes it many
// times a second.
function heard() {
  const node = element("div", { class: "nb-heard", role: "status" });
  let timer = 0;
  let latest = null;
  return {
    node,
    say(text) {
      const before = latest;
      latest = text;
      clearTimeout(timer);
      if (before === null || text === node.textContent) return;
      timer = setTimeout(() => {
        node.textContent = text;
      }, REST);
    },
    stop: () => clearTimeout(timer),
  };
}
