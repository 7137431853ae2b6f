"""What a link of a letter does once the person said yes on its page; each says how to take it back."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from hedgerow.core.action import Verb
from hedgerow.core.block import BlockId, Booking, Slot
from hedgerow.core.digest import digest_of
from hedgerow.core.errand import Errand, Kind, moved
from hedgerow.core.intention import Intention
from hedgerow.core.occurrence import CalendarId, Uid
from hedgerow.core.policy.said import Proposed
from hedgerow.core.request import Refusal
from hedgerow.core.span import Span
from hedgerow.flows.asking import Answer, ask_to_move, ask_to_skip, ask_to_skip_day, carry_out
from hedgerow.flows.cycle import Outcome, Survey, apply, record_findings, survey
from hedgerow.flows.deciding import Decision, accept, decide, of_week, refuse
from hedgerow.flows.deciding import undo as undo_change
from hedgerow.flows.household import Household
from hedgerow.flows.undo import is_able, look_back, undo
from hedgerow.letter.language import noted
from hedgerow.ports import Origin, Pause, PlanId, Refused, Unavailable
from hedgerow.settings.changing import Setting, put
from hedgerow.settings.edits import Edit, File, add_tables, edit_settings, remove_tables, write_edit

_SWITCH = "HEDGEROW_LETTER__ENABLED"
_WEEKS_BACK = 3
"""How far back the week may lie whose letter's link is used."""


@dataclass(frozen=True, slots=True)
class Subject:
    """What it is about, as far as that is known without asking a calendar."""

    title: str = ""
    span: Span | None = None
    to: Span | None = None
    """Where a move leads."""
    day: date | None = None
    """Of a block that is in no calendar yet."""
    coming: tuple[tuple[str, Span], ...] = ()
    """Titles and times of the events that would be written."""


@dataclass(frozen=True, slots=True)
class Ran:
    subject: Subject
    undo: Errand | None = None
    many: int = 1
    """How many steps were done."""


def series_name(calendar: CalendarId, uid: Uid) -> str:
    """Of a series, short and without its title."""
    return digest_of([calendar, uid])


def slot_name(slot: Slot) -> str:
    return f"{slot.intention}/{slot.day.isoformat()}"


def subject_of(household: Household, errand: Errand) -> Subject:
    """Raises Refused when there is no such block."""
    match errand.kind:
        case Kind.SKIP | Kind.ACCEPT if "/" in errand.item:
            name, _, day = errand.item.partition("/")
            return Subject(_wish(household, name).title, day=date.fromisoformat(day))
        case Kind.ACCEPT:
            titles = {wish.id: wish.title for wish in household.settings.intentions}
            events = [step.action.event for step in survey(household).outlook.steps]
            return Subject(coming=tuple((titles.get(e.slot.intention, e.title), e.span) for e in events))
        case Kind.SKIP:
            booking = _booking(household, BlockId(errand.item))
            return Subject(booking.title, booking.span)
        case Kind.MOVE:
            block, start = moved(errand.item)
            booking = _booking(household, BlockId(block))
            return Subject(booking.title, booking.span, Span(start, start + booking.span.length))
        case _:
            return Subject()


def run(household: Household, errand: Errand) -> Ran:
    """Raises Refused or Unavailable when it was not done, in a sentence for the person."""
    return _WAYS[errand.kind](household, errand)


def _wish(household: Household, name: str) -> Intention:
    found = next((wish for wish in household.settings.intentions if wish.id == name), None)
    if found is None:
        raise Refused(noted("Your settings have no such intention any more."))
    return found


def _booking(household: Household, block: BlockId) -> Booking:
    found = next((each for each in household.ledger.bookings() if each.block == block), None)
    if found is None:
        raise Refused(noted("There is no such block any more."))
    return found


def _skip(household: Household, errand: Errand) -> Ran:
    def ask(surveyed: Survey) -> Answer:
        name, _, day = errand.item.partition("/")
        if day:
            return ask_to_skip_day(household, surveyed, _wish(household, name), date.fromisoformat(day))
        return ask_to_skip(household, surveyed, _booking(household, BlockId(errand.item)))

    return _carried_out(household, errand, ask)


def _move(household: Household, errand: Errand) -> Ran:
    block, start = moved(errand.item)

    def ask(surveyed: Survey) -> Answer:
        return ask_to_move(household, surveyed, _booking(household, BlockId(block)), start)

    return _carried_out(household, errand, ask)


def _carried_out(household: Household, errand: Errand, ask: Callable[[Survey], Answer]) -> Ran:
    subject = subject_of(household, errand)
    surveyed = survey(household)
    record_findings(household, surveyed)
    answer = ask(surveyed)
    plan = household.new_plan()
    answered = carry_out(household, answer, Origin(plan, household.clock.now()))
    if isinstance(answer, Refusal) and answer.is_so_already:
        return Ran(subject)
    if answered.outcome is not Outcome.DONE:
        raise Refused(answered.message or noted("The calendar has changed meanwhile: look at it, then try again."))
    return Ran(subject, Errand(Kind.UNDO, errand.week, plan))


def _accept(household: Household, errand: Errand) -> Ran:
    if errand.item:
        return _accept_one(household, errand)
    surveyed = survey(household)
    plan = household.new_plan()
    # the page shows blocks alone: it is no yes to replies
    performed = apply(household, surveyed, {step.calendar for step in surveyed.outlook.steps}, plan)
    done = sum(each.outcome is Outcome.DONE for each in performed)
    if performed and not done:
        raise Refused(noted("Nothing could be written just now: `hedgerow apply` says why."))
    return Ran(Subject(), Errand(Kind.UNDO, errand.week, plan) if done else None, done)


def _accept_one(household: Household, errand: Errand) -> Ran:
    """That one block: it is no yes to others in the same calendar."""

    def ask(surveyed: Survey) -> Answer:
        if any(slot_name(each.slot) == errand.item and each.stands for each in surveyed.outlook.bookings):
            return Refusal("It is booked already.", is_so_already=True)
        steps, waiting = surveyed.outlook.steps, surveyed.outlook.waiting
        creations = (each for each in (*steps, *waiting) if each.action.verb is Verb.CREATE)
        step = next((each for each in creations if slot_name(each.action.event.slot) == errand.item), None)
        if step is None:
            return Refusal(f"There is no place for it on {errand.item.partition('/')[2]} any more.")
        return Refusal("A calendar can't be seen just now: try again.") if step in waiting else step

    return _carried_out(household, errand, ask)


def _expect(household: Household, errand: Errand) -> Ran:
    occurrence = _series(household, errand)
    table = {"uid": occurrence[1], "calendar": occurrence[0]}
    _edit(household, lambda text: add_tables(text, "expected", [table]))
    return Ran(Subject(), Errand(Kind.UNEXPECT, errand.week, f"{occurrence[0]}/{occurrence[1]}"))


def _unexpect(household: Household, errand: Errand) -> Ran:
    calendar, _, uid = errand.item.partition("/")

    def is_it(table: Mapping[str, object]) -> bool:
        return (table.get("uid"), table.get("calendar")) == (uid, calendar)

    _edit(household, lambda text: remove_tables(text, "expected", is_it))
    return Ran(Subject())


def _series(household: Household, errand: Errand) -> tuple[CalendarId, Uid]:
    seen = survey(household, _WEEKS_BACK).view.timeline.entries
    for entry in seen:
        calendar, uid = entry.occurrence.calendar, entry.occurrence.uid
        if series_name(calendar, uid) == errand.item:
            return calendar, uid
    raise Refused(noted("That series is in none of your calendars any more."))


def _edit(household: Household, change: Callable[[str], str]) -> None:
    file = _file(household)
    try:
        edit = edit_settings(file.path, change, file.environ)
        if not isinstance(edit, Edit):
            raise Refused(f"So changed, the settings would no longer load: {edit[0]}. Nothing was written.")
        is_written = edit.after == edit.before or write_edit(edit)
    except OSError as error:
        raise Refused(f"{file.path} can't be written ({error.strerror}): nothing was changed.") from error
    if not is_written:
        raise Unavailable(f"{file.path} was changed by another program meanwhile: nothing was written; try again.")


def _file(household: Household) -> File:
    if household.file is None:
        raise Refused(noted("The settings came from no file that could be changed."))
    return household.file


def _adopt(household: Household, errand: Errand) -> Ran:
    _decide(household, accept(household, _proposed(household, errand), _file(household)))
    return Ran(Subject(), Errand(Kind.REVERT, errand.week))


def _decline(household: Household, errand: Errand) -> Ran:
    _decide(household, refuse(household, _proposed(household, errand)))
    return Ran(Subject())


def _revert(household: Household, errand: Errand) -> Ran:
    _decide(household, undo_change(household, _proposed(household, errand), _file(household)))
    return Ran(Subject())


def _proposed(household: Household, errand: Errand) -> Proposed:
    found = of_week(household, errand.week)
    if found is None:
        raise Refused(noted("The letter of that week proposed no change."))
    return found


def _decide(household: Household, decision: Decision | Refusal) -> None:
    """What is so already is done."""
    refusal = decision if isinstance(decision, Refusal) else None
    try:
        if isinstance(decision, Decision):
            refusal = decide(household, decision)
    except OSError as error:
        raise Refused(f"The settings can't be written ({error.strerror}): nothing was changed.") from error
    if refusal is not None and not refusal.is_so_already:
        raise Refused(refusal.sentence)


def _pause(household: Household, errand: Errand) -> Ran:
    now = household.clock.now()
    until = now + timedelta(days=int(errand.item)) if errand.item else None
    before = household.pause(now)
    if before is not None and (before.until is None or (until is not None and until <= before.until)):
        return Ran(Subject())
    household.breaks.set_pause(Pause(now, until))
    return Ran(Subject(span=Span(now, until) if until else None), Errand(Kind.RESUME, errand.week))


def _resume(household: Household, errand: Errand) -> Ran:
    household.breaks.set_pause(None)
    return Ran(Subject(), Errand(Kind.PAUSE, errand.week, "14"))


def _letters(household: Household, errand: Errand) -> Ran:
    is_on = errand.kind is Kind.START
    if any(name.upper() == _SWITCH for name in _file(household).environ):
        raise Refused(f"{_SWITCH} is set where Hedgerow runs, and counts more than the settings: unset it there.")
    _edit(household, lambda text: put(text, (Setting("letter", "", "enabled", value=is_on),))[0])
    return Ran(Subject(), Errand(Kind.STOP if is_on else Kind.START, errand.week))


def _undo(household: Household, errand: Errand) -> Ran:
    surveyed = survey(household)
    record_findings(household, surveyed)
    undoings = look_back(household, surveyed, PlanId(errand.item))
    if not undoings:
        raise Refused(noted("There is nothing left of it that could be taken back."))
    answered = undo(household, [each for each in undoings if is_able(each)], household.new_plan())
    done = sum(each.outcome is Outcome.DONE for each in answered)
    if not done:
        reasons = (each.answer.sentence for each in undoings if isinstance(each.answer, Refusal))
        raise Refused(next(reasons, noted("The calendar could not be written just now: try again.")))
    return Ran(Subject(), many=done)


_WAYS: Mapping[Kind, Callable[[Household, Errand], Ran]] = {
    Kind.SKIP: _skip,
    Kind.ACCEPT: _accept,
    Kind.MOVE: _move,
    Kind.EXPECT: _expect,
    Kind.UNEXPECT: _unexpect,
    Kind.ADOPT: _adopt,
    Kind.DECLINE: _decline,
    Kind.REVERT: _revert,
    Kind.PAUSE: _pause,
    Kind.RESUME: _resume,
    Kind.STOP: _letters,
    Kind.START: _letters,
    Kind.UNDO: _undo,
}
