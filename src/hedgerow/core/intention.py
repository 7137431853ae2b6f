"""Standing wishes, and the places where they may come true."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import IntEnum, StrEnum
from zoneinfo import ZoneInfo

from hedgerow.core.block import IntentionId
from hedgerow.core.days import DAY_MINUTES, DayWindow, Weekday, day_span, instant, window_span
from hedgerow.core.domains import Domain
from hedgerow.core.occurrence import CalendarId, Transparency
from hedgerow.core.span import Span, merge, subtract

MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)
SHRINK_STEP = 5
"""Minutes."""
CHUNK_STEP = timedelta(minutes=15)


class Priority(IntEnum):
    """1 is served first."""

    CRITICAL = 1
    HIGH = 2
    NORMAL = 3
    LOW = 4


class Firmness(StrEnum):
    FIXED = "fixed"
    """Can't be compromised: only its ideal length, only at its ideal start where it names one."""
    FIRM = "firm"
    """May move within its windows, never shrinks."""
    FLEXIBLE = "flexible"
    """May move and may shrink to its minimum."""


class Defence(StrEnum):
    ALWAYS_BUSY = "always-busy"
    AUTO = "auto"
    """Free while there are other places and time enough, busy otherwise: the published rule of `draft.py`."""
    ALWAYS_FREE = "always-free"

    def shows(self, *, can_wait: bool) -> Transparency:
        """`can_wait`: there are other places and time enough."""
        is_free = can_wait if self is Defence.AUTO else self is Defence.ALWAYS_FREE
        return Transparency.TRANSPARENT if is_free else Transparency.OPAQUE


class Visibility(StrEnum):
    TITLED = "titled"
    BUSY = "busy"
    """Colleagues see the word "Busy" and nothing else."""


@dataclass(frozen=True, slots=True)
class Length:
    """Minutes, minimum ≤ ideal ≤ maximum."""

    minimum: int
    ideal: int
    maximum: int

    def __post_init__(self) -> None:
        if not 0 < self.minimum <= self.ideal <= self.maximum:
            raise ValueError(f"a length has 0 < minimum ≤ ideal ≤ maximum: {self}")


@dataclass(frozen=True, slots=True)
class Intention:
    """Windows and `ideal_start` are wall-clock minutes of the day; every other length is in elapsed minutes."""

    id: IntentionId
    title: str
    domains: frozenset[Domain]
    length: Length
    calendar: CalendarId
    windows: tuple[DayWindow, ...]
    days: frozenset[Weekday] = frozenset(Weekday)
    times_per_week: int = 1
    minutes_per_week: int = 0
    """Asked for instead of times, in chunks of its length, of which a day has at most one; 0: it asks for times."""
    why: str = ""
    ideal_start: int | None = None
    spacing_days: int = 1
    """Least number of days from one block to the next: 1 allows every day, 2 every other day."""
    buffer_before: int = 0
    """Minutes that must be free of anything busy before the block; blocks of ours may share a buffer."""
    buffer_after: int = 0
    travel_before: int = 0
    """Minutes on the way, part of the person's time: nothing else may be there."""
    travel_after: int = 0
    priority: Priority = Priority.NORMAL
    firmness: Firmness = Firmness.FLEXIBLE
    defence: Defence = Defence.AUTO
    visibility: Visibility = Visibility.TITLED
    avoids_on_call: bool = False
    """To it, time on call is as busy as an event; without, blocks may lie there."""
    after_night_shift: bool = False
    """One block after each night shift; it has no windows but the `stretches` of its week."""
    stretches: tuple[Span, ...] | None = None
    """Where blocks may lie instead of in windows; each belongs to the day that it begins on."""
    only_in_seasons: bool = False
    """Wished for in the seasons that have it, and in no other week."""
    own_windows: tuple[tuple[Weekday, tuple[DayWindow, ...]], ...] = ()
    """Days that have windows of their own, and so none of the others."""
    soft_windows: tuple[DayWindow, ...] = ()
    """Where it had rather be; elsewhere within its windows it may be, too."""
    feeds: tuple[IntentionId, ...] = ()
    """Other intentions that its blocks count for, too."""

    @property
    def is_in_hours(self) -> bool:
        return self.minutes_per_week > 0

    @property
    def asked(self) -> int:
        """A week: minutes where it asks for hours, else times."""
        return self.minutes_per_week or self.times_per_week

    def amount(self, length: timedelta) -> int:
        """What a block of that length adds to what is asked for."""
        return length // MINUTE if self.is_in_hours else 1

    def windows_on(self, weekday: Weekday) -> tuple[DayWindow, ...]:
        """Those that open on that day."""
        if weekday not in self.days:
            return ()
        return next((windows for day, windows in self.own_windows if day is weekday), self.windows)


@dataclass(frozen=True, slots=True)
class Opening:
    """A stretch in which a block may lie: it starts in `starts` and is over when `free` is."""

    free: Span
    starts: Span
    wished: datetime
    """The start it would have if nothing stood in the way."""
    liked: tuple[Span, ...] | None = None
    """Where the block had rather be; None: nowhere in particular."""

    def without(self, zones: Iterable[Span]) -> "tuple[Opening, ...]":
        left = subtract([self.free], zones)
        return tuple(
            self if free is self.free else Opening(free, self.starts, self.wished, self.liked) for free in left
        )

    def reach(self, length: timedelta, earliest: datetime) -> tuple[datetime, datetime] | None:
        """The first and the last start of a block of that length, or None when it does not fit."""
        first = max(self.free.start, self.starts.start, earliest)
        last = min(self.free.end - length, self.starts.end - MINUTE)
        return (first, last) if first <= last else None

    def longest(self, least: timedelta, most: timedelta, earliest: datetime) -> timedelta | None:
        """Of the lengths in between the longest that fits; None when none does."""
        reach = self.reach(least, earliest)
        return min(most, self.free.end - reach[0]) if reach else None

    def admits(self, span: Span) -> bool:
        free, starts, start = self.free, self.starts, span.start
        return free.start <= start and span.end <= free.end and starts.start <= start < starts.end

    def disliked(self, span: Span) -> timedelta:
        """The part of it that lies outside of where it had rather be."""
        if self.liked is None:
            return timedelta()
        parts = [part for each in merge(self.liked) if (part := each.clip(span))]
        return span.length - sum((part.length for part in parts), timedelta())


def openings_on(intention: Intention, day: date, zone: ZoneInfo) -> tuple[Opening, ...]:
    """Where a block may start on the local `day`, ordered by time, if nothing were in the calendar.

    A window belongs to the day that it opens on: Friday's from 22:00 to 02:00 lets a block start early on Saturday.
    """
    today = day_span(day, zone)
    if intention.stretches is not None:
        begun = ((free, free.clip(today)) for free in intention.stretches if today.holds(free.start))
        return tuple(Opening(free, starts, free.start) for free, starts in begun if starts is not None)
    openings = (*_openings_of(intention, day - DAY, zone), *_openings_of(intention, day, zone))
    return tuple(replace(o, starts=starts) for o in openings if (starts := o.starts.clip(today)) is not None)


def _openings_of(intention: Intention, opened: date, zone: ZoneInfo) -> Iterator[Opening]:
    only_then = intention.firmness is Firmness.FIXED and intention.ideal_start is not None
    windows = sorted(intention.windows_on(Weekday(opened.weekday())))
    soft = sorted(intention.soft_windows)
    liked = tuple(window_span(opened, window, zone) for window in soft) if soft and windows else None
    for window in windows:
        free = window_span(opened, window, zone)
        wished = instant(opened, _wished_minutes(intention.ideal_start, window, (*soft, *windows)[0]), zone)
        yield Opening(free, Span(wished, wished + MINUTE) if only_then else free, wished, liked)


def _wished_minutes(ideal: int | None, window: DayWindow, first: DayWindow) -> int:
    """From the midnight before the window opens; without an ideal, the first opening of the day."""
    if ideal is None:
        return first.opens
    over_midnight = ideal < window.opens and ideal + DAY_MINUTES < window.closes
    return ideal + DAY_MINUTES if over_midnight else ideal


def lengths(intention: Intention) -> tuple[timedelta, ...]:
    """The lengths to try for a new place, best first: shorter than ideal only where it may shrink, and longer only
    where hours are asked for."""
    length = intention.length
    if intention.is_in_hours:
        return _chunks(intention)
    if intention.firmness is not Firmness.FLEXIBLE:
        return (timedelta(minutes=length.ideal),)
    return tuple(timedelta(minutes=n) for n in (*range(length.ideal, length.minimum, -SHRINK_STEP), length.minimum))


def _chunks(intention: Intention) -> tuple[timedelta, ...]:
    """The ideal, then in quarters of an hour from it: up to the longest, down to the least, which always comes last."""
    least, most = bounds(intention)
    ideal = timedelta(minutes=intention.length.ideal)
    longer = {ideal + n * CHUNK_STEP for n in range(1, (most - ideal) // CHUNK_STEP + 1)} | {most}
    shorter = {ideal - n * CHUNK_STEP for n in range(1, (ideal - least) // CHUNK_STEP + 1)} | {least}
    return (ideal, *sorted(longer - {ideal}), *sorted(shorter - {ideal}, reverse=True), *((ideal,) * (least == ideal)))


def bounds(intention: Intention) -> tuple[timedelta, timedelta]:
    """The least and the greatest length of a block that is new: of hours that of any chunk."""
    length = intention.length
    least = length.minimum if intention.firmness is Firmness.FLEXIBLE else length.ideal
    most = length.maximum if intention.is_in_hours and intention.firmness is not Firmness.FIXED else length.ideal
    return timedelta(minutes=least), timedelta(minutes=most)


def allows(intention: Intention, length: timedelta) -> bool:
    """May a block that stands already have this length?"""
    shortest, longest = intention.length.ideal, intention.length.maximum
    if intention.firmness is Firmness.FLEXIBLE:
        shortest = intention.length.minimum
    if intention.firmness is Firmness.FIXED:
        longest = intention.length.ideal
    return timedelta(minutes=shortest) <= length <= timedelta(minutes=longest)
