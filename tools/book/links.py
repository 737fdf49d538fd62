"""Check the links of the built site: python -m tools.book.links [--external]

Without the network: every internal link leads to a page and an anchor that exist, every external
one is well formed and https. With --external each of those is asked for as well (the scheduled
workflow does that).
"""

import http.client
import re
import sys
import urllib.error
import urllib.request
from html.parser import HTMLParser
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

from tools.paths import SITE

AGENT = {"User-Agent": "Mozilla/5.0 (link check of an open course)"}
NO_ADDRESS = ("data:", "mailto:", "javascript:")
# What hosts answer that dislike programs: the page is there.
UNWELCOME = (401, 403, 405, 406, 418, 429)


class Page(HTMLParser):
    """Collects a page's links and anchors."""

    def __init__(self, text):
        super().__init__()
        self.links = []
        self.anchors = set()
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        """Note what an element points to and what it is called."""
        values = dict(attributes)
        if values.get("id"):
            self.anchors.add(values["id"])
        for name in ("href", "src"):
            link = values.get(name)
            if link and not link.startswith(NO_ADDRESS):
                self.links.append(link)


def read(site):
    """Return every page of a built site by its path: {"chapters/x.html": Page}."""
    pages = {}
    for path in sorted(site.rglob("*.html")):
        if "_static" not in path.parts:
            name = path.relative_to(site).as_posix()
            pages[name] = Page(path.read_text(encoding="utf-8"))
    return pages


def broken(site):
    """Return a line for each internal link that leads nowhere and each malformed external one."""
    pages = read(site)
    lines = []
    for name, page in pages.items():
        for link in page.links:
            if urlsplit(link).scheme or link.startswith("//"):
                problem = malformed(link)
            else:
                problem = leads_nowhere(link, name, pages, site)
            if problem:
                lines.append(f"{name}: {link} ({problem})")
    return lines


def leads_nowhere(link, name, pages, site):
    """Return why an internal link of the page `name` leads nowhere, or None."""
    address, anchor = urldefrag(urljoin(name, link))
    target = unquote(urlsplit(address).path) or name
    if target.endswith("/"):
        target = f"{target}index.html"
    if not (site / target).exists():
        return "no such page"
    if anchor and target in pages and unquote(anchor) not in pages[target].anchors:
        return "no such anchor"
    return None


def malformed(link):
    """Return what is wrong with the form of an external address, or None."""
    address = urlsplit(link)
    if address.scheme != "https":
        return "not https"
    if not re.fullmatch(r"[a-z0-9-]+(\.[a-z0-9-]+)+", address.netloc):
        return "no host"
    return "a space in it" if re.search(r"\s", link) else None


def external(site):
    """Return the external addresses of a site, each with a page that has it."""
    addresses = {}
    for name, page in read(site).items():
        for link in page.links:
            if urlsplit(link).scheme:
                addresses.setdefault(urldefrag(link)[0], name)
    return addresses


def unreachable(link):
    """Ask for an address; return what went wrong, or None.

    A host that only dislikes programs counts as there.
    """
    try:
        request = urllib.request.Request(link, headers=AGENT)
        with urllib.request.urlopen(request, timeout=30):
            return None
    except urllib.error.HTTPError as error:
        return None if error.code in UNWELCOME else f"status {error.code}"
    # A host may answer anything at all.
    except (OSError, ValueError, http.client.HTTPException) as error:
        return f"{type(error).__name__}: {error}"


def main():
    """Report and exit 1 when something is broken."""
    if not (SITE / "index.html").exists():
        sys.exit("There is no site in _build/html yet: run `make book`.")
    lines = broken(SITE)
    if "--external" in sys.argv:
        addresses = external(SITE)
        for link, name in addresses.items():
            problem = unreachable(link)
            if problem:
                lines.append(f"{name}: {link} ({problem})")
        print(f"{len(addresses)} external address(es) asked for.")
    if lines:
        sys.exit("\n".join(lines))
    print("Every link leads somewhere.")


if __name__ == "__main__":
    main()
