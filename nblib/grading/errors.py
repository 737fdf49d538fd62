"""The errors of grading: whose fault each is decides what becomes of the notebook."""


class SetupError(Exception):
    """Something of the teacher's is missing or not as it should be; the message says what to do."""


class GradingError(Exception):
    """Base of everything that goes wrong between a test and a student's notebook."""


class SandboxError(GradingError):
    """The sandbox cannot be had: a fault of the grader's machine, never of the student."""


class WireError(GradingError):
    """What came over the wire breaks its rules; the session that sent it is over."""


class Unsendable(GradingError, TypeError):
    """A value is of a kind, or of a size, that the wire does not carry."""


class UndefinedName(GradingError):
    """A test asks for a name that the notebook does not define: .name."""

    def __init__(self, message, name):
        super().__init__(message)
        self.name = name


class TimeLimit(GradingError):
    """The notebook ran longer than it may."""


class Died(GradingError):
    """The notebook's process ended before it answered."""


class MemoryLimit(Died):
    """The notebook used more memory, or more files, than it may."""
