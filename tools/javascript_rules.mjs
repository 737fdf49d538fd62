// What the house asks of JavaScript beside the linter's own rules: the same as of Python
// (tests/tools/test_habits.py).

const LONGEST = 60; // lines of a function
const WIDTH = 100; // characters of a line

const lines = (context, node) => context.sourceCode.text.slice(...node.range).split("\n").length;

// A function is named after what holds it, for the message alone.
const nameOf = (node) =>
  node.id?.name ?? node.parent.id?.name ?? node.parent.key?.name ?? "this function";

// In a script that is no module, a function around everything, called at once, keeps its names
// apart.
const isScopeOfFile = ({ range, parent: call }) =>
  call.type === "CallExpression" && call.callee.range[0] === range[0] &&
  call.parent.type === "ExpressionStatement" && call.parent.parent.type === "Program";

const shortFunctions = {
  create(context) {
    const check = (node) => {
      if (isScopeOfFile(node)) return;
      const length = lines(context, node);
      if (length <= LONGEST) return;
      const message = `${nameOf(node)} has ${length} lines, more than ${LONGEST}: split it`;
      context.report({ node, message });
    };
    return {
      FunctionDeclaration: check,
      FunctionExpression: check,
      ArrowFunctionExpression: check,
    };
  },
};

const plainConditions = {
  create(context) {
    const message = "a conditional expression holds another one: name a part, or write ifs";
    return {
      "ConditionalExpression ConditionalExpression": (node) => context.report({ node, message }),
    };
  },
};

const isPacked = (target, value) =>
  target?.type === "ArrayPattern" && value?.type === "ArrayExpression";

// A swap takes the same values in another order.
function isSwap(context, { left, right }) {
  const texts = ({ elements }) => elements.map((part) => part && context.sourceCode.getText(part));
  return texts(left).sort().join() === texts(right).sort().join();
}

// The pairs of target and value in a declaration, [[a, 1], [b, 2]] for `const [a, b] = [1, 2]`.
const pairs = ({ declarations }) =>
  declarations.flatMap(({ id, init }) =>
    isPacked(id, init) && id.elements.length === init.elements.length
      ? id.elements.map((target, k) => [target, init.elements[k]])
      : [[id, init]]
  );

// A declaration for each value. Comments between them would be lost: then there is no fix.
function unpacked(context, node) {
  const text = (part) => context.sourceCode.getText(part);
  const all = pairs(node);
  if (/\/[/*]/.test(text(node)) || all.some(([target]) => !target)) return null;
  const start = node.parent.type === "ExportNamedDeclaration" ? "export " : "";
  return all
    .map(([target, value]) => `${node.kind} ${text(target)}${value ? ` = ${text(value)}` : ""};`)
    .join(`\n${start}`);
}

const oneAssignment = {
  create(context) {
    const message = "several values in one assignment: one a line";
    return {
      VariableDeclaration(node) {
        const { declarations } = node;
        const several = declarations.length > 1 && declarations.some(({ init }) => init);
        const packed = declarations.some(({ id, init }) => isPacked(id, init));
        if (node.parent.type === "ForStatement" || (!several && !packed)) return;
        const text = unpacked(context, node);
        context.report({
          node,
          message,
          fix: (fixer) => text ? fixer.replaceText(node, text) : [],
        });
      },
      AssignmentExpression(node) {
        if (isPacked(node.left, node.right) && !isSwap(context, node)) {
          context.report({ node, message });
        }
      },
    };
  },
};

// The formatter leaves comments and strings as wide as they are. A string may be: it is what is
// read on the page.
const shortLines = {
  create(context) {
    return {
      Program() {
        let start = 0;
        for (const line of context.sourceCode.text.split("\n")) {
          const range = [start, start + line.length];
          const message = `a line of ${line.length} characters, more than ${WIDTH}`;
          if (line.length > WIDTH && !/["`]/.test(line)) context.report({ range, message });
          start = range[1] + 1;
        }
      },
    };
  },
};

export default {
  name: "house",
  rules: {
    "short-functions": shortFunctions,
    "plain-conditions": plainConditions,
    "one-assignment": oneAssignment,
    "short-lines": shortLines,
  },
};
