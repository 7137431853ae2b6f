"""What settings and calendars say of leave, rota, naps and stays, as one boundary."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hedgerow.core.boundary import Boundary, Off, Season, Stay, TimeOff
from hedgerow.core.days import Weekday, week_span
from hedgerow.core.limits import LimitKey
from hedgerow.core.occurrence import CalendarId, Occurrence
from hedgerow.core.pattern import (
    InsideRule,
    Leave,
    LeaveEvents,
    Pattern,
    RotaRule,
    SeasonRule,
    Signs,
    YearDay,
    find_doubts,
    resolve_boundary,
)
from hedgerow.core.span import Span
from hedgerow.core.timeline import SetAside
from tests.agenda import BERLIN, WEEK, at, boundary, day_of, occurrence, span, windows

ROTA = CalendarId("rota")
FAMILY = CalendarId("family")
NEW_YORK = ZoneInfo("America/New_York")
TOKYO = ZoneInfo("Asia/Tokyo")
WINDOW = week_span(WEEK, BERLIN)
NURSE = Pattern(rota=RotaRule(ROTA, on_call=("On call*",), ignore=("Off", "wish*")))


def resolved(pattern: Pattern, *occurrences: Occurrence, holidays: Mapping[date, str] | None = None) -> Boundary:
    return resolve_boundary(boundary(), pattern, Signs(WINDOW, occurrences), holidays or {})


def on(first: str, last: str, start: str = "00:00", end: str = "00:00") -> Span:
    return Span(at(first, start), at(last, end))


def seasons_in(year: int, month: int, *rules: SeasonRule) -> tuple[Season, ...]:
    window = Span(at(f"{year}-{month:02d}-10", "00:00"), at(f"{year}-{month:02d}-20", "00:00"))
    return resolve_boundary(boundary(), Pattern(seasons=rules), Signs(window), {}).seasons


def test_nothing_said_leaves_the_week_as_it_is() -> None:
    assert resolved(Pattern()) == boundary()


def test_leave_by_settings_reaches_from_its_hour_to_its_hour() -> None:
    whole = Leave("Rest", day_of("mon"), day_of("tue"))
    part = Leave("Move", day_of("wed"), day_of("thu"), 12 * 60, 13 * 60, Off.UNPLUGGED)
    assert resolved(Pattern(leave=(part, whole))).off == (
        TimeOff(on("mon", "wed"), Off.LEAVE, "Rest"),
        TimeOff(on("wed", "thu", "12:00", "13:00"), Off.UNPLUGGED, "Move"),
    )


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("mon  OOO", Off.LEAVE),
        ("mon  ooo until Tuesday", Off.LEAVE),
        ("mon  Leave (free)", Off.LEAVE),
        ("mon  Wandering #leave", Off.LEAVE),
        ("mon  OOO #unplugged", Off.UNPLUGGED),
        ("mon  Sabbath rest", Off.UNPLUGGED),
        ("mon  Leaving do for Kim", None),
        ("mon  Leave (cancelled)", None),
        ("mon  Leave (declined)", None),
        ("mon  Leave (ours)", None),
        ("mon 09:00-10:00  OOO #leave", None),
    ],
)
def test_an_all_day_event_is_leave_by_its_title_or_tag(line: str, kind: Off | None) -> None:
    pattern = Pattern(leave_events=LeaveEvents(("OOO", "Leave"), ("Sabbath*",)))
    event = replace(occurrence(line), all_day=":" not in line)
    # "Leave" alone is a word: "Leaving" is not it.
    assert [off.kind for off in resolved(pattern, event).off] == ([kind] if kind else [])


def test_a_category_is_a_tag() -> None:
    event = replace(occurrence("mon  Alps"), all_day=True, categories=("Unplugged",))
    assert resolved(Pattern(), event).off == (TimeOff(on("mon", "tue"), Off.UNPLUGGED, "Alps"),)


def test_titles_count_in_the_calendars_named_and_tags_in_all() -> None:
    pattern = Pattern(leave_events=LeaveEvents(("OOO",), (), frozenset({FAMILY})))
    events = [replace(occurrence(line), all_day=True) for line in ("mon  OOO", "tue  Sea #leave")]
    assert [off.name for off in resolved(pattern, *events).off] == ["Sea #leave"]
    assert [off.name for off in resolved(pattern, replace(events[0], calendar=FAMILY)).off] == ["OOO"]


def test_a_leave_that_two_calendars_show_is_one() -> None:
    event = replace(occurrence("mon  Sea #leave"), all_day=True)
    assert len(resolved(Pattern(), event, replace(event, calendar=FAMILY)).off) == 1


def test_public_holidays_are_whole_days_with_the_persons_own_added_and_without_those_worked_on() -> None:
    pattern = Pattern(added={day_of("thu"): "Feast"}, work_on=frozenset({day_of("wed")}))
    public = {day_of("wed"): "Repentance", day_of("fri"): "Harvest", date(2027, 1, 1): "New Year"}
    assert resolved(pattern, holidays=public).off == (
        TimeOff(on("thu", "fri"), Off.HOLIDAY, "Feast"),
        TimeOff(on("fri", "sat"), Off.HOLIDAY, "Harvest"),
    )


def test_a_season_changes_the_weekdays_it_names_and_leaves_the_others() -> None:
    rule = SeasonRule("exams", date(2026, 6, 8), date(2026, 6, 30), {Weekday.SATURDAY: windows("10:00-14:00")})
    [season] = seasons_in(2026, 6, rule)
    assert season.windows == {**boundary().windows, Weekday.SATURDAY: windows("10:00-14:00")}
    assert (season.first, season.last) == (date(2026, 6, 8), date(2026, 6, 30))


def test_a_season_is_followed_by_its_recovery() -> None:
    limits = {LimitKey.SCHEDULED_WORK: 60 * 60}
    rest = {LimitKey.EVENINGS: 0}
    rule = SeasonRule("crunch", date(2026, 6, 1), date(2026, 6, 12), None, limits, {}, 7, rest)
    assert seasons_in(2026, 6, rule) == (
        Season("crunch", date(2026, 6, 1), date(2026, 6, 12), None, limits),
        Season("recovery after crunch", date(2026, 6, 13), date(2026, 6, 19), None, rest),
    )


def test_a_yearly_season_comes_every_year_and_may_run_over_new_year() -> None:
    summer = SeasonRule("summer", YearDay(7, 1), YearDay(8, 31))
    winter = SeasonRule("winter", YearDay(12, 20), YearDay(1, 10))
    assert [(s.first, s.last) for s in seasons_in(2031, 7, summer)] == [(date(2031, 7, 1), date(2031, 8, 31))]
    over = (date(2026, 12, 20), date(2027, 1, 10))
    assert [(s.first, s.last) for s in seasons_in(2026, 12, winter)] == [over]
    assert [(s.first, s.last) for s in seasons_in(2027, 1, winter)] == [over]
    assert seasons_in(2027, 4, winter, summer) == ()


def test_the_last_of_february_is_there_every_year() -> None:
    assert [YearDay(2, 29).in_year(year) for year in (2027, 2028)] == [date(2027, 2, 28), date(2028, 2, 29)]


def test_shifts_of_the_rota_are_work_and_on_call_is_neither() -> None:
    lines = (
        "mon 22:00-06:00  Night",
        "tue 05:00-13:00  On call ward 3",
        "wed 07:00-15:00  Off",
        "thu 07:00-15:00  Early",
    )
    rota = resolved(NURSE, *(occurrence(line, ROTA) for line in lines)).rota
    assert rota
    assert rota.work == (span("mon", "22:00-06:00"), span("thu", "07:00-15:00"))
    assert rota.on_call == (span("tue", "06:00-13:00"),)
    assert rota.known == WINDOW


def test_a_rota_that_was_not_seen_leaves_the_weekly_windows_alone() -> None:
    signs = Signs(WINDOW, (), is_rota_seen=False)
    assert resolve_boundary(boundary(), NURSE, signs, {}).rota is None
    assert resolved(NURSE).rota is not None


def test_a_night_shift_over_the_change_of_clocks_has_its_true_length() -> None:
    shift = occurrence("2026-03-28 22:00-06:00  Night", ROTA)
    rota = resolve_boundary(boundary(), NURSE, Signs(shift.span, (shift,)), {}).rota
    assert rota
    assert [work.length for work in rota.work] == [timedelta(hours=7)]


def test_leave_written_into_the_rota_is_leave_and_no_shift() -> None:
    leave = replace(occurrence("mon  Annual #leave", ROTA), all_day=True)
    found = resolved(NURSE, leave)
    assert found.rota
    assert (found.rota.work, [off.kind for off in found.off]) == ((), [Off.LEAVE])


def test_two_shifts_that_overlap_are_merged_and_doubted() -> None:
    shifts = [occurrence(line, ROTA) for line in ("mon 07:00-15:00  Early", "mon 14:00-22:00  Late")]
    signs = Signs(WINDOW, tuple(shifts))
    rota = resolve_boundary(boundary(), NURSE, signs, {}).rota
    assert rota
    assert rota.work == (span("mon", "07:00-22:00"),)
    [doubt] = find_doubts(NURSE, signs, BERLIN)
    assert (doubt.calendar, doubt.uid) == (ROTA, shifts[1].uid)
    assert doubt.reason == (
        "the event of 2026-11-16 overlaps another shift of the rota; the time they share is counted once"
    )


def test_shifts_that_touch_and_on_call_beside_work_raise_no_doubt() -> None:
    lines = ("mon 07:00-15:00  Early", "mon 15:00-22:00  Late", "mon 12:00-20:00  On call", "mon 08:00-10:00  wish day")
    assert find_doubts(NURSE, Signs(WINDOW, tuple(occurrence(line, ROTA) for line in lines)), BERLIN) == ()


def test_a_shift_without_hours_is_no_working_time_and_doubted() -> None:
    signs = Signs(WINDOW, (replace(occurrence("tue  Early", ROTA), all_day=True),))
    rota = resolve_boundary(boundary(), NURSE, signs, {}).rota
    assert rota
    assert rota.work == ()
    assert [doubt.reason for doubt in find_doubts(NURSE, signs, BERLIN)] == [
        "the event of 2026-11-17 is a whole day in the rota, so that its hours are not known"
    ]


def test_a_nap_is_a_window_of_work_in_its_calendar_only() -> None:
    pattern = Pattern(inside=(InsideRule("nap", FAMILY),))
    naps = [occurrence(line, FAMILY) for line in ("mon 12:30-14:00  Nap (free)", "tue 12:30-14:00  Mia's nap")]
    other = occurrence("wed 12:30-14:00  nap")
    all_day = replace(occurrence("thu  nap", FAMILY), all_day=True)
    found = resolved(pattern, *naps, other, all_day)
    assert found.inside == (span("mon", "12:30-14:00"), span("tue", "12:30-14:00"))
    assert [pattern.mark(one) for one in (*naps, other)] == [SetAside.WORK_INSIDE, SetAside.WORK_INSIDE, None]


def test_a_stay_comes_from_settings_a_tag_or_a_title() -> None:
    pattern = Pattern(stays=(Stay(day_of("mon"), day_of("mon"), NEW_YORK),), stay_titles={"Tokyo office*": TOKYO})
    tagged = replace(occurrence("wed  Fair #zone:America/New_York (free)"), all_day=True)
    titled = occurrence("fri 09:00-17:00  Tokyo office: visit")
    stays = resolved(pattern, tagged, titled).stays
    assert [(stay.first, stay.last, stay.zone) for stay in stays] == [
        (day_of("mon"), day_of("mon"), NEW_YORK),
        (day_of("wed"), day_of("wed"), NEW_YORK),
        (day_of("fri"), day_of("fri"), TOKYO),
    ]


def test_of_a_setting_and_an_event_for_the_same_days_the_setting_says_the_clock() -> None:
    tagged = replace(occurrence("wed  Fair #zone:Asia/Tokyo"), all_day=True)
    for zone in (NEW_YORK, ZoneInfo("Pacific/Auckland")):
        pattern = Pattern(stays=(Stay(day_of("wed"), day_of("wed"), zone),))
        assert resolved(pattern, tagged).zone_on(day_of("wed")) == zone


def test_a_zone_that_does_not_exist_is_doubted_and_moves_no_clock() -> None:
    signs = Signs(WINDOW, (replace(occurrence("wed  Fair #zone:America/New_Yrk"), all_day=True),))
    assert resolve_boundary(boundary(), Pattern(), signs, {}).stays == ()
    assert [doubt.reason for doubt in find_doubts(Pattern(), signs, BERLIN)] == [
        "the event of 2026-11-18 has the zone 'America/New_Yrk', which does not exist"
    ]


def test_leave_on_a_stay_is_a_day_by_the_clock_of_the_stay() -> None:
    pattern = Pattern(
        leave=(Leave("Off", day_of("wed"), day_of("wed")),), stays=(Stay(day_of("tue"), day_of("thu"), NEW_YORK),)
    )
    [off] = resolved(pattern).off
    assert off.span == Span(at("wed", "00:00", NEW_YORK), at("thu", "00:00", NEW_YORK))


def test_hours_of_leave_on_a_stay_are_hours_of_its_clock() -> None:
    leave = Leave("Half", day_of("wed"), day_of("wed"), 12 * 60, 17 * 60)
    [off] = resolved(Pattern(leave=(leave,), stays=(Stay(day_of("tue"), day_of("thu"), NEW_YORK),))).off
    assert off.span == span("wed", "12:00-17:00", NEW_YORK)


EVENTS = [
    *(replace(occurrence(line), all_day=True) for line in ("mon  Sea #leave", "tue  Fair #zone:Asia/Tokyo")),
    replace(occurrence("tue  Fair #zone:America/New_York"), all_day=True),
    *(
        occurrence(line, ROTA)
        for line in ("wed 07:00-15:00  Early", "wed 14:00-22:00  Late", "thu 07:00-15:00  On call")
    ),
]


@given(st.permutations(EVENTS))
def test_the_order_of_events_changes_nothing(shuffled: list[Occurrence]) -> None:
    one, other = Signs(WINDOW, tuple(EVENTS)), Signs(WINDOW, tuple(shuffled))
    left, right = (resolve_boundary(boundary(), NURSE, signs, {}) for signs in (one, other))
    assert left == right
    assert [stay.zone for stay in left.stays] == [stay.zone for stay in right.stays]
    assert find_doubts(NURSE, one, BERLIN) == find_doubts(NURSE, other, BERLIN)
