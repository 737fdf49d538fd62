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

/** show(event, nodes): the op of the step, and the loop of backward(). */
export function codeView(code) {
  const node = element("div", {
    class: "nb-code",
    role: "group",
    "aria-label": "lines of nblib that run",
  });
  return {
    node,
    show(event, nodes) {
      const op = event && nodes[event.node].op;
      const parts = [];
      if (event?.kind === "forward") parts.push(listing(code.ops[op], code.ops[op].value));
      if (event?.kind === "backward") {
        parts.push(listing(code.ops[op], code.ops[op].vjps[event.input]));
      }
      const { begin, vjp, again, keep, leaf } = code.backward;
      const marked = {
        begin,
        leaf,
        backward: [...vjp, ...(event?.before === null ? [] : again), ...keep],
      }[event?.kind];
      if (marked) parts.push(listing(code.backward, marked));
      node.replaceChildren(
        ...(parts.length ? parts : [
          element(
            "p",
            { class: "nb-caption" },
            "The first step runs an op of nblib: its source will stand here, with the part that runs marked.",
          ),
        ]),
      );
    },
  };
}
