// What axe finds on a page. Asked with what passed before, it answers
// { violations: [{ rule, html, why, alike }], passed: [name of a shape or of a paint] }.
//
// The shape of a page is its text with the place of each element: all that most rules depend on.
// The paint of a text is its color, size, weight and shadow, and the grounds that it lies on: all
// that its contrast depends on. Of the texts that are painted alike axe measures three.
async (passedBefore) => {
  const BY_COLOR = ["color-contrast", "link-in-text-block"];
  const FIELDS = new Set(["input", "select", "textarea", "button"]);
  const CLEAR = "rgba(0, 0, 0, 0)";
  const SAMPLES = 3;
  const ASKED = "data-axe-asked";
  const passed = new Set(passedBefore);
  const everything = [document.body, ...document.body.querySelectorAll("*")];

  // Part one: the shape.

  async function shapeOf() {
    const places = everything.map((node) => {
      const { x, y, width, height } = node.getBoundingClientRect();
      return [x, y, width, height, isVisible(node)].join();
    });
    // Ids that a widget draws by lot differ each time that a page is opened.
    const text = document.body.outerHTML.replace(/\bnb-(\w+)-[a-z0-9]{1,6}-\d+/g, "nb-$1");
    const viewport = document.querySelector("meta[name=viewport]")?.content;
    const head = [document.title, document.documentElement.lang, viewport, innerWidth];
    const all = [...head, text, ...places].join("\n");
    const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(all));
    return `shape ${btoa(String.fromCharCode(...new Uint8Array(digest)))}`;
  }

  // Part two: the paints.

  const grounds = new Map(); // element -> its ground, in words
  let aloneSoFar = 0;

  // A ground below its own parent could lie under any text: then no two are known to be alike.
  const hasGroundBelow = everything.some((node) => {
    const style = getComputedStyle(node);
    return style.zIndex < 0 && (style.backgroundColor !== CLEAR || style.backgroundImage !== "none");
  });

  function isVisible(node) {
    return node.checkVisibility({ visibilityProperty: true, opacityProperty: true });
  }

  /** Is this for screen readers alone, cut down to a pixel? */
  function isClippedAway(style) {
    return style.position === "absolute" && /^rect\(1px,? 1px,? 1px,? 1px\)$/.test(style.clip);
  }

  /** What an element paints below its text, after all that its ancestors paint; null: it shows none. */
  function groundOf(node) {
    if (!node) return "";
    if (grounds.has(node)) return grounds.get(node);
    const above = groundOf(node.parentElement);
    const style = getComputedStyle(node);
    const own = [];
    if (style.backgroundColor !== CLEAR) own.push(style.backgroundColor);
    if (style.backgroundImage !== "none") own.push(style.backgroundImage);
    if (style.opacity !== "1") own.push(`opacity ${style.opacity}`);
    if (style.filter !== "none") own.push(style.filter);
    if (style.mixBlendMode !== "normal") own.push(style.mixBlendMode);
    const outOfFlow = style.position === "absolute" || style.position === "fixed";
    const mayLieOnAnything = outOfFlow || style.transform !== "none" || hasGroundBelow;
    if (mayLieOnAnything) own.push(`alone ${++aloneSoFar}`);
    const ground = above === null || isClippedAway(style) ? null : [above, ...own].join("|");
    grounds.set(node, ground);
    return ground;
  }

  function paintOf(node) {
    const style = getComputedStyle(node);
    const ink = [style.color, style.fontSize, style.fontWeight, style.textShadow];
    return `paint ${ink.join(" ")} on ${groundOf(node)}`;
  }

  /** Has an element a text of its own that axe would measure? */
  function showsText(node) {
    const texts = [...node.childNodes].filter((child) => child.nodeType === Node.TEXT_NODE);
    const own = texts.map((child) => child.data).join("");
    const signs = axe.commons.text.removeUnicode(own, { emoji: true, punctuations: true });
    const hasText = FIELDS.has(node.localName) || signs.trim() !== "";
    return hasText && isVisible(node) && groundOf(node) !== null;
  }

  function sampleOf(nodes) {
    if (nodes.length <= SAMPLES) return nodes;
    return [nodes[0], nodes[Math.floor(nodes.length / 2)], nodes[nodes.length - 1]];
  }

  // Part three: axe.

  axe.addReporter("raw elements", (results, options, done) => done(results));

  /** Ask axe, for the contrast of these elements alone. Return { violations, passes }: [{ rule, element, why }]. */
  async function ask(elements, options) {
    elements.forEach((element) => element.setAttribute(ASKED, ""));
    axe.configure({ rules: [{ id: "color-contrast", selector: `[${ASKED}]` }] });
    const results = await axe.run(document, { preload: false, reporter: "raw elements", ...options });
    elements.forEach((element) => element.removeAttribute(ASKED));
    const why = (found) => [...found.any, ...found.all, ...found.none].map((check) => check.message);
    const told = (kind) =>
      results.flatMap((rule) =>
        rule[kind].map((found) => ({ rule: rule.id, element: found.node.element, why: why(found) })),
      );
    return { violations: told("violations"), passes: told("passes") };
  }

  const byPaint = new Map(); // paint -> the texts painted so; without what passed before
  const paints = new Map(); // text -> its paint
  for (const node of everything.filter(showsText)) {
    const paint = paintOf(node);
    if (passed.has(paint)) continue;
    paints.set(node, paint);
    if (!byPaint.has(paint)) byPaint.set(paint, []);
    byPaint.get(paint).push(node);
  }

  const shape = await shapeOf();
  const samples = [...byPaint.values()].flatMap(sampleOf);
  const byColor = { runOnly: BY_COLOR };
  const answer = await ask(samples, passed.has(shape) ? byColor : {});

  // A text that is cut off cannot be measured. Where no sample could, all that are alike are asked.
  const measured = new Set([...answer.passes, ...answer.violations].map(({ element }) => paints.get(element)));
  const open = [...byPaint].filter(([paint, nodes]) => !measured.has(paint) && nodes.length > SAMPLES);
  if (open.length > 0) {
    const more = await ask(open.flatMap(([, nodes]) => nodes), byColor);
    answer.violations.push(...more.violations);
    answer.passes.push(...more.passes);
  }

  const failed = new Set(answer.violations.map(({ element }) => paints.get(element)));
  const good = answer.passes.filter(({ rule }) => rule === "color-contrast").map(({ element }) => paints.get(element));
  const lasting = good.filter((paint) => !failed.has(paint) && !/\balone \d/.test(paint));
  return {
    violations: answer.violations.map(({ rule, element, why }) => ({
      rule,
      html: element.outerHTML.slice(0, 300),
      why: why.join("; "),
      alike: rule === "color-contrast" ? byPaint.get(paints.get(element)).length : 1,
    })),
    passed: [...new Set(lasting), ...(answer.violations.length === 0 ? [shape] : [])],
  };
}
