#!/usr/bin/env bash
# pytest: with --dist loadgroup, tests that are marked as one group run in several processes.
#
# Packages: pytest 9.2.0, pytest-xdist 3.8.0
# Source:   pytest.mark.xdist_group and --dist loadgroup, as the documentation of pytest-xdist has it
# Guess:    all tests of the two files run in one process, and so share what is made once a session
# Seen:     they are dealt out one by one, without a warning: pytest-xdist writes the group into
#           item._nodeid, which this pytest does not read any more. (Known there as issue 1386.)
# Matters:  each process makes the costly fixture again: the same tests pass, and take twice as long.
#           A scheduler of one's own, from the hook pytest_xdist_make_scheduler, keeps groups together
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check pytest==9.2.0 pytest-xdist==3.8.0
cd "$folder"
for name in first second; do
    cat > "test_$name.py" <<'PYTHON'
import os

import pytest

pytestmark = pytest.mark.xdist_group("one")


@pytest.mark.parametrize("n", range(10))
def test_where(n, tmp_path_factory):
    folder = tmp_path_factory.getbasetemp().parent
    folder.joinpath(f"process-{os.getpid()}").touch()
PYTHON
done
venv/bin/python -m pytest -q -n 2 --dist loadgroup --basetemp "$folder/temporary" | tail -n 1
processes=$(find temporary -name 'process-*' | wc -l)
echo "processes that ran the one group: $processes"
test "$processes" -eq 2
