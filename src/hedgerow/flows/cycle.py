"""One turn of the wheel: read every calendar, see what the person did, plan, and write what is missing."""

import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType

from hedgerow.core import rota
from hedgerow.core.block import BlockId, Found, Version, owner_of, uid_of
from hedgerow.core.boundary import Boundary, on_call_time, worked_shifts
from hedgerow.core.days import Week, local_day, week_of, week_span
from hedgerow.core.observe import is_ours
from hedgerow.core.occurrence import CalendarId, NotSeen
from hedgerow.core.outlook import Outlook, Record, Sight, Wishes, look_ahead
from hedgerow.core.pattern import Signs, find_doubts, find_marks, resolve_boundary
from hedgerow.core.plan import PlanRules
from hedgerow.core.reconcile import Step, Verb, booked
from hedgerow.core.seasonal import change_wishes
from hedgerow.core.span import Span
from hedgerow.core.timeline import Timeline, build_timeline, disown
from hedgerow.core.week import MARGIN, Coverage
from hedgerow.flows.household import Household
from hedgerow.flows.reading import find_all_blocks, find_forsaken, read_all
from hedgerow.ports import BlockCalendar, PreconditionFailed, Refused, Unavailable
from hedgerow.settings.values import Settings

_log = logging.getLogger(__name__)

Held = Mapping[CalendarId, Sequence[Found]]


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
    approved: frozenset[CalendarId]
    """The calendars that the person said yes to blocks in."""


class Outcome(StrEnum):
    DONE = "done"
    CHANGED_MEANWHILE = "changed-meanwhile"
    """The calendar held something else than expected; the next cycle decides anew."""
    UNKNOWN = "unknown"
    """No answer came; the next cycle finds out by reading."""
    REFUSED = "refused"
    TOO_LATE = "too-late"
    """It has begun since the calendars were read."""
    FOLLOWS = "follows"
    """What is to replace it was not written, so it stays."""
    NOT_ASKED = "not-asked"
    """Writing to this calendar waits for the person's yes."""


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


def view(household: Household, first: Week, last: Week, held: Held = MappingProxyType({})) -> View:
    """Reads every source for the weeks from `first` to `last`, with the margin that judging a week needs.

    `held` are blocks found in their calendars, which are ours even when the ledger was lost.
    """
    settings = household.settings
    zone, pattern = settings.person.zone, settings.pattern
    window = Span(week_span(first, zone).start, week_span(last, zone).end).widen(MARGIN, MARGIN)
    reach = window.widen(timedelta(), rota.AHEAD) if pattern.rota else window
    occurrences, coverage = read_all(household.sources, reach)
    own = tuple(disown(occurrences, {uid_of(block) for block in _own_blocks(household, held)}))
    is_rota_seen = pattern.rota is not None and _is_seen(coverage, pattern.rota.calendar)
    signs = Signs(window, find_marks(pattern, own), is_rota_seen=is_rota_seen)
    boundary = resolve_boundary(settings.boundary, pattern, signs, household.holidays_of(window))
    within = (occurrence for occurrence in own if occurrence.span.start < window.end)
    timeline = build_timeline(within, settings.domain_policy, pattern.mark)
    return View(window, timeline, replace(coverage, doubts=find_doubts(pattern, signs, zone)), boundary)


def _is_seen(coverage: Coverage, calendar: CalendarId) -> bool:
    """Wholly: a rota with a gap would make rest of what is work."""
    gaps = {gap.calendar for gap in coverage.not_seen}
    return calendar not in gaps and calendar in {seen.calendar for seen in coverage.seen}


def _own_blocks(household: Household, held: Held) -> set[BlockId]:
    """What the ledger knows, and what was found of this very person: another one's blocks in a shared file are busy."""
    settings, ledger = household.settings, household.ledger
    known = {booking.block for booking in ledger.bookings()}
    known |= {intent.action.event.block for intent in ledger.open_intents()}
    owner, wishes = owner_of(settings.person.addresses, settings.person.name), {i.id for i in settings.intentions}
    found = (each for calendar in held.values() for each in calendar)
    return known | {each.block for each in found if is_ours(each, known, owner, wishes)}


def survey(
    household: Household, back: int = 0, believed: Iterable[CalendarId] = (), *, released: bool = False
) -> Survey:
    """Reads everything from `back` weeks before this one to the horizon and decides. Writes nothing.

    `released` where a person sees every step before it is done.
    """
    now = household.clock.now()
    rules = plan_rules(household.settings, now)
    record = Record(household.ledger.bookings(), household.ledger.open_intents())
    held, gaps = find_all_blocks(household.block_calendars)
    seen = view(household, rules.weeks[0].plus(-back), rules.weeks[-1], held)
    intentions, pattern, person = household.settings.intentions, household.settings.pattern, household.settings.person
    changes = change_wishes(intentions, rules.weeks, pattern, seen.boundary)
    ahead = _coming(seen.window, now)
    unknown, on_call = rota.unpublished(seen.boundary), on_call_time(seen.boundary, ahead)
    rules = replace(rules, changes=changes, unknown=unknown, on_call=on_call)
    coming, shifts = seen.timeline.within(ahead), worked_shifts(seen.boundary, ahead)
    unread = frozenset(gap.calendar for gap in gaps)
    sight = Sight(coming, not seen.coverage.not_seen, held, unread, frozenset(believed), released, shifts)
    wishes = Wishes(intentions, rules, owner_of(person.addresses, person.name))
    outlook = look_ahead(sight, record, wishes, now, household.ids.fresh)
    gaps += find_forsaken(outlook.bookings, household.block_calendars, now)
    return Survey(now, _with_gaps(seen, gaps), outlook, household.ledger.approved())


def apply(household: Household, surveyed: Survey, asked: Iterable[CalendarId]) -> tuple[Performed, ...]:
    """Records what was found, then writes each step with its intent before it and its record after it.

    `asked` are the calendars that the person says yes to now; a yes of before still holds.
    """
    record_findings(household, surveyed)
    for calendar in asked:
        household.ledger.approve(calendar, surveyed.now)
    return tuple(_perform_all(household, surveyed, household.ledger.approved()))


def record_findings(household: Household, surveyed: Survey) -> None:
    for settled in surveyed.outlook.settled:
        if settled.booking is None:
            household.ledger.abandon(settled.action.event.block, surveyed.now, settled.reason)
        else:
            household.ledger.finish(settled.booking, surveyed.now)
    household.ledger.note(surveyed.outlook.observations, surveyed.now)


def first_writes(surveyed: Survey) -> tuple[CalendarId, ...]:
    """The calendars that a step would write to and that the person has not said yes to."""
    calendars = dict.fromkeys(step.calendar for step in surveyed.outlook.steps)
    return tuple(calendar for calendar in calendars if calendar not in surveyed.approved)


def _perform_all(household: Household, surveyed: Survey, approved: frozenset[CalendarId]) -> Iterator[Performed]:
    calendars = {calendar.calendar: calendar for calendar in household.block_calendars}
    late = _begun_by(household.clock.now(), surveyed.outlook.steps)
    done: set[BlockId] = set()
    for step in surveyed.outlook.steps:
        block = step.action.event.block
        if step.calendar not in approved:
            yield Performed(step, Outcome.NOT_ASKED)
        elif block in late:
            yield Performed(step, Outcome.TOO_LATE)
        elif step.after is not None and step.after not in done:
            yield Performed(step, Outcome.FOLLOWS)
        else:
            performed = _perform(household, calendars[step.calendar], step, surveyed.now)
            done |= {block} if performed.outcome is Outcome.DONE else set()
            yield performed


def _begun_by(now: datetime, steps: Sequence[Step]) -> set[BlockId]:
    """With what would replace them."""
    begun = [step for step in steps if step.action.first_start <= now]
    return {block for step in begun for block in (step.action.event.block, step.after) if block is not None}


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
