"""What a week came to, in numbers that two policies are compared by."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from hedgerow.core.block import Booking, IntentionId
from hedgerow.core.domains import Domain
from hedgerow.core.fate import BlockFate, Fate
from hedgerow.core.intention import Intention
from hedgerow.core.limits import LimitKey
from hedgerow.core.span import subtract
from hedgerow.core.timeline import Timeline
from hedgerow.core.week import WeekReview

TROUBLE = 20
"""Minutes that each block which failed, or that the person moved, costs besides its time: counting on it, missing it
and finding another hour are work as well."""
MOVING = 5
"""Minutes that each one costs which we moved after it was promised."""


@dataclass(frozen=True, slots=True)
class Tally:
    """Sums over weeks; minutes unless said otherwise."""

    weeks: int = 0
    held: Mapping[IntentionId, int] = field(default_factory=dict)
    """Of blocks that took place, without what work took of them."""
    kept: Mapping[IntentionId, int] = field(default_factory=dict)
    """How many took place."""
    asked: Mapping[IntentionId, int] = field(default_factory=dict)
    """How many were wished for."""
    failed: int = 0
    """How many were wished for and did not take place."""
    moved: int = 0
    """How many we moved after they were promised."""
    by_hand: int = 0
    """How many the person moved."""
    taken: int = 0
    """Of personal time, by work."""
    unrested: int = 0
    """What the shortest night lacks of its limit, and the longest rest of its own."""
    passed: int = 0
    """Limits, by all weeks together."""

    def plus(self, other: "Tally") -> "Tally":
        return Tally(
            self.weeks + other.weeks,
            Counter(self.held) + Counter(other.held),
            Counter(self.kept) + Counter(other.kept),
            Counter(self.asked) + Counter(other.asked),
            self.failed + other.failed,
            self.moved + other.moved,
            self.by_hand + other.by_hand,
            self.taken + other.taken,
            self.unrested + other.unrested,
            self.passed + other.passed,
        )

    @property
    def time(self) -> int:
        """What the person has of it: the more the better."""
        return sum(self.held.values()) - self.taken - self.unrested

    @property
    def worth(self) -> int:
        return self.time - TROUBLE * (self.failed + self.by_hand) - MOVING * self.moved


def total(tallies: Iterable[Tally]) -> Tally:
    summed = Tally()
    for tally in tallies:
        summed = summed.plus(tally)
    return summed


def tally_week(
    review: WeekReview, bookings: Iterable[Booking], wishes: Sequence[Intention], timeline: Timeline
) -> Tally:
    """`wishes` are those of the week, `timeline` holds it."""
    of = {booking.block: booking.slot.intention for booking in bookings}
    there = [fate for fate in review.fates if fate.fate is not Fate.LOST]
    held: Counter[IntentionId] = Counter()
    kept: Counter[IntentionId] = Counter()
    for fate in there:
        held[of[fate.block]] += _whole(fate, timeline)
        kept[of[fate.block]] += 1
    asked = {wish.id: wish.times_per_week for wish in wishes if not wish.is_in_hours}
    moved = [fate.by_person for fate in there if fate.fate is Fate.MOVED]
    failed = sum(max(0, many - kept[name]) for name, many in asked.items())
    return Tally(
        1,
        held,
        kept,
        asked,
        failed,
        moved.count(False),
        moved.count(True),
        review.personal_taken,
        _unrested(review),
        len(review.passed),
    )


def _whole(fate: BlockFate, timeline: Timeline) -> int:
    """Minutes that work left of it; of a block that is itself work, that any event left."""
    is_work = fate.domains == {Domain.WORK}
    over = [e.span for e in timeline.over(fate.span) if e.is_timed and (e.is_work or is_work)]
    return sum(piece.minutes for piece in subtract([fate.span], over)) if over else fate.span.minutes


def _unrested(review: WeekReview) -> int:
    measures, limits = review.measures, review.limits
    night = measures.shortest_rest.minutes if measures.shortest_rest else limits[LimitKey.SHORTEST_REST]
    lacking = max(0, limits[LimitKey.SHORTEST_REST] - night)
    return lacking + max(0, limits[LimitKey.LONGEST_REST] - measures.longest_rest.minutes)
