"""Reasons: why a block is here, what it is shown as and by which numbers, why there is none. Facts first, words last.

At most three sentences, each of which a tired person understands.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import assert_never
from zoneinfo import ZoneInfo

from hedgerow.core.block import Slot
from hedgerow.core.board import MOST_PLACES
from hedgerow.core.boundary import Boundary
from hedgerow.core.days import Week
from hedgerow.core.intention import Defence, Intention
from hedgerow.core.occurrence import Transparency
from hedgerow.core.plan import FACTS, Block, Busy, PlanRules, Reason, Unplaced
from hedgerow.core.span import Span

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


BRIEFLY = {
    Reason.KEPT: "it stands where it stood",
    Reason.PINNED: "it stays where it was put by hand",
    Reason.RELEASED: "it was changed by hand and is left alone",
    Reason.FROZEN: "it starts too soon to be moved",
    Reason.PAST: "it has begun",
    Reason.IDEAL: "this is its ideal place",
    Reason.NEAREST: "this is the free place nearest to the ideal one",
    Reason.SHORTENED: "only a shorter place is free",
    Reason.MOVED: "its place was taken",
    Reason.OUTSIDE: "the settings no longer allow its old place",
    Reason.AWAY: "you are on unplugged leave then",
}
"""For a line of a table."""


@dataclass(frozen=True, slots=True)
class Here:
    """Why it lies where it lies."""

    reason: Reason
    span: Span
    ideal_start: int | None
    """Of the intention, in minutes of the day."""
    ideal_length: int
    """Minutes."""
    freeze: timedelta


@dataclass(frozen=True, slots=True)
class Taken:
    """What takes the better places, the most wished-for first."""

    by: tuple[Busy, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """As what, with both numbers of the published rule and what they are measured against."""

    transparency: Transparency
    defence: Defence
    is_pinned: bool
    places: int
    least_places: int
    ahead: timedelta
    least_ahead: timedelta


@dataclass(frozen=True, slots=True)
class Nowhere:
    """How many blocks of a week found no place, and the fewest things that leave none on the day that comes nearest."""

    week: Week
    missing: int
    asked: int
    by: tuple[Busy, ...]


@dataclass(frozen=True, slots=True)
class LeftEmpty:
    """The person deleted the block of that day."""

    day: date


@dataclass(frozen=True, slots=True)
class Unpublished:
    """The rota says nothing yet of the days that blocks are wished for on."""

    rota: str
    last: date | None
    """The last day that it speaks of; None when it has no entry at all."""


Fact = Here | Taken | Shown | Nowhere | LeftEmpty | Unpublished


@dataclass(frozen=True, slots=True)
class Explanation:
    facts: tuple[Fact, ...]


def explain(block: Block, intention: Intention, rules: PlanRules, now: datetime) -> Explanation:
    facts: list[Fact] = [
        Here(block.reason, block.span, intention.ideal_start, intention.length.ideal, rules.freeze),
    ]
    if block.blockers:
        facts.append(Taken(block.blockers))
    if block.reason not in (Reason.RELEASED, Reason.PAST):
        facts.append(_shown(block, intention, rules, now))
    return Explanation(tuple(facts))


def _shown(block: Block, intention: Intention, rules: PlanRules, now: datetime) -> Shown:
    return Shown(
        transparency=block.transparency,
        defence=intention.defence,
        is_pinned=block.reason in FACTS,
        places=block.other_places,
        least_places=rules.free_places,
        ahead=block.span.start - now,
        least_ahead=rules.free_until,
    )


def explain_unplaced(unplaced: Unplaced) -> Explanation:
    asked = unplaced.intention.times_per_week
    return Explanation((Nowhere(unplaced.week, unplaced.missing, asked, unplaced.blockers),))


def explain_skipped(slot: Slot) -> Explanation:
    return Explanation((LeftEmpty(slot.day),))


def explain_waiting(boundary: Boundary) -> Explanation:
    """Nothing where the boundary has no rota."""
    rota = boundary.rota
    if rota is None or rota.ends is None:
        return Explanation(())
    last = boundary.local_day(rota.ends) - timedelta(days=1) if rota.work or rota.on_call else None
    return Explanation((Unpublished(rota.calendar, last),))


def word(explanation: Explanation, zone: ZoneInfo) -> tuple[str, ...]:
    """In English, times by the wall clock of `zone`."""
    return tuple(sentence for fact in explanation.facts for sentence in _word(fact, zone))


def _word(fact: Fact, zone: ZoneInfo) -> tuple[str, ...]:
    match fact:
        case Here():
            return (_word_here(fact, zone),)
        case Taken():
            verb = "takes a better place" if len(fact.by) == 1 else "take the better places"
            return (f"{_listed(fact.by, zone)} {verb}.",)
        case Shown():
            return (_word_shown(fact),)
        case Nowhere():
            return _word_nowhere(fact, zone)
        case Unpublished():
            return (_word_unpublished(fact),)
        case LeftEmpty():
            return (f"You deleted it, so {_day(fact.day)} stays empty.",)
        case _:
            assert_never(fact)


def _word_here(fact: Here, zone: ZoneInfo) -> str:
    ideal = "" if fact.ideal_start is None else _minutes_of_day(fact.ideal_start)
    nearest = f"{_clock(fact.span.start, zone)} is the free start nearest to {ideal or 'the opening of its window'}"
    said = {
        Reason.KEPT: "It was here already, so it stays.",
        Reason.PINNED: "You put it here; it stays.",
        Reason.RELEASED: "You changed it yourself, so it is left as it is.",
        Reason.FROZEN: f"It starts within {_hours(fact.freeze)}, so it stays unless work is put over it.",
        Reason.PAST: "It has begun or is over, so it stays.",
        Reason.IDEAL: f"It starts at {ideal}, as you wished." if ideal else "It starts as its window opens.",
        Reason.NEAREST: f"{nearest} that day.",
        Reason.SHORTENED: f"It has {fact.span.minutes} of its {fact.ideal_length} min: there was no room for more.",
        Reason.MOVED: "It moved here, because its old place was taken.",
        Reason.OUTSIDE: "It moved here, because the settings no longer allow its old place.",
    }
    return said[fact.reason]


def _word_unpublished(fact: Unpublished) -> str:
    if fact.last is None:
        return f"The rota {fact.rota!r} has no shift in all these weeks: blocks wait for it."
    return f"The rota {fact.rota!r} is not published beyond {_day(fact.last)}: blocks wait for it."


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


def _word_nowhere(fact: Nowhere, zone: ZoneInfo) -> tuple[str, ...]:
    which = f"{fact.missing} of {fact.asked}" if fact.asked > 1 else "It"
    first = f"{which} found no place in week {fact.week}."
    if not fact.by:
        return first, "Its days, windows and spacing, and the time that is left, leave room for no more."
    verb = "leaves" if len(fact.by) == 1 else "leave"
    return first, f"On the day that comes nearest, {_listed(fact.by, zone)} {verb} no room for it."


def _listed(things: Sequence[Busy], zone: ZoneInfo) -> str:
    named = [f"“{thing.title}” ({_stretch(thing.span, zone)})" for thing in things]
    return " and ".join(filter(None, (", ".join(named[:-1]), named[-1])))


def _stretch(span: Span, zone: ZoneInfo) -> str:
    start, end = span.start.astimezone(zone), span.end.astimezone(zone)
    until = _clock(span.end, zone) if start.date() == end.date() else f"{_day(end.date())} {_clock(span.end, zone)}"
    return f"{_day(start.date())} {_clock(span.start, zone)} to {until}"


def _places(count: int) -> str:
    if count == 1:
        return "1 other place remains"
    return f"{count}{' or more' if count >= MOST_PLACES else ''} other places remain"


def _day(day: date) -> str:
    return f"{_DAYS[day.weekday()]} {day.day} {_MONTHS[day.month - 1]}"


def _clock(at: datetime, zone: ZoneInfo) -> str:
    return f"{at.astimezone(zone):%H:%M}"


def _minutes_of_day(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def _hours(length: timedelta) -> str:
    """Minutes only within two days."""
    if length >= timedelta(days=2):
        hours = length.seconds // 3600
        return f"{length.days} days{f' {hours} h' if hours else ''}"
    hours, minutes = divmod(int(length.total_seconds()) // 60, 60)
    return " ".join(filter(None, (f"{hours} h" if hours else "", f"{minutes} min" if minutes or not hours else "")))
