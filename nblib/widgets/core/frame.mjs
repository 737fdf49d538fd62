// What stands around every picture: presets and reset, a story in words, the numbers; and the link to the model.
import { element, heard } from "./dom.mjs";

/**
 * The frame of a widget. traits: the names that reset sets back to what they were at first.
 * put(changes) sets traits and sends them; hold(changes) sets them alone, while a drag goes on; follow(names, act)
 * calls act when one of them changes, once for changes that come together. leave() takes back all that undo holds.
 */
export function frame({ model, el, name, traits }) {
  const undo = [];
  let gone = false;
  const get = (trait) => model.get(trait);
  const hold = (changes) => {
    for (const [trait, value] of Object.entries(changes)) model.set(trait, value);
  };
  const put = (changes) => {
    hold(changes);
    model.save_changes();
  };
  const listen = (names, act) => {
    for (const trait of names) model.on(`change:${trait}`, act);
    undo.push(() => names.forEach((trait) => model.off(`change:${trait}`, act)));
  };
  const follow = (names, act) => {
    let waiting = false;
    listen(names, () => {
      if (waiting) return;
      waiting = true;
      queueMicrotask(() => {
        waiting = false;
        if (!gone) act();
      });
    });
  };

  const named = Object.fromEntries(get("presets"));
  const buttons = Object.keys(named).map((preset) =>
    element("button", {
      type: "button",
      class: "nb-preset",
      click: () => put({ ...named[preset], preset }),
    }, preset)
  );
  const first = Object.fromEntries([...traits, "preset"].map((trait) => [trait, get(trait)]));
  const reset = element("button", { type: "button", click: () => put(first) }, "Reset");
  const mark = () =>
    buttons.forEach((button) =>
      button.setAttribute("aria-pressed", button.textContent === get("preset"))
    );
  listen(["preset"], mark);
  mark();

  const words = element("p", { class: "nb-story" });
  const numbers = element("div", { class: "nb-readout" });
  const aloud = heard();
  undo.push(aloud.stop);
  el.classList.add("nb-widget", `nb-${name}`);
  return {
    get,
    put,
    hold,
    listen,
    follow,
    undo,
    words,
    numbers,
    presets: element(
      "div",
      { class: "nb-presets", role: "group", "aria-label": "examples" },
      ...buttons,
      reset,
    ),
    aloud: aloud.node,
    /** Say what is to be seen; status is kept on the element, where style and tests find it. */
    tell(text, status) {
      if (words.textContent !== text) words.textContent = text;
      aloud.say(text);
      el.dataset.status = status;
    },
    /** Show named numbers, already written. */
    facts(named) {
      numbers.replaceChildren(
        ...Object.entries(named).map(
          ([fact, value]) => element("span", {}, `${fact} `, element("b", {}, String(value))),
        ),
      );
    },
    leave() {
      gone = true;
      undo.forEach((act) => act());
    },
  };
}
