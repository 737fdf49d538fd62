// The most probable texts of the frames read, a bar for each.
import { element } from "../core/dom.mjs";
import { write } from "../core/numbers.mjs";
import { quoted, textsLabel } from "./words.mjs";

const ROWS = 6;

/** { node, draw(view) }: a row for each text. */
export function textBars() {
  const node = element("div", { class: "nb-texts", role: "img" });
  return {
    node,
    draw(now) {
      node.replaceChildren(...now.texts.slice(0, ROWS).map((one) => rowOf(one, now)));
      node.setAttribute("aria-label", textsLabel(now));
    },
  };
}

function rowOf({ text, p }, { pathText }) {
  const isOfPath = text === pathText;
  const bar = element("span", { class: "nb-bar" });
  bar.style.setProperty("--nb-length", `${(100 * p).toFixed(1)}%`);
  return element(
    "div",
    { class: `nb-text-row${isOfPath ? " nb-of-path" : ""}` },
    element("span", { class: "nb-spelled" }, quoted(text)),
    element("span", { class: "nb-track" }, bar),
    element("span", { class: "nb-sum" }, write(p)),
    element("span", { class: "nb-mark-path" }, isOfPath ? "best path" : ""),
  );
}
