"""Why something has no place, what one more would cost, and what would give it back, in words."""

from collections.abc import Callable, Iterator
from typing import assert_never
from zoneinfo import ZoneInfo

from hedgerow.core.why.facts import Change, Conflict, NoChange, Nowhere, Own, Price, Remedy, Shortfall, Unguarded
from hedgerow.letter.language import Language
from hedgerow.letter.phrases import counted, duration, listed, number, sentence, short_day
from hedgerow.letter.voice import Voice

_MOST_DAYS = 3
_MOST_EVENTS = 3


def word_nowhere(fact: Nowhere, voice: Voice) -> Iterator[str]:
    yield f"{_how_much(fact)} found no place in week {fact.week}."
    days = [(each, "") for each in fact.conflicts] + [(each, "with other blocks of yours, ") for each in fact.crowded]
    if not days and fact.in_hours:
        yield "Each day that is left for it has a block of it already."
    elif not days:
        yield "Its days, windows and spacing, and the time that is left, leave room for no more."
    for each, crowd in days[:_MOST_DAYS]:
        yield f"{short_day(each.day)}: {crowd}{_leaving(each, voice)} no room for it."
    more = len(days) - _MOST_DAYS
    if more > 0:
        yield sentence(f"{counted(more, 'other day is', 'other days are')} as full.")


def _how_much(fact: Nowhere) -> str:
    if fact.in_hours:
        return f"{duration(fact.missing)} of {duration(fact.asked)}"
    return f"{fact.missing} of {fact.asked}" if fact.asked > 1 else "It"


def word_unguarded(fact: Unguarded, voice: Voice) -> str:
    if fact.is_night:
        return f"{_leaving(fact.conflict, voice)} no room for it in the night of {short_day(fact.conflict.day)}."
    days = counted(fact.missing, "day off is", "days off are")
    lies = f"{_leaving(fact.conflict, voice)} no whole day on {short_day(fact.conflict.day)}, the nearest to one"
    return sentence(f"{days} missing in week {fact.week}: {lies}.")


def _leaving(conflict: Conflict, voice: Voice) -> str:
    named = [voice.event(each, conflict.day) for each in conflict.by[:_MOST_EVENTS]]
    more = len(conflict.by) - len(named)
    events = listed([*named, *([f"{number(more)} more"] if more else [])])
    return f"{events} {'leaves' if len(conflict.by) == 1 else 'leave'}"


def word_remedy(fact: Remedy, voice: Voice) -> Iterator[str]:
    match fact:
        case Price():
            yield from _word_price(fact, voice)
        case Change():
            yield word_change(fact, voice)
        case NoChange():
            yield _word_no_change(fact, voice.language)
        case Shortfall():
            yield _word_shortfall(fact, voice)
        case _:
            assert_never(fact)


def word_giveback(fact: Change | NoChange, zone: ZoneInfo, name: Callable[[str], str], language: Language) -> str:
    """For the letter, which is in the reader's language."""
    voice = Voice(zone, name, language)
    return word_change(fact, voice) if isinstance(fact, Change) else _word_no_change(fact, language)


def word_change(fact: Change, voice: Voice) -> str:
    language, event = voice.language, voice.event(fact.what)
    places, many = listed([voice.when(each) for each in fact.gained], language), len(fact.gained)
    if fact.to is None:
        return language.count(
            "Decline {event}, and it fits on {places}; no other block is lost.",
            "Decline {event}, and they fit on {places}; no other block is lost.",
            many, event=event, places=places,
        )  # fmt: skip
    return language.count(
        "Move {event} to {start}, and it fits on {places}; no other block is lost.",
        "Move {event} to {start}, and they fit on {places}; no other block is lost.",
        many, event=event, start=voice.at(fact.to.start, fact.what.span.start), places=places,
    )  # fmt: skip


def _word_no_change(fact: NoChange, language: Language) -> str:
    if fact.needs_two:
        return language.say("No single meeting that moves would give it back: two things would have to change.")
    return language.say("No single meeting has another hour on its day that would give it back.")


def _word_shortfall(fact: Shortfall, voice: Voice) -> str:
    costs = [
        f"without {voice.event(cost.what)} there would have been {duration(cost.minutes)} more" for cost in fact.costs
    ]
    return f"{'; '.join([f'{duration(fact.minutes)} are missing', *costs])}."


def _word_price(fact: Price, voice: Voice) -> Iterator[str]:
    gone = listed([f"{voice.name(own.title)} ({voice.when(own.span)})" for own in fact.lost])
    changed = [_word_changed(own, voice) for own in fact.costs if own.to is not None]
    costs = listed([*([f"{gone} would have to go"] if gone else []), *changed])
    yield f"For it to lie on {voice.when(fact.place)}, {costs}."
    yield _word_difference(fact, voice)


def _word_changed(own: Own, voice: Voice) -> str:
    assert own.to is not None
    if own.to.minutes < own.span.minutes and own.to.overlaps(own.span):
        return f"{voice.name(own.title)} ({voice.when(own.span)}) would shrink to {duration(own.to.minutes)}"
    return f"{voice.name(own.title)} would leave {voice.when(own.span)} for {voice.when(own.to)}"


def _times(fact: Price) -> str:
    times = round(fact.loss / fact.gain) if fact.gain > 0 else 0
    return f"about {number(times)} times what it gives" if times > 1 else "more than it gives"


def _word_difference(fact: Price, voice: Voice) -> str:
    points = f"it would cost {_times(fact)} ({fact.loss} points for {fact.gain})."
    dearer = list(dict.fromkeys(voice.name(own.title) for own in fact.lost if own.priority < fact.priority))
    if dearer:
        return f"{listed(dearer)} {'matters' if len(dearer) == 1 else 'matter'} more to you: {points}"
    if fact.lost:
        return f"What would go is worth more together: {points}"
    return "What stands is not moved for something that matters no more."
