"""A client of a Dask scheduler, or a sentence that says what to do."""

import gc

from nblib.grading.errors import SetupError


def client_of(scheduler, limits):
    """Return a distributed.Client. scheduler: an address, such as tcp://10.0.0.1:8786.

    Raises SetupError where no scheduler answers.
    """
    import distributed

    try:
        return distributed.Client(scheduler, timeout=limits.connect_s, set_as_default=False)
    except (OSError, ValueError, TypeError, ImportError) as error:
        trouble = first_line(error)
    # A client that could not be made closes itself when it is collected. Let it do so now: if that
    # happened while another client starts, the two would wait for each other for ever.
    gc.collect()
    raise SetupError(
        f"No Dask scheduler answers at {scheduler} ({trouble}). Start one with "
        "`dask scheduler`; it says its address, such as tcp://10.0.0.1:8786."
    )


def first_line(error):
    """Return the first line of what an error says, or its type where it says nothing."""
    return (str(error).strip().splitlines() or [type(error).__name__])[0]
