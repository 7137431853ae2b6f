"""One turn of the wheel: read every calendar, see what the person did, plan, and write what is missing."""

import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from hedgerow.core.block import Version
from hedgerow.core.boundary import Boundary
from hedgerow.core.days import Week, local_day, week_of, week_span
from hedgerow.core.occurrence import CalendarId, NotSeen
from hedgerow.core.outlook import Outlook, Record, Sight, Wishes, look_ahead
from hedgerow.core.pattern import Signs, find_doubts, find_marks, resolve_boundary
from hedgerow.core.plan import PlanRules
from hedgerow.core.reconcile import Step, Verb, booked
from hedgerow.core.seasonal import change_wishes
from hedgerow.core.span import Span
from hedgerow.core.timeline import Timeline, build_timeline
from hedgerow.core.week import MARGIN, Coverage
from hedgerow.flows.household import Household
from hedgerow.flows.reading import find_all_blocks, read_all
from hedgerow.ports import BlockCalendar, PreconditionFailed, Refused, Unavailable
from hedgerow.settings.values import Settings

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class View:
    """What was read for a stretch of weeks."""

    window: Span
    timeline: Timeline
    coverage: Coverage
    """Of sources and block calendars together."""
    boundary: Boundary
    """As it holds in the window, with all that settings and calendars say of leave, holidays, seasons and rota."""


@dataclass(frozen=True, slots=True)
class Survey:
    """What was read, and what follows from it. Nothing has been written."""

    now: datetime
    view: View
    outlook: Outlook


class Outcome(StrEnum):
    DONE = "done"
    CHANGED_MEANWHILE = "changed-meanwhile"
    """The calendar held something else than expected; the next cycle decides anew."""
    UNKNOWN = "unknown"
    """No answer came; the next cycle finds out by reading."""
    REFUSED = "refused"
    NOT_ASKED = "not-asked"
    """The first write to this calendar waits for the person's yes."""


@dataclass(frozen=True, slots=True)
class Performed:
    step: Step
    outcome: Outcome
    message: str = ""


def current_week(settings: Settings, now: datetime) -> Week:
    return week_of(local_day(now, settings.person.zone), settings.person.first_weekday)


def plan_rules(settings: Settings, now: datetime) -> PlanRules:
    planning, first = settings.planning, current_week(settings, now)
    return PlanRules(
        zone=settings.person.zone,
        weeks=[first.plus(n) for n in range(planning.weeks)],
        notice=planning.notice,
        freeze=planning.freeze,
        free_until=planning.free_until,
        free_places=planning.free_places,
    )


def view(household: Household, first: Week, last: Week) -> View:
    """Reads every source for the weeks from `first` to `last`, with the margin that judging a week needs."""
    settings = household.settings
    zone, pattern = settings.person.zone, settings.pattern
    window = Span(week_span(first, zone).start, week_span(last, zone).end).widen(MARGIN, MARGIN)
    occurrences, coverage = read_all(household.sources, window)
    is_rota_seen = pattern.rota is not None and _is_seen(coverage, pattern.rota.calendar)
    signs = Signs(window, find_marks(pattern, occurrences), is_rota_seen=is_rota_seen)
    boundary = resolve_boundary(settings.boundary, pattern, signs, household.holidays_of(window))
    timeline = build_timeline(occurrences, settings.domain_policy, pattern.mark)
    return View(window, timeline, replace(coverage, doubts=find_doubts(pattern, signs, zone)), boundary)


def _is_seen(coverage: Coverage, calendar: CalendarId) -> bool:
    """Wholly: a rota with a gap would make rest of what is work."""
    gaps = {gap.calendar for gap in coverage.not_seen}
    return calendar not in gaps and calendar in {seen.calendar for seen in coverage.seen}


def survey(household: Household, back: int = 0, believed: Iterable[CalendarId] = ()) -> Survey:
    """Reads everything from `back` weeks before this one to the horizon and decides. Writes nothing."""
    now = household.clock.now()
    rules = plan_rules(household.settings, now)
    record = Record(household.ledger.bookings(), household.ledger.open_intents())
    seen = view(household, rules.weeks[0].plus(-back), rules.weeks[-1])
    intentions, pattern = household.settings.intentions, household.settings.pattern
    rules = replace(rules, changes=change_wishes(intentions, rules.weeks, pattern, seen.boundary))
    held, gaps = find_all_blocks(household.block_calendars)
    is_whole = len(seen.coverage.seen) == len(household.sources)
    sight = Sight(seen.timeline.within(_coming(seen.window, now)), is_whole, held, frozenset(believed))
    outlook = look_ahead(sight, record, Wishes(intentions, rules), now, household.ids.fresh)
    return Survey(now, _with_gaps(seen, gaps), outlook)


def apply(household: Household, surveyed: Survey, asked: Iterable[CalendarId]) -> tuple[Performed, ...]:
    """Records what was found, then writes each step with its intent before it and its record after it.

    `asked` are the calendars for which the person said yes to a first write; those written before need no more asking.
    """
    record_findings(household, surveyed)
    approved = {booking.calendar for booking in surveyed.outlook.bookings} | set(asked)
    return tuple(_perform_all(household, surveyed, approved))


def record_findings(household: Household, surveyed: Survey) -> None:
    for settled in surveyed.outlook.settled:
        if settled.booking is None:
            household.ledger.abandon(settled.action.event.block, surveyed.now, settled.reason)
        else:
            household.ledger.finish(settled.booking, surveyed.now)
    household.ledger.note(surveyed.outlook.observations, surveyed.now)


def first_writes(surveyed: Survey) -> tuple[CalendarId, ...]:
    """The calendars that a step would write to and that never held a block of ours."""
    known = {booking.calendar for booking in surveyed.outlook.bookings}
    return tuple(dict.fromkeys(step.calendar for step in surveyed.outlook.steps if step.calendar not in known))


def _perform_all(household: Household, surveyed: Survey, approved: set[CalendarId]) -> Iterator[Performed]:
    calendars = {calendar.calendar: calendar for calendar in household.block_calendars}
    for step in surveyed.outlook.steps:
        if step.calendar in approved:
            yield _perform(household, calendars[step.calendar], step, surveyed.now)
        else:
            yield Performed(step, Outcome.NOT_ASKED)


def _perform(household: Household, calendar: BlockCalendar, step: Step, now: datetime) -> Performed:
    """The intent is on disk before the request, so that a crash anywhere in here is settled by reading."""
    block = step.action.event.block
    household.ledger.begin(step.action, step.calendar, now)
    try:
        booking = booked(step, _write(calendar, step))
    except PreconditionFailed as error:
        household.ledger.abandon(block, now, str(error))
        return _told(step, Outcome.CHANGED_MEANWHILE, error)
    except Refused as error:
        household.ledger.abandon(block, now, str(error))
        return _told(step, Outcome.REFUSED, error)
    except Unavailable as error:
        return _told(step, Outcome.UNKNOWN, error)
    household.ledger.finish(booking, now)
    _log.info("%s block %s in %s", step.action.verb, block, step.calendar)
    return Performed(step, Outcome.DONE)


def _write(calendar: BlockCalendar, step: Step) -> Version:
    action = step.action
    if action.verb is not Verb.DELETE:
        return calendar.put(action.event, action.expected)
    assert action.expected is not None, "a deletion was decided on a version"
    calendar.remove(action.event.block, action.expected)
    return action.expected


def _told(step: Step, outcome: Outcome, error: Exception) -> Performed:
    _log.warning("%s block %s in %s: %s", step.action.verb, step.action.event.block, step.calendar, outcome)
    return Performed(step, outcome, str(error))


def _coming(window: Span, now: datetime) -> Span:
    return Span(max(window.start, now - MARGIN), window.end)


def _with_gaps(seen: View, gaps: Iterable[NotSeen]) -> View:
    coverage = replace(seen.coverage, not_seen=(*seen.coverage.not_seen, *gaps))
    return replace(seen, coverage=coverage)
