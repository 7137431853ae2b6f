"""Lines of the history and what became of a request, in the person's words and zone."""

from collections.abc import Collection, Mapping
from typing import Any, assert_never
from zoneinfo import ZoneInfo

from hedgerow.cli import as_json
from hedgerow.core.action import Verb
from hedgerow.core.block import Booking, IntentionId, Standing
from hedgerow.core.occurrence import Transparency
from hedgerow.core.reconcile import Edit, Observation, Step
from hedgerow.core.reply import Response
from hedgerow.core.request import Refusal
from hedgerow.flows.asking import Answer, Answered
from hedgerow.flows.cycle import Outcome
from hedgerow.letter.phrases import moment, stretch
from hedgerow.ports import Entry, EntryId, Pause

SHOWN = {Transparency.OPAQUE: "busy", Transparency.TRANSPARENT: "free"}


def tell_entry(entry: Entry, titles: Mapping[IntentionId, str], zone: ZoneInfo) -> str:
    """`create  Dinner, Thu 26 Nov 18:00–19:00`, with an arrow where something changed."""
    if entry.response is not None:
        return tell_response(entry.response, zone)
    booking = entry.after or entry.before
    if booking is None:
        return f"{_word(entry)} block {entry.block}"
    title = titles.get(booking.slot.intention, booking.title)
    return f"{_word(entry)} {title}, {_change(entry.before, booking, zone)}"


def tell_response(response: Response, zone: ZoneInfo) -> str:
    to = response.invitation
    return f"{response.reply} {to.title or 'an invitation'}, {stretch(to.span, zone)}"


def _word(entry: Entry) -> str:
    """An undo that only our record shows is told by what it took back."""
    if entry.what is Edit.NOTE and entry.undoes is not None and entry.before is not None:
        match entry.before.standing:
            case Standing.PINNED:
                return "unpin"
            case Standing.SKIPPED:
                return "unskip"
            case _:
                pass
    return entry.what


def _change(before: Booking | None, after: Booking, zone: ZoneInfo) -> str:
    told = [_arrow(_when(before, zone) if before else None, _when(after, zone))]
    if before is not None and before.title != after.title:
        told.append(_arrow(f"“{before.title}”", f"“{after.title}”"))
    if before is not None and before.transparency is not after.transparency:
        told.append(_arrow(SHOWN[before.transparency], SHOWN[after.transparency]))
    if before is not None and before.calendar != after.calendar:
        told.append(_arrow(before.calendar, after.calendar))
    return ", ".join(told)


def _when(booking: Booking, zone: ZoneInfo) -> str:
    """A slot that was skipped before it had a block has a day and no time."""
    whole = stretch(booking.span, zone)
    return whole if booking.span.minutes else whole.rpartition("\N{NO-BREAK SPACE}")[0]


def _arrow(before: str | None, after: str) -> str:
    return after if before in (None, after) else f"{before} → {after}"


def entry_json(entry: Entry, undone: Collection[EntryId], zone: ZoneInfo) -> dict[str, Any]:
    return {
        "id": entry.id,
        "at": as_json.instant(entry.at, zone),
        "what": entry.what,
        "block": entry.block,
        "calendar": entry.calendar,
        "before": as_json.booking(entry.before, zone) if entry.before else None,
        "after": as_json.booking(entry.after, zone) if entry.after else None,
        "reason": entry.reason,
        "failure": entry.failure,
        "plan": entry.plan or None,
        "undoes": entry.undoes,
        "undone": entry.id in undone,
        "reply": as_json.response(entry.response, zone) if entry.response else None,
    }


def tell_answer(answer: Answer, zone: ZoneInfo) -> str:
    """What would be done."""
    match answer:
        case Refusal(sentence):
            return sentence
        case Observation():
            return "only the record changes, the calendar stays as it is"
        case Response(invitation=to):
            return f"the invitation is open again in {to.calendar}, and yours to answer; the organiser is told"
        case Step(calendar=calendar, action=action):
            when = stretch(action.event.span, zone)
            if action.verb is Verb.DELETE:
                return f"the block of {when} goes from {calendar}, and its day stays empty"
            if action.verb is Verb.CREATE:
                return f"it comes back to {calendar}, {when}, and stays there"
            return f"it is put back as it was ({when}, {SHOWN[action.event.transparency]}), and stays so"


def tell_outcome(answered: Answered) -> str:
    """Empty when it was done."""
    if answered.outcome is Outcome.DONE:
        return ""
    if isinstance(answered.answer, Refusal):
        return answered.message
    return f"Not done: {_failed(answered.outcome)}. {answered.message}".rstrip()


def _failed(outcome: Outcome) -> str:
    match outcome:
        case Outcome.CHANGED_MEANWHILE:
            return "it was changed at this very moment, so it is left as it is"
        case Outcome.UNKNOWN:
            return "no answer came; the next run finds out what happened"
        case Outcome.REFUSED:
            return "refused"
        case Outcome.NOT_BEGUN | Outcome.TOO_LATE | Outcome.FOLLOWS | Outcome.NOT_ASKED | Outcome.PAUSED:
            return "it could not be begun, so nothing was sent"
        case Outcome.DONE:
            return "it is done"
        case _:
            assert_never(outcome)


def answer_json(answer: Answer, zone: ZoneInfo) -> dict[str, Any]:
    match answer:
        case Refusal(sentence):
            return {"refused": sentence, "step": None}
        case Observation():
            return {"refused": None, "step": None, "record": as_json.booking(answer.booking, zone)}
        case Response():
            return {"refused": None, "step": None, "reply": as_json.response(answer, zone)}
        case Step():
            return {"refused": None, "step": as_json.step(answer, zone)}


def answered_json(answered: Answered, zone: ZoneInfo) -> dict[str, Any]:
    return {**answer_json(answered.answer, zone), "outcome": answered.outcome, "message": answered.message}


def tell_pause(pause: Pause, zone: ZoneInfo) -> str:
    if pause.until is None:
        return "Paused: nothing is written to your calendars until `hedgerow resume`."
    return (
        f"Paused until {moment(pause.until, zone)}: nothing is written to your calendars before, or `hedgerow resume`."
    )
