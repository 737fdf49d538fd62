"""Archives that students hand in: what is in them, read one by one, and never unpacked."""

import zipfile
from pathlib import PurePosixPath

from nblib.grading.notebook import Unreadable, refuse_large

OTHERS = (".rar", ".7z", ".tar", ".gz", ".tgz", ".bz2", ".xz", ".zst")
NOTEBOOKS = (".ipynb", ".ipynb.txt", ".ipynb.json")  # some browsers add an ending
LEFT = {"__macosx", "thumbs.db", "desktop.ini"}  # by macOS and by Windows
ENTRY = b"PK\x01\x02"  # begins what an archive says of a file in it
LOCKED = 1  # the bit that says that a password is needed
INSTEAD = "hand in the notebook itself, or an ordinary .zip"


def is_notebook(name):
    """Return whether a file's name is that of a notebook."""
    return name.lower().endswith(NOTEBOOKS)


def is_archive(name):
    """Return whether a file's name is that of an archive that is looked into."""
    return name.lower().endswith(".zip")


def is_litter(parts):
    """Return whether a path, as its parts, is what a system leaves beside a student's files."""
    *folders, name = parts
    hidden = any(folder.startswith(".") or folder.lower() in LEFT for folder in folders)
    return hidden or name.startswith("._") or name.lower() in LEFT


def why_not(name):
    """Return why a file that is neither notebook nor archive is not looked at."""
    suffix = PurePosixPath(name).suffix
    if suffix.lower() in OTHERS:
        return f"a {suffix} archive is not unpacked: {INSTEAD}"
    return f"a {suffix or 'nameless'} file, not a notebook (.ipynb)"


def notebooks_in(path, limits):
    """Return [(name, date, number)] of the notebooks in an archive, and remarks on what else it
    holds. Raises Unreadable, OSError.
    """
    refuse_large(path.stat().st_size, limits)
    if path.read_bytes().count(ENTRY) > limits.entries:
        raise Unreadable(f"the archive holds more than {limits.entries:,} files")
    with _opened(path) as archive:
        members = archive.infolist()
    notebooks = []
    remarks = []
    total = 0
    for number, member in enumerate(members):
        parts = _parts(member)
        if not parts or is_litter(parts) or member.is_dir():
            continue
        name = "/".join(parts)
        if is_archive(name) or name.lower().endswith(OTHERS):
            remarks.append((name, f"an archive in an archive is not unpacked: {INSTEAD}"))
        elif is_notebook(name):
            notebooks.append((name, member.date_time, number))
            total += member.file_size
    # No more is ever unpacked than it says here.
    if total > limits.file_b:
        raise Unreadable("the archive unpacks to more than a notebook can be")
    if not notebooks and not remarks:
        raise Unreadable("the archive holds no notebook")
    return notebooks, remarks


def read_member(path, number, limits):
    """Return the bytes of a file in an archive, by its number. Raises Unreadable, OSError."""
    with _opened(path) as archive:
        member = archive.infolist()[number]
        if member.flag_bits & LOCKED:
            raise Unreadable(f"it is locked with a password: {INSTEAD} without one")
        refuse_large(member.file_size, limits)
        try:
            with archive.open(member) as file:
                return file.read(limits.file_b)
        except NotImplementedError:
            raise Unreadable(
                f"it cannot be read, for it is packed in a way that is not known here: {INSTEAD}"
            ) from None
        except Exception as error:
            if isinstance(error, OSError) and error.errno is not None:
                raise
            # zlib.error, LZMAError, BadZipFile, …: each way of packing fails in its own.
            raise Unreadable(f"it is damaged and cannot be read: {INSTEAD}") from None


def _opened(path):
    """Return an open archive. Raises Unreadable, OSError."""
    try:
        return zipfile.ZipFile(path)
    except OSError:
        raise
    except Exception:
        raise Unreadable(f"the archive is damaged and cannot be read: {INSTEAD}") from None


def _parts(member):
    """Return the parts of a file's path in an archive; some Windows programs write backslashes."""
    names = member.filename.replace("\\", "/").split("/")
    return [name for name in names if name not in ("", ".", "..")]
