"""Facts for scripts: every one by its name, and nothing in it that JSON cannot hold."""

import json
from dataclasses import replace
from datetime import date, timedelta

from hedgerow.cli.reasons_json import explanation, facts, proof
from hedgerow.cli.report_json import report
from hedgerow.core.block import IntentionId
from hedgerow.core.intention import Defence, Priority
from hedgerow.core.occurrence import Transparency
from hedgerow.core.plan import Busy, Reason
from hedgerow.core.why.facts import (
    Barrier,
    Change,
    Conflict,
    Cost,
    Explanation,
    Here,
    LeftEmpty,
    NoChange,
    Nowhere,
    Ousted,
    Own,
    Price,
    Proof,
    Shortfall,
    Shown,
    Taken,
    Terms,
    Unguarded,
    Unpublished,
)
from tests.agenda import BERLIN, WEEK, span
from tests.letter.reports import FULL, NEXT_WEEK

EVENING = span("mon", "18:00-19:00")
SYNC = Busy(span("mon", "17:30-18:30"), "Sync", is_work=True)
CONFLICT = Conflict(date(2026, 11, 16), (SYNC,))
DAY = timedelta(days=1)
EVERY = (
    Here(Reason.NEAREST, EVENING, 18 * 60, 60, DAY),
    Ousted(EVENING, SYNC),
    Taken((Barrier(EVENING, SYNC),)),
    Shown(Transparency.OPAQUE, Defence.AUTO, is_pinned=False, places=1, least_places=2, ahead=DAY, least_ahead=DAY),
    Terms(Priority.HIGH, 800, 0, 0, 0, 2, 60, 0, 25),
    Nowhere(WEEK, 1, 3, in_hours=False, conflicts=(CONFLICT,)),
    Unguarded(WEEK, 1, is_night=True, conflict=CONFLICT),
    Price(EVENING, Priority.LOW, 50, 801, (Own(IntentionId("kids"), "Kids", Priority.HIGH, EVENING, None),)),
    Change(WEEK, SYNC, EVENING, (EVENING,)),
    NoChange(needs_two=True),
    Shortfall(90, (Cost(SYNC, 60),)),
    LeftEmpty(date(2026, 11, 16)),
    Unpublished("rota", None),
)


def test_every_fact_has_a_name_and_is_json() -> None:
    told = facts(EVERY, BERLIN)
    assert [each["fact"] for each in told] == [
        *("here", "ousted", "taken", "shown", "terms", "nowhere", "unguarded"),
        *("price", "change", "no-change", "shortfall", "left-empty", "unpublished"),
    ]
    assert json.loads(json.dumps(told)) == told


def test_times_have_the_offset_of_the_person_and_lengths_are_minutes() -> None:
    [here, taken, shown] = facts((EVERY[0], EVERY[2], EVERY[3]), BERLIN)
    start = {"start": "2026-11-16T18:00:00+01:00", "end": "2026-11-16T19:00:00+01:00", "minutes": 60}
    assert (here["span"], here["freeze"], here["reason"]) == (start, 1440, "nearest")
    by = {"title": "Sync", "start": "2026-11-16T17:30:00+01:00", "end": "2026-11-16T18:30:00+01:00", "minutes": 60}
    assert taken["barriers"] == [{"wanted": start, "by": {**by, "work": True}}]
    assert (shown["transparency"], shown["places"], shown["least_ahead"]) == ("opaque", 1, 1440)


def test_days_weeks_and_what_is_nowhere_are_plain() -> None:
    [nowhere, price, change] = facts((EVERY[5], EVERY[7], EVERY[8]), BERLIN)
    assert (nowhere["week"], nowhere["conflicts"][0]["day"]) == ("2026-W47", "2026-11-16")
    assert (price["priority"], price["costs"][0]["to"]) == (4, None)
    assert (change["to"]["minutes"], change["gained"][0]["minutes"]) == (60, 60)


def test_the_words_go_with_the_facts() -> None:
    told = explanation(Explanation((EVERY[9],)), BERLIN)
    assert told["words"] == ["No single meeting that moves would give it back: two things would have to change."]
    assert proof(Proof(is_proven=True), BERLIN)["words"].startswith("This plan is proven best")


def test_a_report_gives_the_change_that_was_tried_and_nothing_for_what_no_one_change_helps() -> None:
    [gap] = NEXT_WEEK.unplaced
    helped = replace(
        FULL, next_week=replace(NEXT_WEEK, remedies={gap.intention.id: Change(WEEK, SYNC, None, (EVENING,))})
    )
    [change] = report(helped, BERLIN)["next_week"]["changes"]
    assert (change["intention"], change["what"]["title"], change["to"]) == (gap.intention.id, "Sync", None)
    assert [each["start"] for each in change["gained"]] == ["2026-11-16T18:00:00+01:00"]
    stuck = replace(FULL, next_week=replace(NEXT_WEEK, remedies={gap.intention.id: NoChange(needs_two=True)}))
    assert report(stuck, BERLIN)["next_week"]["changes"] == []
