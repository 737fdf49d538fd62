// The page's side of a contract test: views of a model, and what is asked of them.

import { books, isFrameAwaited } from "./books.mjs";
import { Model } from "./model.mjs";

const LONGEST = 60_000; // milliseconds
const place = document.querySelector("#views");
const modules = new Map();
let model = null;
let views = [];
let before = new Set();

async function load(source) {
  if (!modules.has(source)) {
    const address = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
    modules.set(source, (await import(address)).default);
  }
  return modules.get(source);
}

// A long text as a short one; two texts that differ are as good as never the same.
function digest(text) {
  let a = 0x811c9dc5;
  let b = 0x1000193;
  for (let k = 0; k < text.length; k++) {
    const code = text.charCodeAt(k);
    a = Math.imul(a ^ code, 0x1000193);
    b = Math.imul(b + code, 0x85ebca6b) ^ (b >>> 13);
  }
  return `${text.length} ${a >>> 0} ${b >>> 0}`;
}

const frames = async (count) => {
  for (let k = 0; k < count; k++) await new Promise((go) => requestAnimationFrame(go));
};

const stage = {
  /** Show so many views of one widget, and nothing else; fault: code of what goes wrong in each. */
  async mount({ _esm, _css, ...state }, count, fault) {
    stage.leave();
    place.replaceChildren();
    document.querySelector("style#widget").textContent = _css;
    const front = await load(_esm);
    before = books();
    model = new Model(state);
    views = Array.from({ length: count }, () => {
      const el = document.createElement("div");
      place.append(el);
      const leave = front.render({ model, el });
      if (fault) new Function("el", "model", fault)(el, model);
      return { el, leave };
    });
  },

  /** Wait until nothing plays any more, and what was set off has been drawn. */
  async rest() {
    const begin = performance.now();
    const playing = () =>
      views.some(({ el }) => el.querySelector(".nb-play")?.textContent === "Pause");
    do {
      await frames(1);
      if (performance.now() - begin > LONGEST) throw new Error("it does not come to rest");
    } while (playing() || isFrameAwaited());
  },

  frames,

  /** What is drawn and said in a view: parts as text to compare, the rest to read. */
  look(parts, index) {
    const { el } = views[index];
    // Names that are made up for this page, and where Tab stops, are no difference.
    const plain = (html) =>
      html.replace(/nb-[a-z]+-[a-z0-9]+-\d+/g, "id").replace(/ tabindex="-?\d"/g, "");
    const text = (
      node,
    ) => (node instanceof HTMLCanvasElement ? node.toDataURL() : plain(node.outerHTML));
    const all = { ...parts, words: ".nb-story", numbers: ".nb-readout" };
    const drawn = Object.entries(all).map(([name, selector]) => [
      name,
      digest([...el.querySelectorAll(selector)].map(text).join("\n")),
    ]);
    const said = [...el.querySelectorAll("[data-drag-handle]")].map((node) => node.ariaValueText);
    drawn.push(["handles", said.join()]);
    const facts = [...el.querySelectorAll(".nb-readout > span")].map((fact) => [
      fact.firstChild.textContent.trim(),
      fact.querySelector("b").textContent,
    ]);
    const visible = plain(el.innerHTML).replace(/data:[\w/;,+=]+/g, "");
    const at = visible.search(/\b(NaN|Infinity|undefined|null)\b/);
    return {
      parts: Object.fromEntries(drawn),
      facts: Object.fromEntries(facts),
      words: el.querySelector(".nb-story").textContent,
      numbers: el.querySelector(".nb-readout").innerText.replace(/\s+/g, " "),
      status: el.dataset.status,
      pressed: [...el.querySelectorAll(".nb-preset[aria-pressed=true]")].map((b) => b.textContent),
      nonsense: at < 0 ? null : visible.slice(Math.max(0, at - 60), at + 60),
    };
  },

  /** How all views look once nothing moves. */
  async lookAtRest(parts, count) {
    await stage.rest();
    return Array.from({ length: count }, (_, k) => stage.look(parts, k));
  },

  /** Show views of a widget whose state is this text; say how they look, and what they changed. */
  async show(text, count, fault, parts) {
    await stage.mount(JSON.parse(text), count, fault);
    const looks = await stage.lookAtRest(parts, count);
    const { _esm, _css, ...state } = JSON.parse(text);
    return { looks, messages: stage.take(), apart: model.differs(state) };
  },

  /** The messages to Python since they were last asked for. */
  take: () => model.sent.splice(0),

  /** Give the front end a state from Python; return its answer, and where the two then differ. */
  async receive(state) {
    model.receive(state);
    await stage.rest();
    return { messages: stage.take(), apart: model.differs(state) };
  },

  /** Type texts into a number field, one after the other; say what becomes of each. */
  type(label, texts) {
    const field = views[0].el.querySelector(`[aria-label="${CSS.escape(label)}, as a number"]`);
    return texts.map((text) => {
      field.value = text;
      field.dispatchEvent(new Event("change"));
      const problem = field.parentElement.querySelector(".nb-problem").textContent;
      return { invalid: field.getAttribute("aria-invalid"), problem };
    });
  },

  /** The controls that a finger misses which is this much off their middle. */
  small(target) {
    const reach = target / 2 - 1;
    const around = [[reach, 0], [-reach, 0], [0, reach], [0, -reach]];
    const open = (node) => !node.disabled && node.checkVisibility({ visibilityProperty: true });
    const hit = (node) => {
      const { x, y, width, height } = node.getBoundingClientRect();
      const at = ([dx, dy]) => document.elementFromPoint(x + width / 2 + dx, y + height / 2 + dy);
      return around.every((way) => node.contains(at(way)));
    };
    const controls = [...views[0].el.querySelectorAll("button, select, input")].filter(open);
    return controls.filter((node) => !hit(node)).map((node) => node.outerHTML);
  },

  /** The handles that stand beside their widget. */
  strays() {
    const { el } = views[0];
    const frame = el.getBoundingClientRect();
    const isBeside = (node) => {
      const { x, width } = node.getBoundingClientRect();
      return x + width / 2 < frame.left || x + width / 2 > frame.right;
    };
    const handles = [...el.querySelectorAll("[data-drag-handle]")];
    return handles.filter(isBeside).map((node) => node.ariaLabel);
  },

  listeners: () => model.listeners(),

  /** Press Play, wait until the read-out changes, and press Pause. */
  async playAndPause() {
    const { el } = views[0];
    const button = el.querySelector(".nb-play");
    const numbers = el.querySelector(".nb-readout");
    const before = numbers.textContent;
    button.click();
    while (numbers.textContent === before) await frames(1);
    if (button.textContent === "Pause") button.click();
  },

  /** All that can be operated, as "kind: name"; at: what says where each stands. */
  controls(groups) {
    const kinds = { BUTTON: "button", SELECT: "choice", TEXTAREA: "writing" };
    const inputs = { range: "slider", decimal: "field", text: "writing" };
    const operable =
      "button, input, select, textarea, a[href], [tabindex], [role=button], [role=slider], [onclick]";
    const name = (node) => node.ariaLabel ?? node.labels?.[0]?.textContent ?? node.textContent;
    const kind = (node) => {
      if (node.matches("[data-drag-handle]")) return "handle";
      if (node.matches("input")) return inputs[node.inputMode || node.type] ?? "other";
      return kinds[node.tagName] ?? "other";
    };
    return [...views[0].el.querySelectorAll(operable)]
      .filter((node) => !groups.some((group) => node.closest(group)))
      .map((node) => `${kind(node)}: ${name(node)}`);
  },

  /** Keep in mind that the focus was here; say whether it has gone past the views. */
  reach() {
    document.activeElement.dataset.reached = "";
    return document.activeElement.id === "after";
  },

  /** What the Tab key missed; of a group one is enough. */
  missed(groups) {
    const operable =
      "button, input, select, textarea, a[href], [data-drag-handle], [role=button], [role=slider], [role=gridcell][tabindex]";
    const open = (node) => !node.disabled && node.checkVisibility({ visibilityProperty: true });
    const { el } = views[0];
    const alone = [...el.querySelectorAll(operable)].filter(
      (node) => open(node) && !groups.some((group) => node.closest(group)),
    );
    const single = groups.filter((group) =>
      el.querySelectorAll(`${group} [data-reached]`).length !== 1
    );
    return [
      ...alone.filter((node) => !("reached" in node.dataset)).map((node) => node.outerHTML),
      ...single,
    ];
  },

  /** The colors of each part, painted ones included. */
  ink(parts) {
    const color = (node) => {
      if (node instanceof HTMLCanvasElement) return node.toDataURL();
      const { stroke, fill, color: text, backgroundColor } = getComputedStyle(node);
      // What is drawn has no use for the color of text, which every theme changes.
      const own = node instanceof SVGElement ? [stroke, fill] : [text, backgroundColor];
      return [...own, ...[...node.children].map(color)].join();
    };
    return Object.fromEntries(
      Object.entries(parts).map((
        [name, selector],
      ) => [name, [...views[0].el.querySelectorAll(selector)].map(color).join()]),
    );
  },

  /** End all views; say what they leave behind. */
  leave() {
    for (const { el, leave } of views) {
      leave();
      el.remove();
    }
    views = [];
    const left = [...books()].filter((entry) => !before.has(entry)).map(String);
    return { model: model?.listeners() ?? 0, page: left };
  },
};
globalThis.stage = stage;
