"""What really became of each intention in the weeks compared."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from hedgerow.core.block import Booking, IntentionId, Standing
from hedgerow.core.days import Week, Weekday, week_of
from hedgerow.core.fate import BlockFate, Fate
from hedgerow.core.occurrence import Transparency
from hedgerow.core.policy.change import Change, Policy
from hedgerow.core.policy.past import Past
from hedgerow.core.policy.tally import Tally, tally_week
from hedgerow.core.seasonal import change_wishes, wishes_in
from hedgerow.core.span import Span
from hedgerow.core.timeline import Entry
from hedgerow.core.week import Evidence, WeekReview, review_week

LEAST_WEEKS = 4
"""What has not come in so many of the weeks compared is chance, and proposes nothing."""


@dataclass(frozen=True, slots=True)
class Story:
    """One block, and what became of it."""

    week: Week
    booking: Booking
    fate: BlockFate
    takers: tuple[Entry, ...]
    """What lies over the place that it lost or left."""

    @property
    def is_lost(self) -> bool:
        return self.fate.fate is Fate.LOST

    @property
    def is_taken(self) -> bool:
        """Lost or moved because of something in the calendars."""
        return bool(self.takers) and not self.fate.by_person and self.fate.fate is not Fate.KEPT

    @property
    def is_skipped(self) -> bool:
        return self.booking.standing is Standing.SKIPPED

    @property
    def place(self) -> Span:
        """Where it was when it was lost or had to leave."""
        return self.fate.span if self.is_lost else self.fate.promised

    @property
    def was_free(self) -> bool:
        return self.booking.transparency is Transparency.TRANSPARENT


@dataclass(frozen=True, slots=True)
class Candidate:
    change: Change
    weeks: tuple[Week, ...]
    """In which it showed."""
    count: int
    """How often."""
    culprits: tuple[tuple[str, int], ...] = ()
    """Titles with how often each, the most frequent first."""


@dataclass(frozen=True, slots=True)
class Facts:
    past: Past
    policy: Policy
    reviews: tuple[WeekReview, ...]
    """Of the weeks compared, in order."""
    stories: Mapping[IntentionId, Sequence[Story]]
    tallies: Mapping[Week, Tally] = field(default_factory=dict)
    """Of those of the weeks in which blocks were booked at all: what was not planned did not fail."""

    def minute(self, at: datetime) -> int:
        """Of the day, by the wall clock that held then."""
        boundary = self.past.boundary
        wall = at.astimezone(boundary.zone_on(boundary.local_day(at)))
        return wall.hour * 60 + wall.minute

    def weekday(self, at: datetime) -> Weekday:
        return Weekday(self.past.boundary.local_day(at).weekday())


def gather(past: Past, policy: Policy) -> Facts:
    evidence = Evidence(past.timeline, past.bookings, past.titles, past.coverage, policy.expected)
    reviews = tuple(review_week(week, evidence, past.boundary, past.limits) for week in past.compared)
    changes = change_wishes(policy.intentions, past.weeks, policy.pattern, past.boundary)
    in_use = {week_of(past.boundary.local_day(each.promised.start), past.weeks[0].first) for each in past.bookings}
    tallies = {
        review.week: tally_week(
            review, past.bookings, wishes_in(review.week, policy.intentions, changes), past.timeline
        )
        for review in reviews
        if review.week in in_use
    }
    bookings = {booking.block: booking for booking in past.bookings}
    stories: dict[IntentionId, list[Story]] = {}
    for review in reviews:
        for fate in review.fates:
            booking = bookings[fate.block]
            story = Story(review.week, booking, fate, _takers(fate, past))
            stories.setdefault(booking.slot.intention, []).append(story)
    return Facts(past, policy, reviews, stories, tallies)


def _takers(fate: BlockFate, past: Past) -> tuple[Entry, ...]:
    """Work before the rest: a block lost to a meeting is not lost to the birthday that is there as well."""
    place = fate.span if fate.fate is Fate.LOST else fate.promised
    over = [entry for entry in past.timeline.over(place) if entry.is_timed]
    work = [entry for entry in over if entry.is_work]
    return tuple(work or over)


def weeks_of(stories: Iterable[Story]) -> tuple[Week, ...]:
    return tuple(sorted({story.week for story in stories}))


def titles_of(stories: Iterable[Story]) -> tuple[tuple[str, int], ...]:
    counted = Counter(entry.occurrence.title for story in stories for entry in story.takers[:1])
    return tuple(counted.most_common(3))


def candidate(change: Change, stories: Sequence[Story]) -> Candidate:
    return Candidate(change, weeks_of(stories), len(stories), titles_of(stories))


def often(stories: Iterable[Story], is_so: Callable[[Story], bool]) -> list[Story]:
    """Those that are so, when they are so in weeks enough; else none."""
    found = [story for story in stories if is_so(story)]
    return found if len(weeks_of(found)) >= LEAST_WEEKS else []


def is_taken_away(story: Story) -> bool:
    return story.is_lost and bool(story.takers) and not story.is_skipped
