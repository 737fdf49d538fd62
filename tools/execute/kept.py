"""What is kept of a run: its record (time, memory, claims, key) and, for the book, its outputs.

The book finds outputs by the notebook's code alone (jupyter-cache), whatever nblib was when they
came out. So they are removed before a notebook runs: what fails leaves nothing that a page could
show.
"""

import json

import nbformat
from jupyter_cache import get_cache
from jupyter_cache.base import CacheBundleIn

from nblib.files import write
from tools import sync
from tools.paths import CACHE, EXECUTION


def path_of(source):
    """Return where the record of a chapter's run lies."""
    return EXECUTION / f"{source.stem}.json"


def record_of(source):
    """Return the record of a chapter's last run as a dict, or {} where there is none."""
    try:
        return json.loads(path_of(source).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}


def has_outputs(source):
    """Say whether the book would find outputs of this source."""
    notebook = nbformat.reads(sync.as_notebook(source), 4)
    try:
        get_cache(CACHE).match_cache_notebook(notebook)
    except KeyError:
        return False
    return True


def forget(source):
    """Remove what is kept of a chapter: its record, and its outputs for this and earlier code."""
    path_of(source).unlink(missing_ok=True)
    cache = get_cache(CACHE)
    _, wanted = cache.create_hashed_notebook(nbformat.reads(sync.as_notebook(source), 4))
    for record in cache.list_cache_records():
        if record.uri == str(source) or record.hashkey == wanted:
            cache.remove_cache(record.pk)


def keep(source, record, executed):
    """Keep a record and the outputs of an executed notebook."""
    bundle = CacheBundleIn(executed, str(source), data={})
    get_cache(CACHE).cache_notebook_bundle(bundle, check_validity=False, overwrite=True)
    text = json.dumps(record, indent=1, ensure_ascii=False)
    write(path_of(source), text)
