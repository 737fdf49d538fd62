"""Generate what students and teachers get from the sources of the exercise sets: python -m
tools.exercises [NN …]

    --check                 only say whether the generated files are what the sources generate
    --variant K --secret FILE --out DIR   issue variant K for a class: numbers and names follow from the secret
    (with NBLIB_REPOSITORY=https://… set, what is handed out installs nblib from there on Colab)
"""  # noqa: E501 - a line of the help

import argparse
import sys
from pathlib import Path

from nblib.files import write
from nblib.terminal import printable
from tools.book import publish
from tools.exercises import SourceError, files, sources, stale

NEW_SECRET = "one with `head -c 32 /dev/urandom > FILE`"


def main():
    """Generate or check."""
    options = _options()
    secret = _secret(options)
    for path in sources(options.sets):
        try:
            if options.check:
                _check(path)
            else:
                _write(path, options.variant, secret, options.out)
        except SourceError as error:
            sys.exit(str(error))


def _options():
    """Return what was asked for; exit with a sentence where it does not fit together."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("sets", nargs="*", metavar="NN")
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--variant", type=int, default=0)
    parser.add_argument("--secret", type=Path)
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    if options.variant < 0:
        parser.error(f"--variant counts from 0, got {options.variant}")
    if options.variant and not (options.secret and options.out):
        sys.exit(
            "A graded variant needs --secret FILE (16 bytes or more that nobody else has) "
            "and --out DIR."
        )
    if options.out:  # known to be good before anything is written
        try:
            publish.address()
        except publish.AddressError as error:
            sys.exit(str(error))
    return options


def _secret(options):
    if not options.secret:
        return b""
    try:
        return options.secret.read_bytes()
    except OSError as error:
        sys.exit(
            f"{options.secret}: the secret cannot be read ({error.strerror}); "
            f"name the file that holds yours, or make {NEW_SECRET}"
        )


def _check(path):
    """Exit with a sentence unless the generated files are what a source generates."""
    if old := stale(path):
        sys.exit(
            f"{path.parent.name}: {', '.join(old)} is not what the source gives: "
            "run `make exercises`"
        )
    print(f"{path.parent.name}: stands")


def _write(path, variant, secret, out):
    """Write what a source generates, into its folder or out."""
    folder = out / path.parent.name if out else path.parent
    try:
        for name, text in files(path, variant, secret).items():
            # What is handed out can install nblib on Colab; what is committed holds no address.
            write(folder / name, publish.filled(text) if out else text)
    except OSError as error:
        sys.exit(
            f"{folder}: it cannot be written ({error.strerror}); "
            "--out is a folder of yours, new or old"
        )
    print(printable(f"{path.parent.name}: variant {variant} written to {folder}"))


if __name__ == "__main__":
    main()
