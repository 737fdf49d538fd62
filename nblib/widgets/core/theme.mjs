// The colors of the page, for what is painted and not styled: they change with the theme.

/** The named colors of the house as [red, green, blue], as they are on this element now. */
export function colors(el, names) {
  const style = getComputedStyle(el);
  return Object.fromEntries(names.map((name) => {
    const hex = style.getPropertyValue(`--nb-${name}`).trim();
    return [name, [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16))];
  }));
}

/**
 * Call act whenever the page may have another theme: it says so on its root or body, or the system
 * does. Returns how to stop.
 */
export function onTheme(act) {
  const page = new MutationObserver(act);
  for (const node of [document.documentElement, document.body]) {
    page.observe(node, {
      attributes: true,
      attributeFilter: ["class", "theme", "data-theme", "data-jp-theme-light"],
    });
  }
  const system = matchMedia("(prefers-color-scheme: dark)");
  system.addEventListener("change", act);
  return () => {
    page.disconnect();
    system.removeEventListener("change", act);
  };
}
