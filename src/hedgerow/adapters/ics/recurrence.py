"""A series → its instances in a window: the one place that knows recurring-ical-events, which has no types.

Its rules get three things from us: a limit to the years they search, a start close to the window, an estimate of their
cost before they are walked.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from functools import partial
from itertools import islice
from typing import Any, cast

from icalendar.cal.event import Event
from icalendar.prop import vDDDLists, vDDDTypes
from recurring_ical_events import EventAdapter, Series

from hedgerow.adapters.ics.broken import Broken
from hedgerow.adapters.ics.budget import INSTANCE, RULE, STEP, Budget
from hedgerow.adapters.ics.rules import STEP_LIMIT, Rule, advance, read_rule, steps
from hedgerow.adapters.ics.times import Times
from hedgerow.adapters.ics.walk import Bounded, bounded_rule
from hedgerow.core.span import Span

INSTANCE_LIMIT = 20_000
_MARGIN = timedelta(days=3)
"""Around the window, for zones and DST changes."""


@dataclass(frozen=True, slots=True)
class Instance:
    member: int
    """The position, among the given ones, of the event whose words it has."""
    start: date
    end: date
    original: date
    """Where the rule had put it."""


@dataclass(frozen=True, slots=True)
class _Walk:
    """Where rules are walked: by the wall clock of the series, as dateutil does."""

    horizon: datetime | None
    """Nothing that ends before it is asked for; None when anything may be."""
    end: datetime
    last_year: int


def expand(members: Sequence[tuple[Times, int]], window: Span, home: tzinfo, budget: Budget) -> Iterator[Instance]:
    """Of settled times with their SEQUENCE: at most one event that repeats, and its changed instances.

    Raises Broken when a limit is passed, and anything at all on times too strange for the libraries.
    """
    core = next((times for times, _ in members if times.recurrence_id is None), None)
    walk = _plan_walk(core, [times for times, _ in members if times.recurrence_id is not None], window, home)
    budget.spend(0 if core is None else sum(RULE + len(text) // 5 for text in core.rules))
    rules = [] if core is None else [read_rule(text, core.start, floats=core.floats) for text in core.rules]
    cost = _steps(rules, core, walk)
    if cost > STEP_LIMIT:
        raise Broken("Its RRULE line takes too many steps to work out.")
    budget.spend(cost * STEP)
    adapters = [_Adapter(place, times, sequence, rules) for place, (times, sequence) in enumerate(members)]
    found = _Series(adapters, walk).between(window.start.astimezone(home), window.end.astimezone(home))
    for number, instance in enumerate(islice(found, INSTANCE_LIMIT + 1)):
        if number == INSTANCE_LIMIT:
            raise Broken("It repeats more than 20,000 times in the time that is looked at.")
        budget.spend(INSTANCE)
        yield instance.seen


def _plan_walk(core: Times | None, changed: Sequence[Times], window: Span, home: tzinfo) -> _Walk:
    start = None if core is None else core.start
    zone = start.tzinfo if isinstance(start, datetime) else home
    begin, end = (moment.astimezone(zone).replace(tzinfo=None) for moment in (window.start, window.end))
    shifts = any(times.this_and_future or times.repeats or times.exdates for times in changed)
    length = core.end - core.start if core is not None and core.end is not None else timedelta()
    horizon = None if shifts else begin - length - _MARGIN
    return _Walk(horizon, end + _MARGIN, window.end.year + 2)


def _steps(rules: Sequence[Rule], core: Times | None, walk: _Walk) -> int:
    if core is None:
        return 0
    start = core.start if isinstance(core.start, datetime) else datetime.combine(core.start, datetime.min.time())
    return sum(steps(rule, advance(rule, start, walk.horizon) if walk.horizon else start, walk.end) for rule in rules)


class _Adapter(EventAdapter):  # type: ignore[misc]  # the library has no types
    def __init__(self, place: int, times: Times, sequence: int, rules: Sequence[Rule]) -> None:
        super().__init__(_component(times, sequence))
        self.place, self.named = place, times.recurrence_id
        self._rules = () if times.recurrence_id is not None else tuple(rules)

    @property
    def rrules(self) -> Sequence[Rule]:
        return self._rules


class _Rules(Series.RecurrenceRules):  # type: ignore[misc]
    def __init__(self, core: Any, walk: _Walk) -> None:
        self._walk = walk
        super().__init__(core)

    def create_rule_with_start(self, rule: Rule) -> Bounded:
        start = advance(rule, self.start, self._walk.horizon) if self._walk.horizon else self.start
        try:
            return Bounded(bounded_rule(rule.text(), start, self._walk.last_year), rule.until)
        except ValueError:
            raise Broken("Its RRULE line cannot be understood.") from None


class _Series(Series):  # type: ignore[misc]
    def __init__(self, adapters: Sequence[_Adapter], walk: _Walk) -> None:
        self.RecurrenceRules = partial(_Rules, walk=walk)
        super().__init__(adapters)

    def occurrence(self, adapter: Any, start: Any = None, end: Any = None) -> Any:
        made = super().occurrence(adapter, start, end)
        original = adapter.named if start is None else start - adapter.move_recurrences_by
        made.seen = Instance(adapter.place, made.start, made.end, original)
        return made


def _component(times: Times, sequence: int) -> Event:
    event = Event()
    event["DTSTART"], event["DTEND"] = vDDDTypes(times.start), vDDDTypes(times.end or times.start)
    if sequence >= 0:
        event["SEQUENCE"] = sequence
    if times.recurrence_id is not None:
        span = {"RANGE": "THISANDFUTURE"} if times.this_and_future else {}
        event["RECURRENCE-ID"] = vDDDTypes(times.recurrence_id, span)
    if times.rdates:
        event["RDATE"] = vDDDLists([vDDDTypes(cast(Any, rdate)) for rdate in times.rdates])
    if times.exdates:
        event["EXDATE"] = vDDDLists([vDDDTypes(exdate) for exdate in times.exdates])
    return event
