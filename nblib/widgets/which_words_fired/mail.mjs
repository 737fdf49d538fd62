// The mail with its colored words, and the field where it is written.
import { textArea } from "../core/controls.mjs";
import { caption, element } from "../core/dom.mjs";
import { LONGEST } from "./constants.mjs";
import { described, entry, listName } from "./words.mjs";

/** The mail as the model reads it, and below it what fired. */
export function coloredMail() {
  const node = element("div", { class: "nb-mail", role: "group" });
  const name = element("span", {});
  const list = element("ul", { class: "nb-fired" });
  return {
    node: element(
      "div",
      {},
      node,
      caption("orange speaks for spam, blue for ham; gray is unknown. Below: ", name),
      list,
    ),
    draw(view) {
      node.setAttribute("aria-label", described(view));
      node.replaceChildren(...view.pieces.map(shown));
      name.textContent = listName(view);
      list.replaceChildren(
        ...view.fired.spam.map((one) => element("li", { class: "nb-for-spam" }, entry(one))),
        ...view.fired.ham.map((one) => element("li", { class: "nb-for-ham" }, entry(one))),
      );
    },
  };
}

function shown({ text, word, column, share, tint }) {
  if (word === null) return document.createTextNode(text);
  const side = tint > 0 ? "nb-for-spam" : "nb-for-ham";
  const unknown = column === undefined && !share;
  const kind = unknown ? "nb-unknown" : side;
  const strength = (Math.abs(tint) * 100).toFixed(0);
  const title = unknown ? "unknown" : share.toFixed(2);
  return element("span", { class: kind, style: `--nb-strength: ${strength}%`, title }, text);
}

/** Where the mail is written; write(text) is called at each change. */
export const writing = ({ write }) =>
  textArea({ label: "your mail", rows: 4, longest: LONGEST, onInput: write });
