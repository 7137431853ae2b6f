from collections.abc import Sequence
from dataclasses import replace

from hedgerow.core.domains import Domain
from hedgerow.core.fate import BlockFate, Fate
from hedgerow.core.history import WeekRecord
from hedgerow.core.reassess import Compromise, CouldMeet, Shrunk, reassess
from hedgerow.core.week import Verdict, WeekReview
from tests.agenda import WEEK, agenda
from tests.core.test_week import review
from tests.letter.reports import fate, intention
from tests.years import week as record

READING, RUN = fate("Reading", "thu", "21:00-22:00"), fate("Run", "tue", "18:00-19:10")
LOST = replace(READING, fate=Fate.LOST, taken_by="Sync")


def weeks(*fates: Sequence[BlockFate]) -> list[WeekReview]:
    """One for each list of fates, the last one last."""
    bare = review(agenda())
    many = len(fates)
    return [
        replace(bare, week=WEEK.plus(n + 1 - many), verdict=Verdict.CLEAR, fates=tuple(each))
        for n, each in enumerate(fates)
    ]


def test_what_gave_way_in_three_of_eight_weeks_is_a_compromise_made_too_often() -> None:
    seen = weeks([LOST], [READING], [LOST, LOST], [replace(LOST, taken_by="Review")], [RUN])
    assert reassess(seen, (), ()).compromises == (Compromise("Reading", 3, 4, ("Sync", "Review")),)
    assert reassess(seen, (), ()).weeks == 5


def test_two_weeks_are_no_habit_and_a_ninth_week_is_too_long_ago() -> None:
    assert reassess(weeks([LOST], [LOST], [RUN]), (), ()).compromises == ()
    assert reassess(weeks([LOST], [LOST], [LOST], *[[RUN]] * 6), (), ()).compromises == ()


def test_a_week_that_was_not_seen_counts_for_nothing() -> None:
    seen = weeks([LOST], [LOST], [LOST])
    assert reassess([replace(seen[0], verdict=Verdict.UNKNOWN), *seen[1:]], (), ()).compromises == ()


def test_what_nothing_took_has_no_taker() -> None:
    [found] = reassess(weeks(*[[replace(LOST, taken_by=None)]] * 3), (), ()).compromises
    assert found.to == ()


def test_intentions_without_a_reason_are_named() -> None:
    wishes = [
        replace(intention("Run"), why="It clears my head"),
        intention("Reading"),
        replace(intention("Tea"), why=" "),
    ]
    assert reassess(weeks([]), (), wishes).without_why == ("Reading", "Tea")


def past(*minutes: int) -> list[WeekRecord]:
    return [record(len(minutes) - n, domains={Domain.COMMUNITY: each}) for n, each in enumerate(minutes)]


def test_a_domain_that_lost_two_fifths_of_its_time_has_shrunk() -> None:
    found = reassess(weeks([]), past(200, 240, 200, 200, 90, 100, 100, 80), ()).shrunk
    assert found == (Shrunk(Domain.COMMUNITY, 95, 200),)


def test_a_little_less_time_or_too_short_a_past_is_no_shrinking() -> None:
    for minutes in ((200, 200, 200, 200, 150, 150, 150, 150), (50, 50, 50, 50, 0, 0, 0, 0), (200, 200, 50, 50, 50, 50)):
        assert reassess(weeks([]), past(*minutes), ()).shrunk == ()


def test_what_got_no_room_could_meet_what_took_place_in_another_domain() -> None:
    friends = replace(fate("Friends", "sat", "15:00-17:00"), domains=frozenset({Domain.COMMUNITY}))
    lost = replace(RUN, fate=Fate.LOST)
    wishes = [intention("Run"), intention("Friends")]
    assert reassess(weeks([lost, friends]), (), wishes).could_meet == CouldMeet("Run", "Friends")
    assert reassess(weeks([lost, READING]), (), wishes).could_meet is None
    at_work = replace(friends, domains=frozenset({Domain.WORK}))
    assert reassess(weeks([lost, at_work]), (), wishes).could_meet is None
