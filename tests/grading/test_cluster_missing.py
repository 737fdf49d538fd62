"""Where there is no cluster, and what would travel to one."""

import gc
import json
import sys

import pytest
from classes import RIGHT, TINY, grade, notebook, write_class

from nblib.grading.dask import cluster
from nblib.grading.errors import SetupError
from nblib.grading.limits import Limits
from nblib.grading.notebook import read_notebook

pytestmark = pytest.mark.sandbox


@pytest.fixture
def small(tmp_path):
    return write_class(tmp_path, {"ann": RIGHT}, TINY)


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:1", "nowhere", "ftp://127.0.0.1:8786"])
def test_where_no_scheduler_is_it_says_so(address, small):
    message = f"No Dask scheduler answers at {address} .*dask scheduler"
    with pytest.raises(SetupError, match=message):
        grade(small, scheduler=address, limits=Limits(connect_s=1))


def test_no_client_is_left_to_close_itself_while_another_starts(small):
    import distributed

    gc.disable()  # else it might have been collected by chance
    try:
        with pytest.raises(SetupError):
            grade(small, scheduler="nowhere", limits=Limits(connect_s=1))
        assert not [o for o in gc.get_objects() if isinstance(o, distributed.Client)]
    finally:
        gc.enable()


def test_without_the_package_it_says_what_to_install(small, monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(SetupError, match=r"nblib\[grading-dask\]"):
        grade(small, scheduler="tcp://127.0.0.1:1")


def test_a_large_notebook_travels_without_its_outputs_and_means_the_same():
    metadata = {"nblib": {"set": "02", "variant": 0}, "more": "x" * 10**6}
    book = json.loads(notebook(RIGHT)) | {"metadata": metadata}
    book["cells"][0]["outputs"] = [{"output_type": "stream", "name": "stdout", "text": "x" * 10**6}]
    large = json.dumps(book).encode()
    small = cluster.slim(large, Limits())
    assert len(small) < 10_000
    cells, metadata = read_notebook(small, Limits())
    assert cells == read_notebook(large, Limits())[0]
    assert metadata["nblib"] == book["metadata"]["nblib"]
    for same in (notebook(RIGHT), b"{" * 10**6, b""):
        assert cluster.slim(same, Limits()) == same


def test_what_travels_does_not_show_itself():
    parcel = cluster.Parcel(b"my answer", {"tests": "hidden"}, Limits(), (), {})
    assert repr(parcel) == str(parcel) == "Parcel()"
