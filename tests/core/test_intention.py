from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from hedgerow.core.days import Weekday
from hedgerow.core.intention import Defence, Firmness, Length, allows, lengths, openings_on
from hedgerow.core.occurrence import Transparency
from hedgerow.core.span import Span
from tests.agenda import BERLIN, at, day_of, span, utc
from tests.plans import wish


def minutes(*counts: int) -> tuple[timedelta, ...]:
    return tuple(timedelta(minutes=count) for count in counts)


def test_a_length_has_its_three_numbers_in_order() -> None:
    for wrong in ((0, 30, 60), (45, 30, 60), (30, 60, 45)):
        with pytest.raises(ValueError, match="minimum ≤ ideal ≤ maximum"):
            Length(*wrong)


def test_a_flexible_intention_shrinks_in_steps_of_five_down_to_its_minimum() -> None:
    assert lengths(wish(length=Length(30, 45, 60))) == minutes(45, 40, 35, 30)
    assert lengths(wish(length=Length(32, 45, 60))) == minutes(45, 40, 35, 32)
    assert lengths(wish(length=Length(45, 45, 60))) == minutes(45)


def test_firm_and_fixed_ones_have_one_length() -> None:
    for firmness in (Firmness.FIRM, Firmness.FIXED):
        assert lengths(wish(length=Length(30, 45, 60), firmness=firmness)) == minutes(45)


@pytest.mark.parametrize(
    ("firmness", "allowed", "refused"),
    [
        (Firmness.FLEXIBLE, (30, 33, 45, 60), (29, 61)),
        (Firmness.FIRM, (45, 60), (44, 61)),
        (Firmness.FIXED, (45,), (44, 46)),
    ],
)
def test_which_lengths_a_standing_block_may_have(
    firmness: Firmness, allowed: tuple[int, ...], refused: tuple[int, ...]
) -> None:
    intention = wish(length=Length(30, 45, 60), firmness=firmness)
    assert [allows(intention, length) for length in minutes(*allowed)] == [True] * len(allowed)
    assert [allows(intention, length) for length in minutes(*refused)] == [False] * len(refused)


def test_openings_are_the_windows_of_the_day() -> None:
    split = wish(within="12:00-13:00 07:00-08:00", days="mon", ideal="12:30")
    found = openings_on(split, day_of("mon"), BERLIN)
    assert [opening.free for opening in found] == [span("mon", "07:00-08:00"), span("mon", "12:00-13:00")]
    assert {opening.wished for opening in found} == {at("mon", "12:30")}
    assert openings_on(split, day_of("tue"), BERLIN) == ()


def test_without_an_ideal_the_first_opening_of_the_day_is_wished_for() -> None:
    split = wish(within="12:00-13:00 07:00-08:00")
    assert {opening.wished for opening in openings_on(split, day_of("mon"), BERLIN)} == {at("mon", "07:00")}


def test_a_window_over_midnight_opens_on_two_days_and_is_wished_for_once() -> None:
    late = wish(within="22:00-02:00", days="fri", ideal="00:30")
    [friday] = openings_on(late, day_of("fri"), BERLIN)
    [saturday] = openings_on(late, day_of("sat"), BERLIN)
    assert friday.free == saturday.free == span("fri", "22:00-02:00")
    assert friday.starts == span("fri", "22:00-00:00")
    assert saturday.starts == span("sat", "00:00-02:00")
    assert friday.wished == saturday.wished == at("sat", "00:30")


def test_a_fixed_one_starts_at_its_minute_alone() -> None:
    fixed = wish(within="17:00-21:00", ideal="18:00", firmness=Firmness.FIXED)
    [opening] = openings_on(fixed, day_of("mon"), BERLIN)
    assert opening.starts == span("mon", "18:00-18:01")
    assert opening.free == span("mon", "17:00-21:00")


def test_a_window_that_the_clocks_skip_does_not_open() -> None:
    assert openings_on(wish(within="02:00-03:00"), day_of("2026-03-29"), BERLIN) == ()


def test_a_window_that_the_clocks_repeat_is_open_twice_as_long() -> None:
    [opening] = openings_on(wish(within="02:00-03:00"), day_of("2026-10-25"), ZoneInfo("Europe/Berlin"))
    assert opening.free == Span(utc("2026-10-25 00:00"), utc("2026-10-25 02:00"))


def test_an_opening_tells_its_first_and_last_start() -> None:
    [opening] = openings_on(wish(within="17:00-21:00"), day_of("mon"), BERLIN)
    hour = timedelta(hours=1)
    assert opening.reach(hour, at("mon", "00:00")) == (at("mon", "17:00"), at("mon", "20:00"))
    assert opening.reach(hour, at("mon", "19:07")) == (at("mon", "19:07"), at("mon", "20:00"))
    assert opening.reach(hour, at("mon", "20:01")) is None
    assert opening.reach(timedelta(hours=4), at("mon", "00:00")) == (at("mon", "17:00"), at("mon", "17:00"))


def test_a_zone_cut_out_leaves_what_is_on_both_sides() -> None:
    [opening] = openings_on(wish(within="17:00-21:00", days="mon"), day_of("mon"), BERLIN)
    left = opening.without([span("mon", "18:00-19:00")])
    assert [part.free for part in left] == [span("mon", "17:00-18:00"), span("mon", "19:00-21:00")]


def test_a_place_is_admitted_inside_the_opening_with_its_start_on_that_day() -> None:
    late = wish(within="22:00-02:00", days="fri")
    [friday] = openings_on(late, day_of("fri"), BERLIN)
    assert friday.admits(span("fri", "23:30-00:30"))
    assert not friday.admits(span("sat", "00:30-01:30"))
    assert not friday.admits(span("fri", "21:59-22:59"))


def test_defence_shows_what_it_says() -> None:
    assert [Defence.AUTO.shows(can_wait=wait) for wait in (True, False)] == [
        Transparency.TRANSPARENT,
        Transparency.OPAQUE,
    ]
    for wait in (True, False):
        assert Defence.ALWAYS_BUSY.shows(can_wait=wait) is Transparency.OPAQUE
        assert Defence.ALWAYS_FREE.shows(can_wait=wait) is Transparency.TRANSPARENT


def test_every_day_is_allowed_unless_days_are_named() -> None:
    assert wish().days == frozenset(Weekday)
