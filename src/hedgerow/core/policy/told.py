"""A proposal as it is told: the facts of it, without a word."""

from dataclasses import dataclass
from datetime import timedelta

from hedgerow.core.days import Weekday
from hedgerow.core.policy.change import Kind
from hedgerow.core.policy.numbers import Numbers
from hedgerow.core.policy.said import State


@dataclass(frozen=True, slots=True)
class Asked:
    """Another time for a meeting; minutes of the day."""

    weekday: Weekday
    was: int
    starts: int
    length: timedelta
    organizer: str


@dataclass(frozen=True, slots=True)
class Told:
    week: str
    """`2026-W47`: whose letter proposed it."""
    kind: Kind
    title: str
    """Of the intention or the meeting; empty for what is about all of them."""
    is_titled: bool
    """Whoever sees the calendar sees the title of the block."""
    weeks: int
    """In how many of the weeks compared it showed."""
    of: int
    count: int
    culprits: tuple[tuple[str, int], ...]
    before: Numbers
    after: Numbers
    minutes: int
    """Of the day, for another time; for a buffer or a notice its length; else 0."""
    diff: tuple[str, ...]
    asked: Asked | None
    state: State


@dataclass(frozen=True, slots=True)
class Since:
    """What became of a change that was accepted."""

    told: Told
    numbers: Numbers


@dataclass(frozen=True, slots=True)
class News:
    """What the letter about a week says of policy."""

    told: Told | None = None
    since: Since | None = None
