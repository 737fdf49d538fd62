"""Notebooks run as another processor would run them."""

import os
import platform
import subprocess
import sys

import pytest

from tools.execute import __main__ as command
from tools.execute.environment import environment
from tools.processor import OLD_PROCESSOR

OF_X86 = pytest.mark.skipif(platform.machine() != "x86_64", reason="asks for old kernels of x86")
# Which kernels PyTorch, NumPy and the library of NumPy's products have taken.
KERNELS = """
import threadpoolctl
import torch
import numpy as np
(blas,) = [lib for lib in threadpoolctl.threadpool_info() if "numpy" in lib["filepath"]]
features = np._core._multiarray_umath.__cpu_features__
print(torch.backends.cpu.get_cpu_capability(), blas["architecture"], features["X86_V3"])
"""


@pytest.fixture
def ran(monkeypatch):
    """The environments that notebooks were run in: (due, environment) of each run."""
    runs = []
    others = {name: text for name, text in os.environ.items() if name not in OLD_PROCESSOR}
    monkeypatch.setattr(os, "environ", others)
    monkeypatch.setattr(command, "to_run", lambda sources, fresh: sources if fresh else [])
    monkeypatch.setattr(command, "run", lambda due: runs.append((due, environment())) or True)
    return runs


@OF_X86
def test_on_an_old_processor_a_notebook_runs_whatever_was_kept(monkeypatch, ran):
    monkeypatch.setattr(sys, "argv", ["execute", "--old-processor", "02"])
    command.main()
    (((source,), variables),) = ran
    assert source.stem == "02_gradient_descent"
    assert OLD_PROCESSOR.items() <= variables.items()


def test_where_there_is_no_x86_processor_the_command_says_so(monkeypatch, ran):
    monkeypatch.setattr(platform, "machine", lambda: "arm64")
    monkeypatch.setattr(sys, "argv", ["execute", "--old-processor"])
    with pytest.raises(SystemExit, match="x86 processors only; this is arm64"):
        command.main()
    assert not ran


@OF_X86
def test_all_three_libraries_take_the_old_kernels():
    told = subprocess.run(
        [sys.executable, "-c", KERNELS],
        env=environment() | OLD_PROCESSOR,
        capture_output=True,
        text=True,
        check=True,
    )
    torch_kernels, blas_kernels, has_avx2 = told.stdout.split()
    assert torch_kernels == "DEFAULT" and has_avx2 == "False"
    assert blas_kernels in ("Prescott", "Katmai")  # OpenBLAS has two names for one processor
