"""How the domains of a life met in a week: the hours in each, and the events that served one, two or more of them.

A block counts as an event where it took place. Hours that serve several domains count in each of them, so the
hours of two domains are never to be added up, and hours of several events at a time count once. Of work they are the
scheduled work of the week: its shifts are among it, blocks are not.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from hedgerow.core.domains import Domain
from hedgerow.core.fate import BlockFate, Fate
from hedgerow.core.occurrence import CalendarId
from hedgerow.core.span import Span, intersect, total_minutes
from hedgerow.core.timeline import Timeline

Region = frozenset[Domain]
"""What an event served: one of fifteen."""


@dataclass(frozen=True, slots=True)
class Shared:
    """An event or a block that served several domains, with all its times of the week."""

    title: str
    calendar: CalendarId | None
    """None for a block of ours."""
    domains: Region
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Overlap:
    minutes: Mapping[Domain, int] = field(default_factory=dict)
    regions: Mapping[Region, int] = field(default_factory=dict)
    """How many events served just these domains; a region without any is missing."""
    shared: tuple[Shared, ...] = ()
    """Those that served the most domains first, then in order of time."""


NO_OVERLAP = Overlap()


@dataclass(frozen=True, slots=True)
class _Served:
    title: str
    calendar: CalendarId | None
    key: str
    domains: Region
    span: Span
    is_timed: bool


def measure_overlap(inside: Timeline, fates: Iterable[BlockFate], week: Span, scheduled_work: int) -> Overlap:
    """`inside` is of the week alone."""
    served = [*_events(inside), *_held(fates)]
    others = [domain for domain in Domain if domain is not Domain.WORK]
    hours = {domain: total_minutes(_hours(served, domain, week)) for domain in others}
    return Overlap(
        minutes={Domain.WORK: scheduled_work} | hours,
        regions=Counter(each.domains for each in served),
        shared=_shared([each for each in served if len(each.domains) > 1]),
    )


def _events(inside: Timeline) -> Iterable[_Served]:
    for entry in inside.entries:
        event = entry.occurrence
        yield _Served(event.title, event.calendar, event.uid, entry.served.domains, event.span, entry.is_timed)


def _held(fates: Iterable[BlockFate]) -> Iterable[_Served]:
    for fate in fates:
        if fate.fate is not Fate.LOST:
            yield _Served(fate.title, None, fate.title, fate.domains, fate.span, is_timed=True)


def _hours(served: Iterable[_Served], domain: Domain, week: Span) -> Sequence[Span]:
    return intersect((each.span for each in served if each.is_timed and domain in each.domains), [week])


def _shared(served: Iterable[_Served]) -> tuple[Shared, ...]:
    series: dict[tuple[str, CalendarId | None, Region], list[_Served]] = {}
    for each in served:
        series.setdefault((each.key, each.calendar, each.domains), []).append(each)
    found = [
        Shared(times[0].title, calendar, domains, tuple(sorted(each.span for each in times)))
        for (_, calendar, domains), times in series.items()
    ]
    return tuple(sorted(found, key=lambda each: (-len(each.domains), each.spans[0], each.title)))
