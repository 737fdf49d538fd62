// The lines of nblib that a step runs, marked in their source.
import { element } from "../core/dom.mjs";

function listing({ file, line, lines }, spans) {
  const code = element("code", {});
  lines.forEach((text, k) => {
    let at = 0;
    const here = spans.filter(([row]) => row === k).sort((a, b) => a[1] - b[1]);
    for (const [, from, to] of here) {
      code.append(text.slice(at, from), element("mark", {}, text.slice(from, to)));
      at = to;
    }
    code.append(`${text.slice(at)}\n`);
  });
  return element(
    "div",
    { class: "nb-listing" },
    element("div", { class: "nb-caption" }, `${file}, from line ${line}`),
    element("pre", {}, code),
  );
}

/** The op of the step, and the loop of backward(). */
export function codeView(code) {
  const node = element("div", {
    class: "nb-code",
    role: "group",
    "aria-label": "lines of nblib that run",
  });
  const nothing = () =>
    element(
      "p",
      { class: "nb-caption" },
      "The first step runs an op of nblib: its source will stand here, with the part that runs marked.",
    );
  return {
    node,
    draw({ event, nodes }) {
      const parts = event ? listingsOf(code, event, nodes) : [nothing()];
      node.replaceChildren(...parts);
    },
  };
}

function listingsOf({ ops, backward }, event, nodes) {
  const source = ops[nodes[event.node].op];
  const { begin, vjp, again, keep, leaf } = backward;
  switch (event.kind) {
    case "forward":
      return [listing(source, source.value)];
    case "backward": {
      const added = event.before === null ? [] : again;
      return [
        listing(source, source.vjps[event.input]),
        listing(backward, [...vjp, ...added, ...keep]),
      ];
    }
    case "begin":
      return [listing(backward, begin)];
    default:
      return [listing(backward, leaf)];
  }
}
