"""What there is to say of a plan. Times and numbers; who words them says when, to whom and how much."""

from dataclasses import dataclass
from datetime import date, timedelta

from hedgerow.core.block import IntentionId
from hedgerow.core.days import Week
from hedgerow.core.guard import GuardId
from hedgerow.core.intention import Defence, Priority
from hedgerow.core.occurrence import Transparency
from hedgerow.core.plan import Busy, Reason
from hedgerow.core.span import Span

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
class Ousted:
    """What lies over the place where it stood."""

    span: Span
    by: Busy


@dataclass(frozen=True, slots=True)
class Barrier:
    """A start, nearer to the wished one than its own, at which it would meet something."""

    wanted: Span
    """The block there."""
    by: Busy
    """The first thing in its way."""


@dataclass(frozen=True, slots=True)
class Taken:
    """The better starts, the most wished for first; of those that one thing takes only the best."""

    barriers: tuple[Barrier, ...]


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
class Terms:
    """What its place is worth, in the points that plans are compared by."""

    priority: Priority
    worth: int
    """What its week would have less without it, at its best place; the last of several counts less than the first."""
    fee: int
    """Points off for each chunk of hours, so that they are few and near their ideal length."""
    short: int
    """Points off for being `minutes_short` of its ideal length."""
    minutes_short: int
    away: int
    """Points off for starting `minutes_away` from its ideal start."""
    minutes_away: int
    doubt: int
    """Points off for lying under something that is not certain yet."""
    kept: int
    """Points for staying where it stands."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """The fewest meetings that leave no place on a day: without any one of them there is one."""

    day: date
    by: tuple[Busy, ...]


@dataclass(frozen=True, slots=True)
class Nowhere:
    """How many blocks of a week, or minutes of hours, found no place, and why not on the days that are left for one."""

    week: Week
    missing: int
    asked: int
    in_hours: bool
    conflicts: tuple[Conflict, ...]
    """The fewest meetings first, then in order of days."""
    crowded: tuple[Conflict, ...] = ()
    """Days on which meetings leave a place, and blocks of ours, the most important first, take it."""


@dataclass(frozen=True, slots=True)
class Unguarded:
    """A night's rest or days off of a week that work leaves no room for."""

    week: Week
    missing: int
    """Days off, or one night."""
    is_night: bool
    conflict: Conflict
    """Of the night, or of the day that comes nearest."""


@dataclass(frozen=True, slots=True)
class Own:
    """A block of ours, or a guard, that one more would cost."""

    name: IntentionId | GuardId
    title: str
    priority: Priority
    span: Span
    to: Span | None
    """Where it would go, or how short it would be; None: nowhere."""


@dataclass(frozen=True, slots=True)
class Price:
    """What one more block would cost at best, found by planning the week with it forced in."""

    place: Span
    """Where it would lie."""
    priority: Priority
    gain: int
    """Points of it."""
    loss: int
    """Points of all that would go, move or shrink for it."""
    costs: tuple[Own, ...]
    """What would go first, then what would move or shrink."""

    @property
    def lost(self) -> tuple[Own, ...]:
        return tuple(own for own in self.costs if own.to is None)


@dataclass(frozen=True, slots=True)
class Change:
    """One thing of the calendar put elsewhere, found to give back what it says by planning all weeks with it."""

    week: Week
    what: Busy
    """As it is now."""
    to: Span | None
    """Where it would go; None: declined."""
    gained: tuple[Span, ...]
    """The blocks, or guards, that there would be more."""


@dataclass(frozen=True, slots=True)
class NoChange:
    """No single meeting, moved within its day as others may accept it, gives it back."""

    needs_two: bool
    """On every day at least two things lie over each start."""


@dataclass(frozen=True, slots=True)
class Cost:
    what: Busy
    minutes: int
    """That there would have been more without it, all else being as it is."""


@dataclass(frozen=True, slots=True)
class Shortfall:
    """Time for work of one's own that a week is short of, and the meetings that cost most of it."""

    minutes: int
    costs: tuple[Cost, ...]


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


@dataclass(frozen=True, slots=True)
class Proof:
    """Whether any other plan could score higher, the earlier weeks being as they are."""

    is_proven: bool
    gap: int | None = 0
    """Points that another one could have more at most; None: nobody knows."""
    has_solver: bool = True
    """Without one hardly anything can be proven."""
    has_failed: bool = False
    """The search failed, and a simpler way planned instead."""


OfBlock = Here | Ousted | Taken | Shown | Terms
Absence = Nowhere | Unguarded | LeftEmpty | Unpublished
Remedy = Price | Change | NoChange | Shortfall
Fact = OfBlock | Absence | Remedy


@dataclass(frozen=True, slots=True)
class Explanation:
    facts: tuple[Fact, ...]
