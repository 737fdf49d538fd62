"""What the user sees of a run, and how the user ends it."""

import contextlib
import signal


@contextlib.contextmanager
def interruptible():
    """Yield a list that is empty until the user interrupts; so a step is never cut in two. A second
    time is at once.
    """
    interrupted = []
    before = None

    def note(signum, frame):
        if interrupted:
            raise KeyboardInterrupt
        interrupted.append(signum)

    with contextlib.suppress(ValueError):  # outside the main thread nobody interrupts
        before = signal.signal(signal.SIGINT, note)
    try:
        yield interrupted
    finally:
        if before is not None:
            signal.signal(signal.SIGINT, before)


def progress_bar(wanted, total, done):
    """A bar of tqdm, where that is wanted and there; else one that shows nothing."""
    if wanted:
        try:
            from tqdm.auto import tqdm
        except ImportError:
            pass
        else:
            return tqdm(total=total, initial=done, unit="step", leave=False)
    return _NoBar()


class _NoBar:
    def update(self):
        pass

    def set_postfix(self, values):
        pass

    def close(self):
        pass
