"""Refine: one change of policy a week, learnt from the weeks before; kept, so that the same letter says the same."""

import logging
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import asdict, replace
from datetime import timedelta
from typing import Any

from hedgerow.core.absence import is_absence
from hedgerow.core.action import Verb
from hedgerow.core.block import IntentionId, Standing
from hedgerow.core.days import Week, Weekday, local_day, week_of
from hedgerow.core.intention import MINUTE, Visibility
from hedgerow.core.policy.change import Change, Kind, Planning, Policy, Shift
from hedgerow.core.policy.facts import gather
from hedgerow.core.policy.numbers import Numbers, numbers_of
from hedgerow.core.policy.past import Past, Turn, find_hands, find_late
from hedgerow.core.policy.propose import WEEKS, Proposal, propose
from hedgerow.core.policy.said import Proposed, Said, State
from hedgerow.core.policy.told import Asked, News, Since, Told
from hedgerow.core.reconcile import Edit
from hedgerow.core.week import MARGIN, WeekReview
from hedgerow.flows.cycle import View, current_week
from hedgerow.flows.household import Household
from hedgerow.ports import Entry
from hedgerow.settings.changing import Setting, diff_of, settings_of

_log = logging.getLogger(__name__)

LINES = 3000
"""Of the log, the latest: a full life has about a hundred a week."""
SETTLED = 2
"""Whole weeks after a change was accepted, of which the letter says whether it helped."""
_BY_US = (Verb.MOVE, Verb.RESIZE, Verb.DELETE)
_BY_PERSON = (Edit.PIN, Edit.SKIP)


def refine(household: Household, seen: View, reviews: Sequence[WeekReview]) -> None:
    """Keeps what the letter about the last of `reviews` says of policy, once; they are in order and without a gap.

    While a calendar is not seen nothing is concluded: what took the time may be in that one.
    """
    week, kept = reviews[-1].week, household.proposals.load()
    is_last = week == current_week(household.settings, household.clock.now()).plus(-1)
    if not is_last or seen.coverage.not_seen or any(each.week == str(week) for each in kept):
        return
    past = past_of(household, seen, reviews)
    if past is not None:
        _follow(household, past, week)
        household.proposals.add(_learn(household, past, week, kept))


def news_of(household: Household, week: Week) -> News:
    """What was said in the letter about a week, and is said in it again."""
    kept = list(_real(household.proposals.load()))
    told = next((told_of(each) for each in kept if each.week == str(week)), None)
    since = (Since(told_of(each), Numbers(**of)) for each in kept if (of := each.content.get(f"since {week}")))
    return News(told, next(since, None))


def _learn(household: Household, past: Past, week: Week, kept: Sequence[Proposed]) -> Proposed:
    policy = policy_of(household)
    said = [Said(week_named(each.week, week), each.subject, each.content["target"], each.state) for each in _real(kept)]
    found = propose(past, policy, said, week)
    if found is None:
        return Proposed(str(week), "", {})
    _log.info("week %s: proposed a change of kind %s", week, found.change.kind)
    return Proposed(str(week), found.change.subject, content_of(found, policy, household.settings.person.addresses))


def _real(kept: Sequence[Proposed]) -> Iterator[Proposed]:
    return (each for each in kept if each.subject)


def week_named(name: str, like: Week) -> Week:
    """`2026-W47`, begun on the weekday that `like` is begun on."""
    year, _, number = name.partition("-W")
    return Week(int(year), int(number), like.first)


def content_of(found: Proposal, policy: Policy, addresses: Container[str]) -> dict[str, Any]:
    """`addresses` are the person's: what they invited to themselves is theirs to move."""
    change, evidence = found.change, found.candidate
    wish = policy.named(change.intention) if change.intention is not None else None
    meeting = change.meeting
    return {
        "kind": change.kind.value,
        "target": change.target,
        "intention": change.intention,
        "title": wish.title if wish else meeting.title if meeting else "",
        "is_titled": wish is not None and wish.visibility is Visibility.TITLED,
        "minutes": _minutes(change),
        "weeks": [str(week) for week in evidence.weeks],
        "of": found.of,
        "count": evidence.count,
        "culprits": [list(each) for each in evidence.culprits],
        "before": asdict(numbers_of([found.before], change.intention)),
        "after": asdict(numbers_of([found.after], change.intention)),
        "settings": [setting.as_json() for setting in settings_of(change, policy)],
        "ask": _asked(change.shift, addresses) if change.shift else None,
    }


def _minutes(change: Change) -> int:
    if change.notice is not None:
        return int(change.notice / MINUTE)
    return int(change.fields.get("ideal_start", change.fields.get("buffer_before", 0)))


def _asked(shift: Shift, addresses: Container[str]) -> dict[str, Any]:
    by, length = (int(each.total_seconds()) // 60 for each in (shift.by, shift.length))
    return {
        "weekday": int(shift.weekday),
        "was": shift.starts - by,
        "starts": shift.starts,
        "length": length,
        "organizer": "" if shift.meeting.organizer in addresses else shift.meeting.organizer,
    }


def told_of(proposed: Proposed) -> Told:
    """Of a week that proposed something."""
    content = proposed.content
    settings = [Setting(**each) for each in content["settings"]]
    asked = content["ask"]
    return Told(
        week=proposed.week,
        kind=Kind(content["kind"]),
        title=content["title"],
        is_titled=content["is_titled"],
        weeks=len(content["weeks"]),
        of=content["of"],
        count=content["count"],
        culprits=tuple((title, count) for title, count in content["culprits"]),
        before=Numbers(**content["before"]),
        after=Numbers(**content["after"]),
        minutes=content["minutes"],
        diff=diff_of(settings),
        asked=_read_asked(asked) if asked else None,
        state=proposed.state,
    )


def _read_asked(asked: Mapping[str, Any]) -> Asked:
    length = timedelta(minutes=asked["length"])
    return Asked(Weekday(asked["weekday"]), asked["was"], asked["starts"], length, asked["organizer"])


def _follow(household: Household, past: Past, week: Week) -> None:
    """Keeps what came of a change that was accepted so many whole weeks ago."""
    for each in _real(household.proposals.load()):
        if each.state is not State.ACCEPTED or each.decided_at is None:
            continue
        begun = week_of(local_day(each.decided_at, past.boundary.zone), week.first)
        weeks = [begun.plus(n) for n in range(1, SETTLED + 1)]
        tallies = gather(past, policy_of(household)).tallies if weeks[-1] == week else {}
        if set(weeks) <= tallies.keys():
            name = each.content["intention"]
            numbers = numbers_of((tallies[one] for one in weeks), IntentionId(name) if name else None)
            content = {**each.content, f"since {week}": asdict(numbers)}
            household.proposals.decide(replace(each, content=content), State.ACCEPTED)


def policy_of(household: Household) -> Policy:
    settings, planning = household.settings, household.settings.planning
    numbers = Planning(
        planning.weeks,
        planning.notice,
        planning.freeze,
        planning.free_until,
        planning.free_places,
        settings.guards,
        planning.tentative,
    )
    return Policy(settings.intentions, settings.pattern, numbers, settings.expected)


def past_of(household: Household, seen: View, reviews: Sequence[WeekReview]) -> Past | None:
    """`reviews` as in `refine`; None when none of them says anything about others."""
    compared = tuple(review.week for review in reviews if review.is_comparable)[-WEEKS:]
    if not compared:
        return None
    settings = household.settings
    since = seen.boundary.week_span(compared[0]).start - MARGIN
    placed = (each for each in household.ledger.bookings() if not is_absence(each.slot.intention))
    bookings = [each for each in placed if each.span.end > since]
    turns = tuple(_turns(household.logbook.entries(LINES)))
    return Past(
        weeks=tuple(review.week for review in reviews if compared[0] <= review.week <= compared[-1]),
        compared=compared,
        timeline=seen.timeline,
        boundary=seen.boundary,
        coverage=seen.coverage,
        limits=settings.limits,
        titles={intention.id: intention.title for intention in settings.intentions},
        bookings=bookings,
        late=find_late(seen.timeline, bookings, turns, settings.intentions),
        hands=find_hands(bookings, turns),
    )


def _turns(entries: Sequence[Entry]) -> Iterator[Turn]:
    for entry in entries:
        if entry.before is None or entry.failure is not None:
            continue
        asked = entry.after is not None and entry.after.standing is Standing.SKIPPED
        if entry.what in _BY_US or entry.what in _BY_PERSON:
            yield Turn(entry.at, entry.before, by_person=asked or entry.what in _BY_PERSON)
