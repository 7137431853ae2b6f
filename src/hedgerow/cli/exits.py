"""What a command tells the shell. Documented: a number never changes its meaning."""

from enum import IntEnum


class Exit(IntEnum):
    DONE = 0
    FAILED = 1
    USAGE = 2
    PARTLY = 3
    """Something could not be seen or written; the rest is done."""
    NOT_CONFIGURED = 4
    HELD = 6
    """Another instance is at work on the data folder, or serves it."""
    DIFFERENT = 10
    """`plan --check`: there is something to do."""
    INTERRUPTED = 130


class Stop(Exception):
    """Ends the command with these lines on the error output."""

    def __init__(self, code: Exit, *lines: str) -> None:
        super().__init__("\n".join(lines))
        self.code = code
        self.lines = lines
