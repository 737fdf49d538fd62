"""The one execution of the notebooks, for the tests and for the book: python -m tools.execute.

key.py says under which key a run stands, kept.py keeps what came out, run.py runs nbval,
harvest.py checks each cell's outputs beside it, reads.py compares what a run read with what its key
covers, inside.py notes that in the kernel.
"""

from tools import quick_start  # noqa: F401 - before the parts import nbformat
