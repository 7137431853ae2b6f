"""What an account has, and what is proposed from it."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from hedgerow.adapters.google.calendars import Listed, list_calendars, look_about
from hedgerow.core.days import DayWindow, Weekday
from hedgerow.core.domains import Domain
from hedgerow.ports import Refused, Unavailable
from tests.adapters.google.bench import Bench, bench
from tests.adapters.ics.calendars import times, window
from tests.fakes.google import ADA
from tests.fakes.google.faults import Backend, fails
from tests.fakes.google.wire import Answer, Request
from tests.fakes.google.worlds import HOLIDAYS, consumer, whole_life

BOSS = "boss@example.org"
NINE_TO_FIVE = (DayWindow(540, 1020),)


def listed(calendar: str, role: str = "owner") -> Listed:
    return Listed(calendar, calendar, "Europe/Paris", role, is_primary=False, is_hidden=False)


def test_each_calendar_of_the_list_is_told_hidden_ones_too(tmp_path: Path) -> None:
    with bench(tmp_path, whole_life) as held:
        held.server.modes.page_size = 2
        found = {each.id: each for each in list_calendars(held.session)}
        assert len(found) == 6
        assert [each.id for each in found.values() if each.is_primary] == [ADA]
        assert [each.name for each in found.values() if each.is_hidden] == ["Old club"]
        assert [each.id for each in found.values() if each.is_busy_only] == [BOSS]
        assert found[HOLIDAYS].role == "reader"


def test_a_calendar_that_was_taken_off_the_list_is_not_told(tmp_path: Path) -> None:
    with bench(tmp_path, whole_life) as held:
        held.server.state.remove_calendar("family@group.calendar.google.com")
        assert "Family" not in [each.name for each in list_calendars(held.session)]


def test_a_calendar_is_called_what_the_person_calls_it(tmp_path: Path) -> None:
    with bench(tmp_path) as held:
        held.server.state.accounts[ADA].entries[ADA].about["summaryOverride"] = "Me\x1b[2J"
        assert [each.name for each in list_calendars(held.session)] == ["Me [2J"]


@pytest.mark.parametrize(
    ("calendar", "domain"),
    [
        ("ada@example.org", Domain.WORK),
        ("ada@gmail.com", Domain.SELF),
        ("family0123@group.calendar.google.com", Domain.HOME),
        ("c_0123@group.calendar.google.com", Domain.SELF),
        (HOLIDAYS, Domain.SELF),
        ("0123@import.calendar.google.com", Domain.SELF),
    ],
)
def test_the_domain_that_a_calendar_probably_serves_is_proposed(calendar: str, domain: Domain) -> None:
    assert listed(calendar).proposed == {domain}


def test_working_hours_and_zone_and_week_are_proposed_where_google_has_them(tmp_path: Path) -> None:
    with bench(tmp_path, whole_life) as held:
        about = look_about(held.session)
        assert (about.zone, about.first_weekday) == ("Europe/Paris", Weekday.MONDAY)
        assert about.working_hours is not None
        assert about.working_hours[Weekday.MONDAY] == NINE_TO_FIVE
        assert about.working_hours[Weekday.SUNDAY] == ()


def test_what_google_does_not_say_is_not_made_up(tmp_path: Path) -> None:
    """Settings that were never changed may be missing; the calendar has a zone all the same."""
    with bench(tmp_path) as held:
        held.server.state.accounts[ADA].settings.clear()
        about = look_about(held.session)
        assert (about.zone, about.first_weekday, about.working_hours) == ("Europe/Paris", None, None)


def test_an_account_without_a_company_has_no_working_hours(tmp_path: Path) -> None:
    with bench(tmp_path, consumer, email="ada@gmail.example") as held:
        assert look_about(held.session).working_hours is None


def test_hours_are_minutes_of_the_day_in_order(tmp_path: Path) -> None:
    with bench(tmp_path) as held:
        periods = [
            {"dayOfWeek": "monday", "periodStart": opens, "periodEnd": closes}
            for opens, closes in ((780, 1440), (0, 720))
        ]
        hours(held, {"workingHoursEnabled": True, "availableTimes": periods})
        about = look_about(held.session)
        assert about.working_hours is not None
        assert about.working_hours[Weekday.MONDAY] == (DayWindow(0, 720), DayWindow(780, 1440))


def test_hours_that_overlap_are_one(tmp_path: Path) -> None:
    with bench(tmp_path) as held:
        periods = [
            {"dayOfWeek": "monday", "periodStart": opens, "periodEnd": closes}
            for opens, closes in ((540, 1020), (600, 720), (1000, 1080), (1080, 1100))
        ]
        hours(held, {"workingHoursEnabled": True, "availableTimes": periods})
        about = look_about(held.session)
        assert about.working_hours is not None
        assert about.working_hours[Weekday.MONDAY] == (DayWindow(540, 1080), DayWindow(1080, 1100))


@pytest.mark.parametrize("told", [None, 7, {}, {"workingHoursEnabled": False, "availableTimes": []}])
def test_hours_that_are_not_kept_are_none(tmp_path: Path, told: Any) -> None:
    with bench(tmp_path) as held:
        hours(held, told)
        assert look_about(held.session).working_hours is None


@pytest.mark.parametrize(
    "period",
    [
        {},
        {"dayOfWeek": "someday", "periodStart": 1, "periodEnd": 2},
        {"dayOfWeek": "monday", "periodStart": 1020, "periodEnd": 540},
        {"dayOfWeek": "monday", "periodStart": "9", "periodEnd": 540},
        {"dayOfWeek": "monday", "periodStart": 0, "periodEnd": 4000},
    ],
)
def test_odd_hours_are_left_away(tmp_path: Path, period: Any) -> None:
    with bench(tmp_path) as held:
        hours(held, {"workingHoursEnabled": True, "availableTimes": [period]})
        assert look_about(held.session).working_hours == dict.fromkeys(Weekday, ())


def hours(held: Bench, told: Any) -> None:
    held.server.state.calendars[ADA].about["workingHours"] = told


class TestBusy:
    """Calendars of which only that is shown."""

    def test_a_long_window_is_asked_for_in_pieces_and_read_as_one(self, tmp_path: Path) -> None:
        with bench(tmp_path, whole_life) as held:
            held.server.modes.free_busy_days = 28
            # over the end of a piece, which is 28 days after the day before the window
            held.server.hands(BOSS).add("Night", "2026-12-20T23:00:00Z", "2026-12-21T02:00:00Z")
            reading = held.read(BOSS, window("2026-11-24", "2027-02-01"))
            assert times(reading) == ["2026-11-24 13:00-14:00", "2026-12-20 23:00 - 2026-12-21 02:00"]
            assert held.asked.count("freebusy.query 200") == 3

    def test_transparent_events_are_not_busy(self, tmp_path: Path) -> None:
        with bench(tmp_path, whole_life) as held:
            held.server.hands(BOSS).add(
                "Free", "2026-11-25T09:00:00", "2026-11-25T10:00:00", transparency="transparent"
            )
            assert len(held.read(BOSS).occurrences) == 1

    def test_the_same_time_has_the_same_uid(self, tmp_path: Path) -> None:
        with bench(tmp_path, whole_life) as held:
            [first] = held.read(BOSS).occurrences
            held.server.hands(BOSS).add("More", "2026-11-25T09:00:00", "2026-11-25T10:00:00")
            assert first in held.read(BOSS).occurrences

    @pytest.mark.parametrize(
        ("told", "failure"),
        [
            ({"errors": [{"domain": "global", "reason": "notFound"}], "busy": []}, Refused),
            ({"errors": [{"domain": "global", "reason": "internalError"}], "busy": []}, Unavailable),
            ({"busy": [{"start": "soon", "end": "later"}]}, Unavailable),
            ({"busy": [{"start": "2026-11-24T14:00:00Z", "end": "2026-11-24T13:00:00Z"}]}, Unavailable),
            ({"busy": None}, Unavailable),
            ({}, Unavailable),
            (None, Unavailable),
        ],
    )
    def test_what_google_did_not_look_at_is_not_free(self, tmp_path: Path, told: Any, failure: type) -> None:
        """It says so in an answer with 200."""

        def answer(request: Request, backend: Backend) -> Answer:
            return replace(backend(request), body=json.dumps({"calendars": {BOSS: told}}).encode())

        with bench(tmp_path, whole_life) as held:
            held.server.faults.always("freebusy.query", answer)
            with pytest.raises(failure, match=BOSS):
                held.read(BOSS)

    def test_a_query_that_fails_is_asked_again_though_it_is_a_post(self, tmp_path: Path) -> None:
        with bench(tmp_path, whole_life) as held:
            held.server.faults.next("freebusy.query", fails(503))
            assert held.read(BOSS).occurrences
