// What is wider than the column scrolls: the keyboard must be able to scroll it too, and a fade at
// the edge shows that there is more (site.css). On paper a page is light.
(() => {
  "use strict";
  const WIDE =
    'mjx-container[display="true"], div.highlight pre, .nb-map, .pst-scrollable-table-container, ' +
    ".output:has(> svg.nb-figure)";

  function markEnds(box) {
    const hidden = box.scrollWidth - box.clientWidth;
    box.classList.toggle("nb-more-left", box.scrollLeft > 1);
    box.classList.toggle("nb-more-right", box.scrollLeft < hidden - 1);
  }

  function reach() {
    for (const box of document.querySelectorAll(WIDE)) {
      if (box.scrollWidth > box.clientWidth) box.setAttribute("tabindex", "0");
      else if (!box.matches(".nb-map")) box.removeAttribute("tabindex");
      markEnds(box);
    }
  }

  addEventListener("load", async () => {
    await globalThis.MathJax?.startup?.promise;
    reach();
    addEventListener("resize", reach);
    // What was folded has had no width until now. Neither event bubbles.
    document.addEventListener("toggle", reach, true);
    document.addEventListener("scroll", ({ target }) => {
      if (target instanceof Element && target.matches(WIDE)) markEnds(target);
    }, true);
  });

  // A field above a table keeps the rows that hold all its words.
  function sift(field) {
    const table = field.closest("label").parentElement.parentElement.querySelector("table");
    const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
    for (const row of table.tBodies[0].rows) {
      const text = row.textContent.toLowerCase();
      row.hidden = !words.every((word) => text.includes(word));
    }
  }

  for (const field of document.querySelectorAll("[data-sift]")) {
    field.addEventListener("input", () => sift(field));
  }

  const root = document.documentElement;
  const paper = matchMedia("print");
  let themeOnScreen = null; // while the page is on paper

  function followPaper(printing) {
    if (printing && themeOnScreen === null) {
      themeOnScreen = root.dataset.theme;
      root.dataset.theme = "light";
    } else if (!printing && themeOnScreen !== null) {
      root.dataset.theme = themeOnScreen;
      themeOnScreen = null;
    }
  }

  // Browsers differ in which of the two they send.
  paper.addEventListener("change", () => followPaper(paper.matches));
  addEventListener("beforeprint", () => followPaper(true));
  addEventListener("afterprint", () => followPaper(false));
  followPaper(paper.matches);
  // The reader's system may go over to the dark meanwhile: then the screen does so afterwards.
  new MutationObserver(() => {
    if (themeOnScreen === null || root.dataset.theme === "light") return;
    themeOnScreen = root.dataset.theme;
    root.dataset.theme = "light";
  }).observe(root, { attributeFilter: ["data-theme"] });
})();
