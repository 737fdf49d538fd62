"""What code reaches: the files that it stands on, found from its imports without running it.

One answer serves the chapters (is a notebook to run again?), the records (is one stale?) and the
grader (may a verdict be kept?): files.py follows imports, syntax.py reads one text, hashes.py makes
one hash of it all. The standard library is all that this room needs.
"""

from nblib.reach.files import reach
from nblib.reach.hashes import content_hash, digest, own_hash, source_hash
from nblib.reach.syntax import ReachError

__all__ = ["ReachError", "content_hash", "digest", "own_hash", "reach", "source_hash"]
