"""In what zone times are said, and how the titles of others are."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from hedgerow.core.plan import Busy
from hedgerow.core.span import Span
from hedgerow.letter.language import ENGLISH, Language
from hedgerow.letter.phrases import clock, clocks, moment, stretch


def quoted(title: str) -> str:
    return f"“{title}”"


@dataclass(frozen=True, slots=True)
class Voice:
    zone: ZoneInfo
    name: Callable[[str], str] = quoted
    """Of an event or a block."""
    language: Language = ENGLISH

    def clock(self, at: datetime) -> str:
        return clock(at, self.zone, self.language)

    def when(self, span: Span) -> str:
        """`Mon 16 Nov 17:30–18:30`; both days where it ends on another one."""
        start, end = span.start.astimezone(self.zone), span.end.astimezone(self.zone)
        is_midnight = end.date() == start.date() + timedelta(days=1) and f"{end:%H:%M}" == "00:00"
        if start.date() == end.date() or is_midnight:
            return stretch(span, self.zone, self.language)
        return f"{moment(span.start, self.zone, self.language)} – {moment(span.end, self.zone, self.language)}"

    def event(self, what: Busy, day: date | None = None) -> str:
        """With the day only where it is not said already."""
        start, end = what.span.start.astimezone(self.zone), what.span.end.astimezone(self.zone)
        is_said = start.date() == end.date() == day
        when = clocks(what.span, self.zone, self.language) if is_said else self.when(what.span)
        return f"{self.name(what.title)} ({when})"

    def at(self, at: datetime, said: datetime) -> str:
        """`17:30`, with its day where that is not the one of a time that is `said` already."""
        is_same_day = at.astimezone(self.zone).date() == said.astimezone(self.zone).date()
        return self.clock(at) if is_same_day else moment(at, self.zone, self.language)
