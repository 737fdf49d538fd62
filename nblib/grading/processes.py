"""The processes of one notebook, as the grader sees them.

The trunk executes the cells. Then it stands still, and each question is answered by a branch: a
process that begins as the trunk is, and ends with the question. What a student's function does to
its process, a hang or a crash, is over when the branch is.
"""

import math
import socket

from nblib.check.clock import held
from nblib.grading.cage.sandbox import Sandbox
from nblib.grading.deadline import Deadline
from nblib.grading.errors import (
    GradingError,
    SandboxError,
    TimeLimit,
    WireError,
)
from nblib.grading.wire.channel import Closed
from nblib.grading.wire.link import Link, State

AFTERWARDS_S = 1.0  # for the trunk to say how a branch ended


class Worker:
    """A process that answers, until it is .lost: see the states of its link."""

    def __init__(self, session, sock, era):
        self.session = session
        self.socket = sock
        self.link = Link(session, sock, era)
        self.era = era  # its number among the workers of a session

    @property
    def lost(self):
        """Whether it has ended."""
        return self.link.state is State.LOST

    def ask(self, act, arguments, seconds, within):
        """Return the worker's answer, for which it has so many seconds, within a Deadline.

        Raises a GradingError, and what a test's own function has raised.
        """
        try:
            return self.link.ask(act, arguments, seconds, within)
        except BaseException as error:
            if self.lost:  # within a callback it was lost already, and said
                raise
            # A breach is the end of it; so is an exchange that was not gone through with.
            if self.link.state is not State.TORN and not isinstance(error, WireError):
                raise
            with held():
                reason = self._reason(error, seconds)
                self.end()
            if reason is error:
                raise
            raise reason from None

    def _reason(self, error, seconds):
        """Return what a test is told of the error that ends this worker."""
        if isinstance(error, WireError):
            return WireError(f"The notebook's process broke the rules of the wire: {error}.")
        if isinstance(error, TimeoutError):
            return TimeLimit(f"The notebook did not answer within {seconds:.3g} s.")
        if isinstance(error, Closed):
            return self.why_ended()
        return error

    def why_ended(self):
        """Return the error that says why it closed the connection."""
        raise NotImplementedError

    def end(self):
        """End it, if it is not over."""
        self.link.state = State.LOST


class Trunk(Worker):
    """A sandbox with the process that executes the cells. Raises SandboxError."""

    def __init__(self, session, era):
        self.sandbox = Sandbox(session.limits, session.keep_out)
        super().__init__(session, self.sandbox.socket, era)
        try:
            self.link.ask("names", (), session.limits.start_s, Deadline(math.inf))
        except (Closed, TimeoutError):
            complaint = self.sandbox.complaint(1)
            self.end()
            raise SandboxError(
                f"The sandbox was made, but Python did not start in it: {complaint}"
            ) from None
        except BaseException:
            self.end()
            raise
        self.sandbox.watch()

    def why_ended(self):
        """Return the error that says why the sandbox is gone."""
        return self.sandbox.ended()

    def end(self):
        """End the sandbox and all that is in it."""
        super().end()
        self.sandbox.close()

    def branch(self, era):
        """Return a new Branch. Raises Died where there is none to be had."""
        self.sandbox.begin_branch()
        grader_end, branch_end = socket.socketpair()
        with branch_end:
            try:
                self.link.hand_over(branch_end.fileno(), Deadline(self.session.limits.start_s))
            except (Closed, TimeoutError, WireError) as error:
                grader_end.close()
                reason = self._reason(error, self.session.limits.start_s)
                self.end()
                raise reason from None
        return Branch(self, grader_end, era)


class Branch(Worker):
    """A process that begins as the trunk is, and answers one question of the assignment."""

    def __init__(self, trunk, sock, era):
        self.trunk = trunk
        super().__init__(trunk.session, sock, era)

    def why_ended(self):
        """Return the error that says why the branch is gone, as its trunk knows it."""
        within = Deadline(AFTERWARDS_S, self.link.deadline)
        try:
            code = self.trunk.ask("ended", (), AFTERWARDS_S, within)
        except GradingError as error:
            return error
        return self.trunk.sandbox.branch_ended(code if type(code) is int else None)

    def end(self):
        """End it and all that it has started; where that cannot be done, the trunk with it."""
        super().end()
        self.socket.close()
        if not self.trunk.lost and not self.trunk.sandbox.end_branch():
            self.trunk.end()
