"""Many calendars → one ordered timeline of what makes the person busy."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import chain

from hedgerow.core.domains import Domain, DomainPolicy, Served, serve
from hedgerow.core.occurrence import CalendarId, Occurrence, PartStat, RecurrenceId, Status, Transparency, Uid
from hedgerow.core.span import Span

_LONG = timedelta(days=1)
"""Longer entries are few, and looked through one by one."""

_ANSWERS = (PartStat.ACCEPTED, None, PartStat.DELEGATED, PartStat.TENTATIVE, PartStat.NEEDS_ACTION, PartStat.DECLINED)


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing the person does, however many calendars show it."""

    occurrence: Occurrence
    served: Served
    copies: tuple[CalendarId, ...] = ()
    """The other calendars that show it."""
    is_work: bool = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "is_work", Domain.WORK in self.served.domains)

    @property
    def span(self) -> Span:
        return self.occurrence.span

    @property
    def is_timed(self) -> bool:
        """An all-day event speaks of a day, not of hours: it is busy, but its hours are not known."""
        return not self.occurrence.all_day


class SetAside(StrEnum):
    """Why an occurrence does not make the person busy."""

    CANCELLED = "cancelled"
    DECLINED = "declined"
    TRANSPARENT = "transparent"
    OURS = "ours"
    LEAVE = "leave"
    ROTA = "rota"
    WORK_INSIDE = "work-inside"
    """It marks a window of work, such as a nap."""


Mark = Callable[[Occurrence], SetAside | None]
"""What an occurrence is set aside as when it marks a day instead of being an appointment, free or busy."""


def no_mark(_occurrence: Occurrence) -> SetAside | None:
    return None


@dataclass(frozen=True, slots=True)
class Timeline:
    """Entries in order of start, end, UID, calendar and RECURRENCE-ID: the same for any order of the input."""

    entries: tuple[Entry, ...]
    set_aside: Mapping[SetAside, int]

    _starts: tuple[datetime, ...] = field(init=False, repr=False, compare=False)
    _ends: tuple[datetime, ...] = field(init=False, repr=False, compare=False)
    _long: tuple[int, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        spans = [entry.occurrence.span for entry in self.entries]
        object.__setattr__(self, "_starts", tuple(span.start for span in spans))
        object.__setattr__(self, "_ends", tuple(span.end for span in spans))
        object.__setattr__(self, "_long", tuple(n for n, s in enumerate(spans) if s.end - s.start > _LONG))

    def within(self, span: Span) -> "Timeline":
        """The entries that overlap the span; the counts of what was set aside stay those of the whole."""
        return Timeline(self.over(span), self.set_aside)

    def over(self, span: Span) -> tuple[Entry, ...]:
        """The entries that overlap the span, searched for: a year of weeks asks a long timeline hundreds of times."""
        if span.start == span.end:
            return ()
        first, last = bisect_left(self._starts, span.start - _LONG), bisect_left(self._starts, span.end)
        near = chain(self._long[: bisect_left(self._long, first)], range(first, last))
        return tuple(self.entries[n] for n in near if max(self._starts[n], span.start) < self._ends[n])


def build_timeline(occurrences: Iterable[Occurrence], policy: DomainPolicy, mark: Mark = no_mark) -> Timeline:
    """The same for any order of the occurrences, and of the calendars in the policy.

    Copies of an event in several calendars are one entry, and the copy that knows most speaks for all: one whose
    domains a tag or else a rule decided before one that only its calendar's default did; then by the answer, a yes
    before none, and either before a maybe; then by name of the calendar. A copy that is free, declined or cancelled is
    set aside and does not speak. Raises KeyError when the policy has no default for a calendar.
    """
    aside: Counter[SetAside] = Counter()
    copies: dict[tuple[Uid, RecurrenceId | None], list[Occurrence]] = {}
    for occurrence in occurrences:
        reason = _set_aside(occurrence, mark)
        if reason is None:
            copies.setdefault((occurrence.uid, occurrence.recurrence_id), []).append(occurrence)
        else:
            aside[reason] += 1
    entries = [entry for group in copies.values() for entry in _join(group, policy)]
    return Timeline(tuple(sorted(entries, key=_order)), aside)


def disown(occurrences: Iterable[Occurrence], known: Container[Uid]) -> Iterator[Occurrence]:
    """Our mark counts only on a block we know of: else a stranger's invitation could carry it to go unseen.

    A block we know of is ours without its mark as well: the calendar that an invitation went to may show it back
    stripped of what it does not know. What a person made of one, a series or an all-day event, is theirs.
    """
    for occurrence in occurrences:
        plain = occurrence.recurrence_id is None and not occurrence.all_day
        ours = occurrence.uid in known and (occurrence.ours or plain)
        yield replace(occurrence, ours=ours) if ours is not occurrence.ours else occurrence


def _set_aside(occurrence: Occurrence, mark: Mark) -> SetAside | None:
    if occurrence.ours:
        return SetAside.OURS
    if occurrence.status is Status.CANCELLED:
        return SetAside.CANCELLED
    if occurrence.partstat is PartStat.DECLINED:
        return SetAside.DECLINED
    marked = mark(occurrence)
    if marked is None and occurrence.transparency is Transparency.TRANSPARENT:
        return SetAside.TRANSPARENT
    return marked


def _join(group: list[Occurrence], policy: DomainPolicy) -> list[Entry]:
    """One entry for all copies at one time; copies that disagree on the time are different commitments, all kept."""
    by_span: dict[Span, list[Occurrence]] = {}
    for occurrence in group:
        by_span.setdefault(occurrence.span, []).append(occurrence)
    return [_best(same, policy) for same in by_span.values()]


def _best(same: list[Occurrence], policy: DomainPolicy) -> Entry:
    entries = [Entry(occurrence, serve(occurrence, policy)) for occurrence in same]
    if len(entries) == 1:
        return entries[0]
    best = min(entries, key=_knowledge)
    others = {e.occurrence.calendar for e in entries} - {best.occurrence.calendar}
    return replace(best, copies=tuple(sorted(others)))


def _knowledge(copy: Entry) -> tuple[int, bool, int, CalendarId, str]:
    """Less for who knows more. Last the whole text, for one calendar may show an event twice."""
    occurrence = copy.occurrence
    answer = _ANSWERS.index(occurrence.partstat)
    return -copy.served.authority, occurrence.is_tentative, answer, occurrence.calendar, repr(occurrence)


def _order(entry: Entry) -> tuple[datetime, datetime, Uid, CalendarId, str]:
    occurrence = entry.occurrence
    span = occurrence.span
    return span.start, span.end, occurrence.uid, occurrence.calendar, occurrence.recurrence_id or ""
