"""A browser's pages under watch: what goes wrong on them is kept, until a test asks."""

from urllib.parse import urlsplit

# A slow machine may take long for a page; a page that never comes fails all the same.
PATIENCE = 90_000  # milliseconds


class Watch:
    """Opens pages and keeps what went wrong on them: console noise, exceptions, requests to other
    hosts, files that are missing.
    """

    def __init__(self, browser):
        self.browser = browser
        self.contexts = []
        self.console = []
        self.errors = []
        self.foreign = []
        self.missing = []

    def open(
        self, url, *, width=1280, height=900, scheme="light", reduced_motion="reduce", touch=False
    ):
        """Return a page at url in a fresh context of the given size and color scheme."""
        context = self.browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme=scheme,
            reduced_motion=reduced_motion,
            has_touch=touch,
        )
        context.set_default_timeout(PATIENCE)
        self.contexts.append(context)
        page = context.new_page()
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("request", self._request)
        page.on("response", self._response)
        page.goto(url)
        return page

    def _console(self, message):
        if message.type in ("error", "warning"):
            self.console.append(f"{message.type}: {message.text}")

    def _request(self, request):
        address = urlsplit(request.url)
        if address.scheme not in ("data", "blob") and address.hostname != "127.0.0.1":
            self.foreign.append(request.url)

    def _response(self, response):
        if response.status >= 400:
            self.missing.append(response.url)

    def assert_clean(self):
        """Fail if any page so far logged an error or a warning, threw, or asked another host."""
        assert not self.errors, f"the page threw: {self.errors}"
        assert not self.missing, f"the page asks for what is not there: {self.missing}"
        assert not self.console, f"the console is not silent: {self.console}"
        assert not self.foreign, f"requests left this machine: {self.foreign}"

    def forget(self):
        """Forget what went wrong so far, where a page serves several tests."""
        for faults in (self.console, self.errors, self.foreign, self.missing):
            faults.clear()

    def close(self):
        """Close all pages."""
        for context in self.contexts:
            context.close()
        self.contexts.clear()
