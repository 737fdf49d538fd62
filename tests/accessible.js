// What axe finds on a page, asked in the page itself: findViolations(passedBefore) answers
// { violations: [{ rule, html, why, alike }], passed: [name of a shape or of a paint] }.
//
// The shape of a page is its text with the place of each element: all that most rules depend on.
// The paint of a text is its color, size, weight and shadow, and the grounds that it lies on: all
// that its contrast depends on. Of the texts that are painted alike axe measures three.
(() => {
  const BY_COLOR = { runOnly: ["color-contrast", "link-in-text-block"] };
  const FIELDS = new Set(["input", "select", "textarea"]);
  const CLEAR = "rgba(0, 0, 0, 0)";
  const SAMPLES = 3;
  const ASKED = "data-axe-asked";
  const FIGURES = "svg.nb-figure[role=img][aria-label]";

  function isVisible(node) {
    return node.checkVisibility({ visibilityProperty: true, opacityProperty: true });
  }

  /** Return the text of an element itself, without that of the elements in it. */
  function ownText(node) {
    const texts = [...node.childNodes].filter(({ nodeType }) => nodeType === Node.TEXT_NODE);
    return texts.map(({ data }) => data).join("");
  }

  /** Say what an element is, with its own text, and where it stands; not what is in it. */
  function describe(node) {
    const pairs = [...node.attributes].map(({ name, value }) => `${name}=${value}`);
    // Which code the Tab key leaves out the site says at first, and no more in another window.
    const attributes = pairs.filter((pair) => node.localName !== "pre" || pair !== "tabindex=-1");
    const { x, y, width, height } = node.getBoundingClientRect();
    const place = [x, y + scrollY, width, height, isVisible(node), node.childElementCount];
    return [node.localName, ...attributes.sort(), ownText(node), ...place].join();
  }

  /** Name the shape of the page in this window. */
  async function shapeOf(everything) {
    // Ids that a widget draws by lot differ each time that a page is opened.
    const all = everything.map(describe).join("\n");
    const text = all.replace(/\bnb-(\w+)-[a-z0-9]{1,6}-\d+/g, "nb-$1");
    const viewport = document.querySelector("meta[name=viewport]")?.content;
    const head = [document.title, document.documentElement.lang, viewport, innerWidth];
    const bytes = new TextEncoder().encode([...head, text].join("\n"));
    const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
    return `shape ${btoa(String.fromCharCode(...digest))}`;
  }

  /** Is this for screen readers alone, cut down to a pixel? */
  function isClippedAway(style) {
    return style.position === "absolute" && /^rect\(1px,? 1px,? 1px,? 1px\)$/.test(style.clip);
  }

  function hasGround(style) {
    return style.backgroundColor !== CLEAR || style.backgroundImage !== "none";
  }

  /** May this lie on something that is no ancestor? */
  function isMoved(style) {
    if (style.position === "absolute" || style.position === "fixed") return true;
    const sides = [style.top, style.left, style.bottom, style.right];
    const nudged = style.position === "relative" && sides.some((side) => parseFloat(side));
    const pulled = parseFloat(style.marginTop) < 0 || parseFloat(style.marginBottom) < 0;
    return nudged || pulled || style.transform !== "none";
  }

  /** Return a function: the ground of an element, in words; null for one that is never seen. */
  function groundsOf(everything) {
    const grounds = new Map();
    let aloneSoFar = 0;
    // A ground below its own parent could lie under any text: then no two are known to be alike.
    const styles = everything.map((node) => getComputedStyle(node));
    const hasGroundBelow = styles.some((style) => style.zIndex < 0 && hasGround(style));

    return function groundOf(node) {
      if (!node) return "";
      if (grounds.has(node)) return grounds.get(node);
      const above = groundOf(node.parentElement);
      const style = getComputedStyle(node);
      const own = [];
      if (hasGround(style)) own.push(style.backgroundColor, style.backgroundImage);
      if (style.opacity !== "1") own.push(`opacity ${style.opacity}`);
      if (style.filter !== "none") own.push(style.filter);
      if (style.mixBlendMode !== "normal") own.push(style.mixBlendMode);
      if (isMoved(style) || hasGroundBelow) own.push(`alone ${++aloneSoFar}`);
      const ground = above === null || isClippedAway(style) ? null : [above, ...own].join("|");
      grounds.set(node, ground);
      return ground;
    };
  }

  /** Has an element a text of its own that axe would measure? */
  function showsText(node) {
    if (!isVisible(node)) return false;
    if (FIELDS.has(node.localName)) return true;
    return hasMore(node, { emoji: true, punctuations: true });
  }

  /** Has an element a text of its own beside characters of these kinds? */
  function hasMore(node, kinds) {
    return axe.commons.text.removeUnicode(ownText(node), kinds).trim() !== "";
  }

  /** Axe finds no ground below the words of a drawing, and no contrast of symbols alone. */
  function canBeMeasured(node) {
    if (FIELDS.has(node.localName)) return true;
    return !(node instanceof SVGElement) && hasMore(node, { nonBmp: true });
  }

  /** Return a map: element with text -> its paint. */
  function paintsOf(everything) {
    const groundOf = groundsOf(everything);
    const paints = new Map();
    for (const node of everything.filter(showsText)) {
      const ground = groundOf(node);
      if (ground === null) continue;
      const style = getComputedStyle(node);
      const ink = [style.color, style.fontSize, style.fontWeight, style.textShadow];
      paints.set(node, `paint ${ink.join(" ")} on ${ground}`);
    }
    return paints;
  }

  function isInWindow(node) {
    const { left, right } = node.getBoundingClientRect();
    return left >= 0 && right <= innerWidth;
  }

  /** Return a few of the elements that are painted alike, if possible of those that are not cut off
   * at the side.
   */
  function sampleOf(nodes) {
    if (nodes.length <= SAMPLES) return nodes;
    const whole = nodes.filter(isInWindow);
    const from = whole.length >= SAMPLES ? whole : nodes;
    return [from[0], from[Math.floor(from.length / 2)], from[from.length - 1]];
  }

  /** Give elements other children: an array of [element, children]. Return a function that gives
   * them their own back.
   */
  function withChildren(pairs) {
    const own = pairs.map(([element]) => [element, [...element.childNodes]]);
    pairs.forEach(([element, children]) => element.replaceChildren(...children));
    return () => own.forEach(([element, children]) => element.replaceChildren(...children));
  }

  function emptyFigures() {
    return withChildren([...document.querySelectorAll(FIGURES)].map((figure) => [figure, []]));
  }

  /** Is this a word of code that only its color tells from plain text? */
  function isWord(node) {
    if (node.nodeType === Node.TEXT_NODE) return true;
    const isPlain = [...node.attributes].every((attribute) => attribute.name === "class");
    return node.localName === "span" && !node.firstElementChild && isPlain;
  }

  /** Make plain text of the words of code that are not among these elements. */
  function plainCode(elements) {
    const kept = new Set(elements);
    const plain = (node) => isWord(node) && !kept.has(node) ? node.textContent : node;
    const codes = [...document.querySelectorAll("pre")];
    const restore = withChildren(codes.map((code) => [code, [...code.childNodes].map(plain)]));
    codes.forEach((code) => code.normalize()); // one text where many stand side by side
    return restore;
  }

  /** Ask axe, for the contrast of these elements alone: { violations, passes }, each an array of
   * { rule, element, why }.
   */
  async function ask(elements, options) {
    elements.forEach((element) => element.setAttribute(ASKED, ""));
    const restore = plainCode(elements);
    axe.configure({ rules: [{ id: "color-contrast", selector: `[${ASKED}]` }] });
    axe.addReporter("raw elements", (results, _options, done) => done(results));
    const asWanted = { preload: false, reporter: "raw elements", ...options };
    const results = await axe.run(document, asWanted).finally(restore);
    elements.forEach((element) => element.removeAttribute(ASKED));

    const tell = (rule) => (found) => {
      const checks = [...found.any, ...found.all, ...found.none];
      const why = checks.map((check) => check.message).join("; ");
      return { rule: rule.id, element: found.node.element, why };
    };
    return {
      violations: results.flatMap((rule) => rule.violations.map(tell(rule))),
      passes: results.flatMap((rule) => rule.passes.map(tell(rule))),
    };
  }

  globalThis.findViolations = async function (passedBefore) {
    const restore = emptyFigures();
    try {
      return await find(passedBefore);
    } finally {
      restore();
    }
  };

  async function find(passedBefore) {
    const passed = new Set(passedBefore);
    const everything = [document.body, ...document.body.querySelectorAll("*")];
    const shape = await shapeOf(everything);
    const paints = paintsOf(everything);
    const byPaint = new Map();
    for (const [node, paint] of paints) {
      if (passed.has(paint)) continue;
      if (!byPaint.has(paint)) byPaint.set(paint, []);
      byPaint.get(paint).push(node);
    }
    const paintOf = ({ element }) => paints.get(element);

    const samples = [...byPaint.values()].flatMap(sampleOf);
    const { violations, passes } = await ask(samples, passed.has(shape) ? BY_COLOR : {});

    // A text that is cut off cannot be measured. Where no sample could be, all that are alike are
    // asked.
    const contrasts = [...passes, ...violations].filter(({ rule }) => rule === "color-contrast");
    const measured = new Set(contrasts.map(paintOf));
    const isOpen = ([paint, nodes]) => !measured.has(paint) && nodes.length > SAMPLES;
    const open = [...byPaint].filter(isOpen).flatMap(([, nodes]) => nodes).filter(canBeMeasured);
    if (open.length > 0) {
      const more = await ask(open, BY_COLOR);
      violations.push(...more.violations);
      passes.push(...more.passes);
    }

    const failed = new Set(violations.map(paintOf));
    const good = new Set(passes.filter(({ rule }) => rule === "color-contrast").map(paintOf));
    const lasts = (paint) => !failed.has(paint) && !/\balone \d/.test(paint);
    return {
      violations: violations.map(({ rule, element, why }) => {
        const alike = rule === "color-contrast" ? byPaint.get(paints.get(element)).length : 1;
        return { rule, html: element.outerHTML.slice(0, 300), why, alike };
      }),
      passed: [...[...good].filter(lasts), ...(violations.length === 0 ? [shape] : [])],
    };
  }
})();
