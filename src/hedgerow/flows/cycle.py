"""One turn of the wheel: read every calendar, see what the person did, plan, and write what is missing."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from types import MappingProxyType

from hedgerow.core import rota
from hedgerow.core.absence import Away, is_absence
from hedgerow.core.block import BlockId, uid_of
from hedgerow.core.boundary import Boundary, Off, on_call_time, time_off, worked_shifts
from hedgerow.core.caution import judge_sources, remember
from hedgerow.core.days import Week, local_day, week_of, week_span
from hedgerow.core.observe import is_ours
from hedgerow.core.occurrence import CalendarId, NotSeen
from hedgerow.core.outlook import Means, Outlook, Record, Sight, Wishes, look_ahead, own_of
from hedgerow.core.pattern import Signs, find_doubts, find_marks, resolve_boundary
from hedgerow.core.plan import PlanRules
from hedgerow.core.reconcile import Step
from hedgerow.core.reply import Invitation, without_declined
from hedgerow.core.seasonal import change_wishes
from hedgerow.core.span import Span
from hedgerow.core.timeline import Timeline, build_timeline, disown
from hedgerow.core.week import MARGIN, Coverage
from hedgerow.flows.household import Household
from hedgerow.flows.performing import Held, Outcome, Performed, perform
from hedgerow.flows.reading import find_forsaken, read_all
from hedgerow.flows.replying import Correspondence, Replied, correspond, record_replies, reply_to_all
from hedgerow.flows.second_look import Read, find_blocks_surely, stocks, without
from hedgerow.ports import Origin, Pause, PlanId
from hedgerow.settings.values import Settings

__all__ = [
    "Outcome",
    "Performed",
    "apply",
    "current_week",
    "first_writes",
    "plan_rules",
    "record_findings",
    "reply_to_invitations",
    "survey",
    "view",
    "writes_to",
]


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
    held: Held
    """Every block in every calendar that could be read, with its text."""
    pause: Pause | None
    """While it lasts, nothing of this is written."""
    letters: Correspondence
    """Replies to invitations; the outlook takes those for granted that are to be given."""


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
        guards=settings.guards,
        tentative=planning.tentative,
    )


def view(household: Household, first: Week, last: Week, held: Held = MappingProxyType({})) -> View:
    """Reads every source for the weeks from `first` to `last`, with the margin that judging a week needs.

    `held` are blocks found in their calendars, which are ours even when the ledger was lost.
    """
    weeks = _weeks(household, first, last)
    return _arrange(household, weeks, _read(household, weeks, held))


def _weeks(household: Household, first: Week, last: Week) -> Span:
    zone = household.settings.person.zone
    return Span(week_span(first, zone).start, week_span(last, zone).end)


def _read(household: Household, weeks: Span, held: Held) -> Read:
    """With a rota further than asked: where it ends has to be seen."""
    ahead = rota.AHEAD if household.settings.pattern.rota else timedelta()
    occurrences, coverage = read_all(household.sources, weeks.widen(MARGIN, MARGIN + ahead))
    return tuple(disown(occurrences, {uid_of(block) for block in _own_blocks(household, held)})), coverage


def _arrange(household: Household, weeks: Span, read: Read) -> View:
    settings, (own, coverage) = household.settings, read
    zone, pattern, window = settings.person.zone, settings.pattern, weeks.widen(MARGIN, MARGIN)
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
    wishes = {i.id for i in settings.intentions} | set(_away(settings).domains)
    found = (each for calendar in held.values() for each in calendar)
    return known | {each.block for each in found if is_ours(each, known, household.owner, wishes)}


def survey(
    household: Household, back: int = 0, believed: Iterable[CalendarId] = (), *, released: bool = False
) -> Survey:
    """Reads everything from `back` weeks before this one to the horizon and decides. Writes nothing.

    `released` where a person sees every step before it is done.
    """
    now, believed = household.clock.now(), frozenset(believed)
    rules = plan_rules(household.settings, now)
    wishes = Wishes(household.settings.intentions, rules, household.owner, _away(household.settings))
    record = Record(household.ledger.bookings(), household.ledger.open_intents(), household.doubts.load())
    held, gaps = find_blocks_surely(household, record, own_of(wishes), now)
    weeks = _weeks(household, rules.weeks[0].plus(-back), rules.weeks[-1])
    read = _read(household, weeks, held)
    planned = _weeks(household, rules.weeks[0], rules.weeks[-1])
    # a file that suddenly lost most of its entries counts as not seen
    losses, doubts = judge_sources(stocks(household.settings, read, planned), record.doubts, now, believed)
    seen = _arrange(household, weeks, without(read, losses))
    record = replace(record, doubts=doubts)
    changes = change_wishes(wishes.intentions, rules.weeks, household.settings.pattern, seen.boundary)
    ahead = _coming(seen.window, now)
    unknown, on_call = rota.unpublished(seen.boundary), on_call_time(seen.boundary, ahead)
    wishes = replace(wishes, rules=replace(rules, changes=changes, unknown=unknown, on_call=on_call))
    wishes = replace(wishes, away=replace(wishes.away, spans=time_off(seen.boundary, Off.UNPLUGGED)))
    coming, shifts = seen.timeline.within(ahead), worked_shifts(seen.boundary, ahead)
    unread = frozenset(gap.calendar for gap in gaps)
    sight = Sight(coming, not seen.coverage.not_seen, held, unread, believed, released, shifts)

    def look(declined: Sequence[Invitation]) -> Outlook:
        seen = replace(sight, timeline=without_declined(coming, declined))
        return look_ahead(seen, record, wishes, now, Means(household.ids.fresh, household.plan))

    letters, outlook = correspond(household, wishes, now, look, is_whole=sight.is_whole)
    gaps += find_forsaken(outlook.bookings, household.block_calendars, now)
    approved, pause = household.ledger.approved(), household.pause(now)
    return Survey(now, _with_gaps(seen, gaps), outlook, approved, held, pause, letters)


def _away(settings: Settings) -> Away:
    return Away(tuple(each.id for each in settings.calendars if each.out_of_office))


def apply(
    household: Household, surveyed: Survey, asked: Iterable[CalendarId], plan: PlanId | None = None
) -> tuple[Performed, ...]:
    """Records what was found, then writes each step with its intent before it and its record after it.

    `asked` are the calendars that the person says yes to now; a yes of before still holds. `plan` names the run; one
    without a name gets a fresh one when it has anything to write.
    """
    record_findings(household, surveyed)
    steps = surveyed.outlook.steps
    if surveyed.pause is not None or household.pause(household.clock.now()) is not None:
        return tuple(Performed(step, Outcome.PAUSED) for step in steps)
    for calendar in asked:
        household.ledger.approve(calendar, surveyed.now)
    if not steps:
        return ()
    performed = tuple(_perform_all(household, surveyed, Origin(plan or household.new_plan(), surveyed.now)))
    tried = (each.step for each in performed if each.is_try)
    household.doubts.save(remember(tried, surveyed.outlook.doubts, surveyed.now))
    return performed


def record_findings(household: Household, surveyed: Survey) -> None:
    for settled in surveyed.outlook.settled:
        if settled.booking is None:
            household.ledger.abandon(settled.action.event.block, surveyed.now, settled.reason)
        else:
            household.ledger.finish(settled.booking, surveyed.now)
    household.ledger.note(surveyed.outlook.observations, surveyed.now)
    record_replies(household, surveyed.letters, surveyed.now)
    household.doubts.save(surveyed.outlook.doubts)


def reply_to_invitations(household: Household, surveyed: Survey, plan: PlanId | None = None) -> tuple[Replied, ...]:
    """After `apply`, which records what was found and what the person said yes to."""
    if not surveyed.letters.responses:
        return ()
    origin = Origin(plan or household.new_plan(), surveyed.now)
    return reply_to_all(household, surveyed.letters, origin, household.ledger.approved())


def writes_to(surveyed: Survey) -> tuple[CalendarId, ...]:
    """The calendars that a step or a reply would write to."""
    replies = (each.invitation.calendar for each in surveyed.letters.responses)
    return tuple(dict.fromkeys((*(step.calendar for step in surveyed.outlook.steps), *replies)))


def first_writes(surveyed: Survey) -> tuple[CalendarId, ...]:
    """Those of them that the person has not said yes to."""
    calendars = writes_to(surveyed)
    return tuple(calendar for calendar in calendars if calendar not in surveyed.approved)


def _perform_all(household: Household, surveyed: Survey, origin: Origin) -> Iterator[Performed]:
    calendars = {calendar.calendar: calendar for calendar in household.block_calendars}
    approved = household.ledger.approved()
    late = _begun_by(household.clock.now(), surveyed.outlook.steps)
    done: set[BlockId] = set()
    for step in surveyed.outlook.steps:
        block = step.action.event.block
        is_free = step.after is None or step.after in done
        hindrances = {
            Outcome.PAUSED: household.pause(household.clock.now()) is not None,
            Outcome.NOT_ASKED: step.calendar not in approved,
            Outcome.TOO_LATE: block in late,
            Outcome.FOLLOWS: not is_free,
        }
        hindered = next((outcome for outcome, holds in hindrances.items() if holds), None)
        if hindered is not None:
            yield Performed(step, hindered)
            continue
        performed = perform(household, calendars[step.calendar], step, origin)
        done |= {block} if performed.outcome is Outcome.DONE else set()
        yield performed


def _begun_by(now: datetime, steps: Sequence[Step]) -> set[BlockId]:
    """With what would replace them. The end of a leave may change while it lasts."""
    placed = (step for step in steps if not is_absence(step.action.event.slot.intention))
    begun = [step for step in placed if step.action.first_start <= now]
    return {block for step in begun for block in (step.action.event.block, step.after) if block is not None}


def _coming(window: Span, now: datetime) -> Span:
    return Span(max(window.start, now - MARGIN), window.end)


def _with_gaps(seen: View, gaps: Iterable[NotSeen]) -> View:
    coverage = replace(seen.coverage, not_seen=(*seen.coverage.not_seen, *gaps))
    return replace(seen, coverage=coverage)
