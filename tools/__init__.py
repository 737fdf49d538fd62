"""What builds and checks the course; the make targets call it. Nothing here is installed with
nblib.
"""

import sys

# What a terminal cannot show becomes a question mark: its commands say "…" and names of files. (In
# a notebook there is another stream in this place.)
if hasattr(sys.stdout, "reconfigure"):
    sys.stdout.reconfigure(errors="replace")
