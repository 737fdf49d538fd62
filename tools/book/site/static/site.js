// A formula or a line of code that is wider than a narrow screen scrolls; the keyboard must be able
// to scroll it too.
const reach = () => {
  for (
    const box of document.querySelectorAll(
      'mjx-container[display="true"], div.highlight pre, .nb-map, .pst-scrollable-table-container',
    )
  ) {
    if (box.scrollWidth > box.clientWidth) box.setAttribute("tabindex", "0");
    else if (box.matches("mjx-container")) box.removeAttribute("tabindex");
  }
};

addEventListener("load", async () => {
  await globalThis.MathJax?.startup?.promise;
  reach();
  addEventListener("resize", reach);
});
