"""What may be asked of others: a meeting at another time, or without the person.

Within its day a meeting moves by quarters of an hour and at most four hours, to where nothing else is. One of work
moves within the hours that others may expect the person to be at work; another one stays out of them, and of the night.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from hedgerow.core.board import ON_CALL
from hedgerow.core.days import instant, local_day
from hedgerow.core.fate import SHIFT
from hedgerow.core.intention import MINUTE
from hedgerow.core.places import QUARTER
from hedgerow.core.plan import Busy
from hedgerow.core.span import Span
from hedgerow.core.start import HELD
from hedgerow.core.why.scene import Scene

STEP = QUARTER * MINUTE
_MOST_SHIFT = timedelta(hours=4)
_CIVIL = 7 * 60, 22 * 60
"""Minutes of the day between which a person may be asked to do something of their own."""


@dataclass(frozen=True, slots=True)
class Idea:
    what: Busy
    to: Span | None
    """None: declined."""

    @property
    def rank(self) -> tuple[bool, timedelta, datetime, str]:
        """The least shift first, a refusal last; of two as small the earlier."""
        to = self.to or self.what.span
        return self.to is None, abs(to.start - self.what.span.start), to.start, self.what.title


def shifts(scene: Scene, what: Busy, sign: int, least: timedelta) -> Iterator[Idea]:
    """Within its day, from the least shift on, earlier (-1) or later (1)."""
    for steps in range(max(1, -(-least // STEP)), _MOST_SHIFT // STEP + 1):
        by = sign * steps * STEP
        to = Span(what.span.start + by, what.span.end + by)
        days = _days(scene, to)
        if len(days) == 1 and days == _days(scene, what.span) and is_acceptable(scene, what, to):
            yield Idea(what, to)


def other_days(scene: Scene, what: Busy) -> Iterator[Idea]:
    """At the same time by the clock on the other days of its week."""
    zone = scene.given.rules.zone
    day, wall = local_day(what.span.start, zone), what.span.start.astimezone(zone)
    for other in scene.given.rules.week_of(day).days:
        start = instant(other, wall.hour * 60 + wall.minute, zone)
        to = Span(start, start + what.span.length)
        if other != day and is_acceptable(scene, what, to):
            yield Idea(what, to)


def is_movable(scene: Scene, what: Busy) -> bool:
    soonest = scene.given.now + scene.given.rules.notice
    return not what.all_day and what.title not in (SHIFT, ON_CALL, HELD) and what.span.start >= soonest


def is_acceptable(scene: Scene, what: Busy, to: Span) -> bool:
    """May it be asked for, and does it run into nothing new?"""
    rules = scene.given.rules
    if to.start < scene.given.now + rules.notice or any(to.overlaps(span) for span in rules.unknown):
        return False
    if not (_is_at_work(scene, to) if what.is_work else _is_own_time(scene, what, to)):
        return False
    held = (other for other in scene.busy if other.title == HELD)
    others = (other for other in (*scene.given.busy, *held) if other != what and other.span.overlaps(to))
    is_free = all(other.all_day and other.span.covers(what.span) for other in others)
    return is_free and not any(piece.stays for piece in scene.board.over(to))


def _is_at_work(scene: Scene, to: Span) -> bool:
    return any(working.covers(to) for working in scene.working)


def _is_own_time(scene: Scene, what: Busy, to: Span) -> bool:
    day, zone = local_day(to.start, scene.given.rules.zone), scene.given.rules.zone
    civil = Span(*(instant(day, minutes, zone) for minutes in _CIVIL))
    at_work = any(working.overlaps(to) and not working.overlaps(what.span) for working in scene.working)
    return civil.covers(to) and not at_work


def _days(scene: Scene, span: Span) -> set[date]:
    zone = scene.given.rules.zone
    return {local_day(span.start, zone), local_day(span.end - MINUTE, zone)}
