"""Reasons in words that a tired person understands: the same on the terminal, in the letter and on the page."""

from collections.abc import Callable
from datetime import timedelta
from typing import assert_never
from zoneinfo import ZoneInfo

from hedgerow.core.board import MOST_PLACES
from hedgerow.core.intention import Defence, Priority
from hedgerow.core.occurrence import Transparency
from hedgerow.core.plan import Reason
from hedgerow.core.search.objective import WORTH
from hedgerow.core.why.facts import (
    Absence,
    Barrier,
    Change,
    Explanation,
    Fact,
    Here,
    LeftEmpty,
    NoChange,
    Nowhere,
    OfBlock,
    Ousted,
    Price,
    Proof,
    Shortfall,
    Shown,
    Taken,
    Terms,
    Unguarded,
    Unpublished,
)
from hedgerow.letter.givebacks import word_nowhere, word_remedy, word_unguarded
from hedgerow.letter.phrases import clock_of, counted, duration, listed, sentence, short_day
from hedgerow.letter.voice import Voice, quoted


def word(explanation: Explanation, zone: ZoneInfo, name: Callable[[str], str] = quoted) -> tuple[str, ...]:
    """In English, times by the wall clock of `zone`."""
    voice = Voice(zone, name)
    return tuple(line for fact in explanation.facts for line in _word(fact, voice))


def word_proof(proof: Proof) -> str:
    if proof.is_proven:
        return "This plan is proven best: no other plan scores higher."
    if proof.has_failed:
        return "Not proven best: the search failed, and a simpler one planned instead."
    if not proof.has_solver:
        return "Not proven best: the solver is not installed, or failed."
    if proof.gap is None:
        return "Not proven best: the search for a better one was given up."
    return f"Not proven best: {_word_gap(proof.gap)}."


def _word_gap(gap: int) -> str:
    """The least that one more block of a priority counts is 0.4 of its worth."""
    for priority in Priority:
        many = gap * 5 // (WORTH[priority] * 2)
        if many:
            blocks = counted(
                many, f"block of {priority.name.lower()} priority", f"blocks of {priority.name.lower()} priority"
            )
            return f"at most {blocks} could be gained ({gap} points)"
    return f"no block could be gained, only better times ({gap} points at most)"


def _word(fact: Fact, voice: Voice) -> tuple[str, ...]:
    match fact:
        case Here() | Ousted() | Taken() | Shown() | Terms():
            return (_word_block(fact, voice),)
        case Nowhere() | Unguarded() | LeftEmpty() | Unpublished():
            return tuple(_word_absence(fact, voice))
        case Price() | Change() | NoChange() | Shortfall():
            return tuple(word_remedy(fact, voice))
        case _:
            assert_never(fact)


def _word_block(fact: OfBlock, voice: Voice) -> str:
    match fact:
        case Here():
            return _word_here(fact, voice)
        case Ousted():
            return f"Its old place, {voice.when(fact.span)}, is taken by {voice.event(fact.by)}."
        case Taken():
            return f"{sentence('; '.join(_word_barrier(each, voice) for each in fact.barriers))}."
        case Shown():
            return _word_shown(fact)
        case Terms():
            return _word_terms(fact)
        case _:
            assert_never(fact)


def _word_absence(fact: Absence, voice: Voice) -> tuple[str, ...]:
    match fact:
        case Nowhere():
            return tuple(word_nowhere(fact, voice))
        case Unguarded():
            return (word_unguarded(fact, voice),)
        case LeftEmpty():
            return (f"You deleted it, so {short_day(fact.day)} stays empty.",)
        case Unpublished():
            return (_word_unpublished(fact),)
        case _:
            assert_never(fact)


def _word_here(fact: Here, voice: Voice) -> str:
    ideal = "" if fact.ideal_start is None else clock_of(fact.ideal_start)
    at = voice.clock(fact.span.start)
    said = {
        Reason.KEPT: "It was here already, so it stays.",
        Reason.PINNED: "You put it here; it stays.",
        Reason.RELEASED: "You changed it yourself, so it is left as it is.",
        Reason.FROZEN: f"It starts within {_hours(fact.freeze)}, so it stays unless work is put over it.",
        Reason.PAST: "It has begun or is over, so it stays.",
        Reason.IDEAL: f"It starts at {ideal}, as you wished." if ideal else "It starts as its window opens.",
        Reason.NEAREST: f"{at} is the free start nearest to {ideal or 'the opening of its window'} that day.",
        Reason.SHORTENED: f"It has {fact.span.minutes} of its {fact.ideal_length} min: there was no room for more.",
        Reason.MOVED: "It moved here, because its old place was taken.",
        Reason.OUTSIDE: "It moved here, because the settings no longer allow its old place.",
    }
    return said[fact.reason]


def _word_barrier(fact: Barrier, voice: Voice) -> str:
    start, by, title = voice.clock(fact.wanted.start), fact.by.span, voice.name(fact.by.title)
    if by.start <= fact.wanted.start < by.end:
        return f"{start} is taken by {title} until {voice.at(by.end, fact.wanted.start)}"
    if by.end <= fact.wanted.start:
        return f"{start} is too soon after {title}, which ends at {voice.clock(by.end)}"
    into = "would run into" if by.start < fact.wanted.end else "would end too close to"
    return f"from {start} it {into} {title} at {voice.clock(by.start)}"


def _word_shown(fact: Shown) -> str:
    free = fact.transparency is Transparency.TRANSPARENT
    shown = f"Shown as {'free' if free else 'busy'}"
    if fact.defence is not Defence.AUTO:
        return f"{shown}, as you set it; {_places(fact.places)}." if not fact.is_pinned else f"{shown}, as you set it."
    if fact.is_pinned:
        return f"{shown}: it has no other place than the one you chose."
    needs = "" if free else "free needs "
    return (
        f"{shown}: {_places(fact.places)} ({needs}at least {fact.least_places})"
        f" and it starts in {_hours(fact.ahead)} ({needs}more than {_hours(fact.least_ahead)})."
    )


def _places(count: int) -> str:
    if count == 1:
        return "1 other place remains"
    return f"{count}{' or more' if count >= MOST_PLACES else ''} other places remain"


def _word_terms(fact: Terms) -> str:
    parts = [f"It counts {fact.worth} points for its priority ({fact.priority.name.lower()})"]
    parts += [f"{fact.fee} less for being a chunk of its own"] if fact.fee else []
    parts += [f"{fact.short} less for being {duration(fact.minutes_short)} short"] if fact.short else []
    ideal = f"starting {duration(fact.minutes_away)} from its ideal" if fact.minutes_away else "its time of day"
    parts += [f"{fact.away} less for {ideal}"] if fact.away else []
    parts += [f"{fact.doubt} less for lying under what is not certain yet"] if fact.doubt else []
    parts += [f"{fact.kept} more for staying where it stands"] if fact.kept else []
    return f"{listed(parts)}."


def _word_unpublished(fact: Unpublished) -> str:
    if fact.last is None:
        return f"The rota {fact.rota!r} has no shift in all these weeks: blocks wait for it."
    return f"The rota {fact.rota!r} is not published beyond {short_day(fact.last)}: blocks wait for it."


def _hours(length: timedelta) -> str:
    """Minutes only within two days."""
    if length >= timedelta(days=2):
        hours = length.seconds // 3600
        return f"{length.days} days{f' {hours} h' if hours else ''}"
    hours, minutes = divmod(int(length.total_seconds()) // 60, 60)
    return " ".join(filter(None, (f"{hours} h" if hours else "", f"{minutes} min" if minutes or not hours else "")))
