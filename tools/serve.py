"""Serve the built site on localhost: python -m tools.serve [PORT]"""

import contextlib
import functools
import sys
import threading
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

from tools.paths import SITE


class Handler(SimpleHTTPRequestHandler):
    """Serves files, modules of JavaScript as such, without a line for each request."""

    extensions_map = {**SimpleHTTPRequestHandler.extensions_map, ".mjs": "text/javascript"}

    def log_message(self, *args):
        """Say nothing."""

    def copyfile(self, source, outputfile):
        """Send a file. A reader who has left in the meantime is no error."""
        with contextlib.suppress(ConnectionError):
            super().copyfile(source, outputfile)


def server(folder, port=0):
    """Return a server of a folder on 127.0.0.1, not yet serving; port 0 takes a free one."""
    handler = functools.partial(Handler, directory=str(folder))
    return ThreadingHTTPServer(("127.0.0.1", port), handler)


def in_background(folder):
    """Serve a folder from a thread until this program ends; return (address, server)."""
    started = server(folder)
    seconds = 0.05  # until it can be ended
    threading.Thread(target=started.serve_forever, args=(seconds,), daemon=True).start()
    return f"http://127.0.0.1:{started.server_port}", started


def main():
    """Serve the site until interrupted."""
    try:
        port = int(sys.argv[1]) if len(sys.argv) > 1 else 8000
        if not 0 < port < 65536:
            raise ValueError
    except ValueError:
        sys.exit(
            f"PORT must be a number from 1 to 65535, got {sys.argv[1]!r}: "
            "for example `make serve PORT=8080`"
        )
    if not (SITE / "index.html").exists():
        sys.exit("There is no site in _build/html yet: run `make book`.")
    try:
        site = server(SITE, port)
    except OSError as error:
        sys.exit(
            f"Port {port} cannot be used ({error.strerror}): "
            f"try another, `make serve PORT={port + 1}`"
        )
    print(f"The course is at http://127.0.0.1:{port} (Ctrl-C ends it)", flush=True)
    try:
        site.serve_forever()
    except KeyboardInterrupt:
        print()


if __name__ == "__main__":
    main()
