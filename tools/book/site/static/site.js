// What is wider than the column scrolls: the keyboard must be able to scroll it too, and a fade at
// the edge shows that there is more (site.css).
const WIDE =
  'mjx-container[display="true"], div.highlight pre, .nb-map, .pst-scrollable-table-container';

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
