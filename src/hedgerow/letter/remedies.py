"""One thing to do about what came in."""

from datetime import timedelta

from hedgerow.core.boundary import on_call_time
from hedgerow.core.cause import Cause, Remedy
from hedgerow.core.intrusion import Kind
from hedgerow.core.span import Span
from hedgerow.letter.language import Language
from hedgerow.letter.phrases import clock, clocks, duration, sentence, short_weekday
from hedgerow.letter.reader import Reader

_DAY = timedelta(days=1)


def tell_remedy(cause: Cause, reader: Reader) -> str:
    match cause.remedy:
        case Remedy.PROPOSE_TIME if cause.proposal is not None:
            return _propose(cause.proposal, reader, recurring=cause.recurring)
        case Remedy.PROPOSE_TIME | Remedy.HOLD_BEFORE:
            return _by_rota(cause, reader) if reader.boundary.rota else _hold(cause, reader.language)
        case Remedy.MARK_EXPECTED:
            return reader.language.say(
                "If you expect it, name it under [[expected]] in hedgerow.toml, and it is not counted again."
            )


def _propose(free: Span, reader: Reader, *, recurring: bool) -> str:
    """The meeting is over: a series can move from next time on, a single event teaches where there was room."""
    language = reader.language
    said = {
        "day": short_weekday(free.start.astimezone(reader.zone).date(), language),
        "clocks": clocks(free, reader.zone, language),
        "start": clock(free.start, reader.zone, language),
    }
    again = language.say("{day} {clocks} was free in your working hours: propose {start} for the next one.", **said)
    once = language.say("{day} {clocks} was free in your working hours: {start} is a time to propose instead.", **said)
    return sentence(again if recurring else once)


def _by_rota(cause: Cause, reader: Reader) -> str:
    """No hour of a shift is free to hold something in."""
    language, boundary = reader.language, reader.boundary
    if cause.all_day:
        return _hold(cause, language)
    if any(piece.end == span.start for span in cause.spans for piece in on_call_time(boundary, span.widen(_DAY, _DAY))):
        return language.say("It began while you were on call: what lies beyond is counted.")
    if Kind.DAY_OFF in cause.kinds:
        return language.say("It fell on a day off: propose a working day for it.")
    return language.say("A time within a shift would leave your own time alone.")


def _hold(cause: Cause, language: Language) -> str:
    if cause.all_day:
        return language.say("If it fills the day, give it hours, so that they can be counted.")
    hours = duration(cause.minutes, language)
    if Kind.DAY_OFF in cause.kinds:
        return language.say(
            "It fell on a day off: propose a working day for it, or hold {duration} on the one before.", duration=hours
        )
    if not cause.recurring:
        return language.say("That day had no free working time for it.")
    return language.say(
        "Its day had no free working time for it: hold {duration} for it before the next one.", duration=hours
    )
