"""The environment in which notebooks run."""

import os

from tools.environment import with_threads
from tools.paths import EXECUTION, ROOT

IPYTHON = EXECUTION / "ipython"


def environment():
    """Return it as a dict: one thread, this interpreter's kernel, no user configuration."""
    return {
        **with_threads(1),
        "PYTHONHASHSEED": "0",
        "JUPYTER_PREFER_ENV_PATH": "1",
        "IPYTHONDIR": str(IPYTHON),
        "PYTHONPATH": os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")])),
        # Kernels and tests must not depend on a debugger or on how wide a terminal is.
        "PYDEVD_DISABLE_FILE_VALIDATION": "1",
    }
