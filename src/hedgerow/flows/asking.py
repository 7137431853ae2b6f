"""What a person asks for by name: one block skipped or pinned, done at once and on record."""

from dataclasses import dataclass
from datetime import date, datetime

from hedgerow.core.action import Verb
from hedgerow.core.block import Booking, Found, Slot, Standing
from hedgerow.core.days import day_span, local_day
from hedgerow.core.intention import Intention
from hedgerow.core.reconcile import Observation, Step
from hedgerow.core.reply import Response
from hedgerow.core.request import Refusal, move, pin, skip, skip_slot
from hedgerow.flows.cycle import Survey
from hedgerow.flows.household import Household
from hedgerow.flows.performing import Outcome, perform
from hedgerow.flows.replying import reply
from hedgerow.ports import Origin

Answer = Step | Observation | Refusal | Response


@dataclass(frozen=True, slots=True)
class Answered:
    answer: Answer
    outcome: Outcome
    message: str = ""


def ask_to_pin(surveyed: Survey, booking: Booking) -> Answer:
    return pin(booking, surveyed.now)


def ask_to_skip(household: Household, surveyed: Survey, booking: Booking) -> Answer:
    return skip(booking, event_now(surveyed, booking), household.owner, surveyed.now)


def ask_to_move(household: Household, surveyed: Survey, booking: Booking, start: datetime) -> Answer:
    return move(booking, event_now(surveyed, booking), household.owner, start, surveyed.now)


def ask_to_skip_day(household: Household, surveyed: Survey, intention: Intention, day: date) -> Answer:
    """Of the blocks of that day the one that lies on it, then the one that stands for it."""
    zone = household.settings.person.zone
    mine = [each for each in surveyed.outlook.bookings if each.slot.intention == intention.id]
    there = [each for each in mine if each.stands and local_day(each.span.start, zone) == day]
    there += [each for each in mine if each.stands and each.slot.day == day]
    if there:
        return ask_to_skip(household, surveyed, there[0])
    slot = Slot(intention.id, day)
    if any(each.standing is Standing.SKIPPED and each.slot == slot for each in mine):
        return Refusal("That day is skipped already.", is_so_already=True)
    if _is_begun(household, surveyed, slot):
        return Refusal("A block of that day was begun, and its calendar can't be seen just now: try again.")
    whole = day_span(day, zone)
    if whole.end <= surveyed.now:
        return Refusal("That day is over.")
    noon = whole.start + whole.length / 2
    return skip_slot(slot, household.ids.fresh(), intention, noon)


def _is_begun(household: Household, surveyed: Survey, slot: Slot) -> bool:
    """A creation without an answer: it may turn out to stand there, beside the record that says that none does."""
    settled = {each.action.event.block for each in surveyed.outlook.settled}
    begun = (each.action for each in household.ledger.open_intents() if each.action.verb is Verb.CREATE)
    return any(action.event.slot == slot and action.event.block not in settled for action in begun)


def carry_out(household: Household, answer: Answer, origin: Origin) -> Answered:
    match answer:
        case Refusal(sentence):
            return Answered(answer, Outcome.REFUSED, sentence)
        case Observation():
            household.ledger.note([answer], origin.at, origin)
            return Answered(answer, Outcome.DONE)
        case Response():
            replied = reply(household, answer, origin)
            return Answered(answer, replied.outcome, replied.message)
        case Step():
            [calendar] = [each for each in household.block_calendars if each.calendar == answer.calendar]
            performed = perform(household, calendar, answer, origin)
            return Answered(performed.step, performed.outcome, performed.message)


def event_now(surveyed: Survey, booking: Booking) -> Found | None:
    """None, too, while its calendar is not to be believed."""
    if booking.calendar in surveyed.outlook.doubtful:
        return None
    found = surveyed.held.get(booking.calendar, ())
    return next((each for each in found if each.block == booking.block and not each.cancelled), None)
