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


class Page(HTMLParser):
    """Collects a page's links and anchors."""

    def __init__(self, text):
        super().__init__()
        self.links, self.anchors = [], set()
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        """Note what an element points to and what it is called."""
        named = dict(attributes)
        if named.get("id"):
            self.anchors.add(named["id"])
        for name in ("href", "src"):
            if named.get(name) and not named[name].startswith(("data:", "mailto:", "javascript:")):
                self.links.append(named[name])


def read(site):
    """Return every page of a built site by its path: {"chapters/x.html": Page}."""
    pages = sorted(site.rglob("*.html"))
    return {
        p.relative_to(site).as_posix(): Page(p.read_text(encoding="utf-8"))
        for p in pages
        if "_static" not in p.parts
    }


def broken(site):
    """Return a line for each internal link that leads nowhere and each external one that is
    malformed.
    """
    pages, wrong = read(site), []
    for name, page in pages.items():
        for link in page.links:
            if urlsplit(link).scheme or link.startswith("//"):
                if problem := malformed(link):
                    wrong.append(f"{name}: {link} ({problem})")
                continue
            address, anchor = urldefrag(urljoin(name, link))
            path = unquote(urlsplit(address).path) or name
            target = path if not path.endswith("/") else f"{path}index.html"
            if not (site / target).exists():
                wrong.append(f"{name}: {link} (no such page)")
            elif anchor and target in pages and unquote(anchor) not in pages[target].anchors:
                wrong.append(f"{name}: {link} (no such anchor)")
    return wrong


def malformed(link):
    """Return what is wrong with the form of an external address, or None."""
    parts = urlsplit(link)
    if parts.scheme != "https":
        return "not https"
    if not re.fullmatch(r"[a-z0-9-]+(\.[a-z0-9-]+)+", parts.netloc):
        return "no host"
    return "a space in it" if re.search(r"\s", link) else None


def external(site):
    """Return the external addresses of a site, each with a page that has it."""
    found = {}
    for name, page in read(site).items():
        for link in page.links:
            if urlsplit(link).scheme:
                found.setdefault(urldefrag(link)[0], name)
    return found


def unreachable(link):
    """Ask for an address; return what went wrong, or None. A host that only dislikes programs
    counts as there.
    """
    try:
        request = urllib.request.Request(link, headers=AGENT)
        with urllib.request.urlopen(request, timeout=30):
            return None
    except urllib.error.HTTPError as error:
        return None if error.code in (401, 403, 405, 406, 418, 429) else f"status {error.code}"
    except (
        OSError,
        ValueError,
        http.client.HTTPException,
    ) as error:  # a host may answer anything at all
        return f"{type(error).__name__}: {error}"


def main():
    """Report and exit 1 when something is broken."""
    if not (SITE / "index.html").exists():
        sys.exit("There is no site in _build/html yet: run `make book`.")
    wrong = broken(SITE)
    if "--external" in sys.argv:
        asked = external(SITE)
        wrong += [
            f"{name}: {link} ({problem})"
            for link, name in asked.items()
            if (problem := unreachable(link))
        ]
        print(f"{len(asked)} external address(es) asked for.")
    if wrong:
        sys.exit("\n".join(wrong))
    print("Every link leads somewhere.")


if __name__ == "__main__":
    main()
