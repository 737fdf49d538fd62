// The text as boxes, one for each token: the ones made last, the ones that are merged next.
import { element, setText } from "../core/dom.mjs";
import { boxesLabel, label } from "./words.mjs";
import { readable } from "./maths.mjs";

/** { node, draw(view) }: the boxes of all tokens, in the order of the text. */
export function tokenBoxes() {
  const node = element("div", { class: "nb-tokens", role: "img" });
  return {
    node,
    draw(view) {
      node.replaceChildren(...view.state.pieces.flatMap((tokens) => pieceOf(tokens, view)));
      node.setAttribute("aria-label", boxesLabel(view));
    },
  };
}

// A piece keeps its boxes together; a line of boxes ends where the text has a line break.
function pieceOf(tokens, view) {
  const next = nextPlaces(tokens, view.next);
  const boxes = tokens.map((token, i) => boxOf(token, view, next[i]));
  const piece = element("span", { class: "nb-piece" }, ...boxes);
  const ends = tokens.some((token) => token.includes("\n"));
  return ends ? [piece, element("span", { class: "nb-line-end" })] : [piece];
}

function boxOf(token, { made }, place) {
  const classes = ["nb-token"];
  if (token.length > 1) classes.push("nb-merged");
  if (readable(token).some(({ whole }) => !whole)) classes.push("nb-lone");
  if (made && token === made.left + made.right) classes.push("nb-fresh");
  if (place) classes.push(`nb-next-${place}`);
  const box = element("span", { class: classes.join(" ") });
  setText(box, label(token));
  return box;
}

// For each token whether the next merge takes it as its "left" or its "right".
function nextPlaces(tokens, next) {
  const places = tokens.map(() => "");
  if (!next) return places;
  for (let i = 0; i + 1 < tokens.length; i++) {
    if (tokens[i] !== next.left || tokens[i + 1] !== next.right) continue;
    places[i] = "left";
    places[i + 1] = "right";
    i++;
  }
  return places;
}
