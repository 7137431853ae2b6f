"""At most one change a week: the one that would have given most back in the weeks that were, and cost nothing.

A change is proposed when what it mends showed in `LEAST_WEEKS` of the last `WEEKS` comparable weeks, when replaying
them under it gives back `LEAST_GAIN` a week or more, and when no other intention, no rest and no limit comes off worse.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from hedgerow.core.block import IntentionId
from hedgerow.core.days import Week
from hedgerow.core.intention import lengths, openings_on
from hedgerow.core.margins import zone_of_busy
from hedgerow.core.policy.change import QUIETING, Change, Kind, Policy, changed
from hedgerow.core.policy.facts import LEAST_WEEKS, Candidate, Facts, Story, candidate, gather, is_taken_away, often
from hedgerow.core.policy.meetings import candidates_among, expectations, find_series
from hedgerow.core.policy.past import Past, key_of, shifted
from hedgerow.core.policy.replay import replay
from hedgerow.core.policy.said import Said, State
from hedgerow.core.policy.tally import Tally, total
from hedgerow.core.policy.wishes import candidates_for

WEEKS = 8
LEAST_GAIN = 15
"""Minutes a week, with what a failed block is worth besides its time."""
CERTAINTY: Mapping[Kind, float] = {Kind.ASK: 0.5, Kind.SHORTEN: 0.5}
"""What a gain counts that depends on the yes of others, or that gives up a part of what was wished for."""
CLOSE = 0.9
"""Of the largest gain: from there on what interferes least goes first."""
MOST_REPLAYED = 6
REFUSALS, QUARTER = 2, 13
"""So many refusals silence a subject for so many weeks."""
UNANSWERED = 3
"""So often a subject is proposed without an answer before it is left alone as if refused."""
SETTLING = 4
"""Weeks after an accepted change in which nothing else is proposed for what it was about: its evidence is of before."""
_NOTICES = tuple(timedelta(minutes=minutes) for minutes in (120, 60, 30))


@dataclass(frozen=True, slots=True)
class Proposal:
    candidate: Candidate
    of: int
    """Weeks compared."""
    before: Tally
    after: Tally

    @property
    def change(self) -> Change:
        return self.candidate.change


def propose(past: Past, policy: Policy, said: Sequence[Said], week: Week) -> Proposal | None:
    """What could give time back goes before what only quiets the letter."""
    if len(past.compared) < LEAST_WEEKS:
        return None
    facts = gather(past, policy)
    weighing = _Weighing(facts)
    for found in (_helping(facts), _quieting(facts)):
        heard = list({repr(each.change): each for each in found if not is_silent(each.change, said, week)}.values())
        heard.sort(key=lambda each: (-each.count, _order(each.change)))
        weighed = [weighing.weigh(each) for each in heard[:MOST_REPLAYED]]
        worthy = [proposal for proposal in weighed if is_worthy(proposal)]
        if worthy:
            return _best(worthy)
    return None


def _helping(facts: Facts) -> Iterator[Candidate]:
    yield from _own(facts, quieting=False)
    yield from sooner(facts)
    yield from candidates_among(find_series(facts), facts)


def _quieting(facts: Facts) -> Iterator[Candidate]:
    yield from _own(facts, quieting=True)
    yield from expectations(find_series(facts), facts)


def _own(facts: Facts, *, quieting: bool) -> Iterator[Candidate]:
    """Nothing is learnt of wishes in weeks in which nothing was booked at all.

    Nor of those that ask for hours, or have windows of their own for some days: a change of one number of theirs is
    none of one thing.
    """
    simple = (wish for wish in facts.policy.intentions if not wish.is_in_hours and not wish.own_windows)
    for wish in simple if facts.past.bookings else ():
        yield from (each for each in candidates_for(wish, facts) if (each.change.kind in QUIETING) is quieting)


def sooner(facts: Facts) -> Iterator[Candidate]:
    """A shorter notice: blocks lost to what came so late that only the notice kept them from another place that day."""
    now = facts.policy.planning.notice
    stories = [story for stories in facts.stories.values() for story in stories if is_taken_away(story)]
    for notice in _NOTICES:
        lost = often(stories, partial(_has_room, notice, facts)) if notice < now else []
        if lost:
            yield candidate(Change(Kind.NOTICE, notice=notice), lost)


def _has_room(notice: timedelta, facts: Facts, story: Story) -> bool:
    """For its shortest length, from then on, in its windows of that day."""
    wish = facts.policy.named(story.booking.slot.intention)
    came = [late.at for taker in story.takers if (late := facts.past.late.get(key_of(taker.occurrence))) is not None]
    if wish is None or not came:
        return False
    zone, day = facts.past.boundary.zone, facts.past.boundary.local_day(story.place.start)
    busy = [zone_of_busy(wish, entry.span) for entry in facts.past.timeline.over(facts.past.boundary.day_span(day))]
    openings = [left for opening in openings_on(wish, day, zone) for left in opening.without(busy)]
    return any(opening.reach(lengths(wish)[-1], max(came) + notice) is not None for opening in openings)


class _Weighing:
    """Replays as things were once for all."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        self._before: Mapping[Week, Tally] | None = None

    def weigh(self, found: Candidate) -> Proposal:
        past, policy = self._facts.past, self._facts.policy
        if self._before is None:
            self._before = replay(past, policy)
        shift = found.change.shift
        after = replay(shifted(past, shift) if shift else past, changed(policy, found.change))
        return Proposal(found, len(past.compared), total(self._before.values()), total(after.values()))


def gain(proposal: Proposal) -> int:
    """Minutes over all weeks compared."""
    return proposal.after.worth - proposal.before.worth


def is_worthy(proposal: Proposal) -> bool:
    before, after = proposal.before, proposal.after
    is_enough = gain(proposal) >= LEAST_GAIN * proposal.of
    gives = (
        proposal.change.kind in QUIETING
        or after.time > before.time
        or after.by_hand + after.moved < before.by_hand + before.moved
    )
    limits = after.taken <= before.taken and after.unrested <= before.unrested and after.passed <= before.passed
    return is_enough and gives and limits and after.failed <= before.failed and _is_harmless(proposal)


def _is_harmless(proposal: Proposal) -> bool:
    """No intention has less time than before; one that is asked for less often may lose what it had by chance."""
    own = proposal.change.intention
    slack: Mapping[IntentionId | None, int] = {}
    if proposal.change.kind in QUIETING:
        slack = {own: _longest(proposal, own)}
    held = proposal.before.held.items()
    return all(proposal.after.held.get(name, 0) >= minutes - slack.get(name, 0) for name, minutes in held)


def _longest(proposal: Proposal, name: IntentionId | None) -> int:
    """What one of its blocks is long, on the whole."""
    if name is None:
        return 0
    return proposal.before.held.get(name, 0) // max(1, proposal.before.kept.get(name, 0))


def _best(worthy: Sequence[Proposal]) -> Proposal:
    most = max(map(_counted, worthy))
    close = (proposal for proposal in worthy if _counted(proposal) >= CLOSE * most)
    return min(close, key=lambda each: (_order(each.change), -_counted(each), each.change.subject))


def _counted(proposal: Proposal) -> float:
    return gain(proposal) * CERTAINTY.get(proposal.change.kind, 1)


def _order(change: Change) -> int:
    return list(Kind).index(change.kind)


def is_silent(change: Change, said: Iterable[Said], week: Week) -> bool:
    """Refused twice or not answered within the quarter, accepted already, or about what was changed only just."""
    before = [each for each in said if each.week < week]
    about = [each for each in before if each.subject == change.subject]
    if any(each.state is State.ACCEPTED for each in about):
        return True
    refused = [each.week for each in about if each.state in (State.REFUSED, State.UNDONE)]
    if len(refused) >= REFUSALS and max(refused).plus(QUARTER) >= week:
        return True
    unanswered = [each for each in about if each.state is State.PROPOSED and each.week.plus(QUARTER) >= week]
    if len(unanswered) >= UNANSWERED:
        return True
    same = (each for each in before if each.state is State.ACCEPTED and each.target == change.target)
    return any(each.week.plus(SETTLING) >= week for each in same)
