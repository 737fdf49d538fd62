"""The environment in which notebooks run."""

import os

from tools.environment import with_threads
from tools.paths import EXECUTION, ROOT

IPYTHON = EXECUTION / "ipython"
JUPYTER = EXECUTION / "jupyter"
MATPLOTLIB = EXECUTION / "matplotlib"
# What begins so may print a line into a page, or change what is drawn there.
PERSONAL = ("IPYTHON", "JUPYTER", "KMP_", "MATPLOTLIB", "MPL", "PYTHON", "TORCH")


def environment():
    """Return it as a dict: one thread, this interpreter's kernel, no user configuration.

    Each program keeps what it keeps in a folder of the course: that can be written to, whatever
    the home folder is like, and holds no settings of the user's.
    """
    inherited = with_threads(1)
    paths = [str(ROOT), inherited.get("PYTHONPATH")]
    variables = {name: text for name, text in inherited.items() if not name.startswith(PERSONAL)}
    return {
        **variables,
        "PYTHONHASHSEED": "0",
        "PYTHONUTF8": "1",
        "PYTHONPATH": os.pathsep.join(filter(None, paths)),
        "JUPYTER_PREFER_ENV_PATH": "1",
        "JUPYTER_CONFIG_DIR": str(JUPYTER / "config"),
        "JUPYTER_DATA_DIR": str(JUPYTER / "data"),
        "JUPYTER_RUNTIME_DIR": str(JUPYTER / "runtime"),
        "IPYTHONDIR": str(IPYTHON),
        "MPLCONFIGDIR": str(MATPLOTLIB),
        # Kernels and tests must not depend on a debugger or on how wide a terminal is.
        "PYDEVD_DISABLE_FILE_VALIDATION": "1",
    }
