from collections.abc import Sequence
from dataclasses import replace

from hedgerow.core.domains import Domain
from hedgerow.core.fate import BlockFate, Fate
from hedgerow.core.history import WeekRecord
from hedgerow.core.reassess import Compromise, CouldMeet, Shrunk, reassess
from hedgerow.core.week import Verdict, WeekReview
from tests.agenda import BERLIN, WEEK, agenda, span, windows
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
    assert reassess(seen, (), (), BERLIN).compromises == (Compromise("Reading", 3, 4, ("Sync", "Review")),)
    assert reassess(seen, (), (), BERLIN).weeks == 5


def test_two_weeks_are_no_habit_and_a_ninth_week_is_too_long_ago() -> None:
    assert reassess(weeks([LOST], [LOST], [RUN]), (), (), BERLIN).compromises == ()
    assert reassess(weeks([LOST], [LOST], [LOST], *[[RUN]] * 6), (), (), BERLIN).compromises == ()


def test_a_week_that_was_not_seen_counts_for_nothing() -> None:
    seen = weeks([LOST], [LOST], [LOST])
    assert reassess([replace(seen[0], verdict=Verdict.UNKNOWN), *seen[1:]], (), (), BERLIN).compromises == ()


def test_what_nothing_took_has_no_taker() -> None:
    [found] = reassess(weeks(*[[replace(LOST, taken_by=None)]] * 3), (), (), BERLIN).compromises
    assert found.to == ()


def test_intentions_without_a_reason_are_named() -> None:
    wishes = [
        replace(intention("Run"), why="It clears my head"),
        intention("Reading"),
        replace(intention("Tea"), why=" "),
    ]
    assert reassess(weeks([]), (), wishes, BERLIN).without_why == ("Reading", "Tea")


def past(*minutes: int) -> list[WeekRecord]:
    return [record(len(minutes) - n, domains={Domain.COMMUNITY: each}) for n, each in enumerate(minutes)]


def test_a_domain_that_lost_two_fifths_of_its_time_has_shrunk() -> None:
    found = reassess(weeks([]), past(200, 240, 200, 200, 90, 100, 100, 80), (), BERLIN).shrunk
    assert found == (Shrunk(Domain.COMMUNITY, 95, 200),)


def test_a_little_less_time_or_too_short_a_past_is_no_shrinking() -> None:
    for minutes in ((200, 200, 200, 200, 150, 150, 150, 150), (50, 50, 50, 50, 0, 0, 0, 0), (200, 200, 50, 50, 50, 50)):
        assert reassess(weeks([]), past(*minutes), (), BERLIN).shrunk == ()


def test_what_got_no_room_could_meet_what_took_place_in_another_domain() -> None:
    friends = replace(fate("Friends", "sat", "15:00-17:00"), domains=frozenset({Domain.COMMUNITY}))
    lost = replace(RUN, fate=Fate.LOST)
    wishes = [replace(intention("Run"), windows=windows("10:00-18:00")), intention("Friends")]

    def could_meet(*fates: BlockFate) -> CouldMeet | None:
        return reassess(weeks(fates), (), wishes, BERLIN).could_meet

    assert could_meet(lost, friends) == CouldMeet("Run", "Friends")
    assert could_meet(lost, READING) is None
    assert could_meet(lost, replace(friends, domains=frozenset({Domain.WORK}))) is None
    assert could_meet(lost, replace(friends, domains=frozenset({Domain.HOME}))) is None
    at_night = span("sat", "20:00-22:00")
    assert could_meet(lost, replace(friends, span=at_night)) is None
