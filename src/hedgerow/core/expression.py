"""Regular expressions of the person's own, each search with a limit of time: the one home of the library `regex`."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache

SECONDS = 0.01
"""Of processor time, for one search: a thousand times what an ordinary one needs. More would hold a reading up."""


@dataclass(frozen=True, slots=True)
class Expression:
    """Letter case does not matter. Equal when written alike. Raises ValueError, with a sentence, on an invalid one."""

    pattern: str
    is_in: Callable[[str], bool | None] = field(init=False, repr=False, compare=False)
    """Anywhere in a text; None when the time was not enough to tell."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "is_in", _searcher(self.pattern))

    def __str__(self) -> str:
        return self.pattern


@lru_cache(maxsize=256)
def _searcher(pattern: str) -> Callable[[str], bool | None]:
    # the library takes 50 ms to import, which settings without an expression do not need
    import regex  # noqa: PLC0415

    try:
        compiled = regex.compile(pattern, regex.IGNORECASE)
    except regex.error as fault:
        place = f" at its character {fault.pos + 1}" if fault.pos is not None else ""
        raise ValueError(f"{pattern!r} is not a regular expression: {fault.msg}{place}") from None
    except (OverflowError, RecursionError):
        raise ValueError(f"{pattern!r} is too large for a regular expression; write it shorter") from None

    @lru_cache(maxsize=16_384)
    def search(text: str) -> bool | None:
        try:
            return compiled.search(text, timeout=SECONDS) is not None
        except TimeoutError:
            return None

    return search
