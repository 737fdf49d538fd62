"""How much memory this process has had."""

import sys
from pathlib import Path


def peak_mb():
    """Return the most megabytes that this process had in memory, from its start on."""
    try:
        # This process alone; ru_maxrss may carry over the parent's.
        status = Path("/proc/self/status").read_text()
        return int(status.split("VmHWM:")[1].split()[0]) / 1000
    except (OSError, IndexError):
        import resource

        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return peak / (1e6 if sys.platform == "darwin" else 1e3)
