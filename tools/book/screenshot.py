"""Take the README's picture from the built site: python -m tools.book.screenshot"""

from playwright.sync_api import sync_playwright

from tools import browser, serve
from tools.paths import ROOT, SITE

OUT = ROOT / ".github" / "screenshot.png"


def main():
    """Write the picture of chapter 2 with its widget."""
    address, _ = serve.in_background(SITE)
    OUT.parent.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        chromium = browser.launch(playwright, browser.find())
        page = chromium.new_page(viewport={"width": 1280, "height": 800})
        page.goto(f"{address}/chapters/02_gradient_descent.html")
        page.wait_for_load_state("networkidle")
        page.locator(".nb-widget").first.evaluate(
            "widget => window.scrollTo(0, widget.offsetTop - 130)"
        )
        page.wait_for_timeout(500)
        page.screenshot(path=OUT)
        chromium.close()
    print(f"wrote {OUT.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
