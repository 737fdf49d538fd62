"""Serve the built site on localhost: python -m tools.serve [PORT]"""

import functools
import sys
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

SITE = Path(__file__).resolve().parent.parent / "_build" / "html"


def main():
    """Serve until interrupted."""
    try:
        port = int(sys.argv[1]) if len(sys.argv) > 1 else 8000
        if not 0 < port < 65536:
            raise ValueError
    except ValueError:
        sys.exit(f"PORT must be a number from 1 to 65535, got {sys.argv[1]!r}: for example `make serve PORT=8080`")
    if not (SITE / "index.html").exists():
        sys.exit("There is no site in _build/html yet: run `make book`.")
    SimpleHTTPRequestHandler.extensions_map[".mjs"] = "text/javascript"
    handler = functools.partial(SimpleHTTPRequestHandler, directory=str(SITE))
    try:
        server = ThreadingHTTPServer(("127.0.0.1", port), handler)
    except OSError as error:
        sys.exit(f"Port {port} cannot be used ({error.strerror}): try another, `make serve PORT={port + 1}`")
    print(f"The course is at http://127.0.0.1:{port} (Ctrl-C ends it)", flush=True)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        print()


if __name__ == "__main__":
    main()
