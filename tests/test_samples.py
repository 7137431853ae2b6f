"""What must stay true of the lives that `hedgerow demo` plays, and of the parent's above all: the letter and the README
speak of it."""

import re
from collections import Counter
from functools import cache
from importlib.resources import files
from pathlib import Path

import pytest
from click.testing import CliRunner

from hedgerow.adapters.clock import StillClock
from hedgerow.adapters.ics.file import FileSource
from hedgerow.cli import cli
from hedgerow.compose import open_household
from hedgerow.core.boundary import Boundary, Off
from hedgerow.core.days import Week, week_span
from hedgerow.core.domains import Domain
from hedgerow.core.fate import Fate, tell_fates
from hedgerow.core.limits import LimitKey
from hedgerow.core.occurrence import Occurrence, Reading
from hedgerow.core.pattern import Signs, resolve_boundary
from hedgerow.core.span import Span
from hedgerow.core.timeline import Entry, SetAside, Timeline, build_timeline
from hedgerow.core.week import Coverage, Evidence, Seen, Verdict, WeekReview, review_week
from hedgerow.settings.load import load_settings
from hedgerow.settings.values import Role, Settings
from tests.agenda import BERLIN, at, utc

LIVES = Path(str(files("hedgerow") / "samples"))
SAMPLES = LIVES / "parent"
FILES = sorted(LIVES.glob("*/*.ics"))
CALENDARS = ("work", "family", "community")
FIRST, LAST = Week(2026, 36), Week(2026, 49)
WINDOW = Span(week_span(FIRST, BERLIN).start, week_span(LAST, BERLIN).end)


each_file = pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}/{file.stem}")


def text_of(file: Path) -> str:
    return file.read_bytes().replace(b"\r\n ", b"").decode()


def events_of(file: Path) -> list[str]:
    return re.findall(r"BEGIN:VEVENT\r\n(.*?)END:VEVENT\r\n", text_of(file), re.DOTALL)


def created(event: str) -> str:
    [stamp] = re.findall(r"^CREATED:(\d{8}T\d{6}Z)\r$", event, re.MULTILINE)
    return str(stamp)


def title(event: str) -> str:
    [summary] = re.findall(r"^SUMMARY:(.*)\r$", event, re.MULTILINE)
    return str(summary).replace("\\,", ",")


@cache
def settings() -> Settings:
    found = load_settings(SAMPLES / "hedgerow.toml", {})
    assert isinstance(found, Settings), [str(problem) for problem in found]
    return found


@cache
def readings() -> tuple[Reading, ...]:
    addresses = settings().person.addresses
    held = [calendar for calendar in settings().calendars if calendar.role is Role.READ and calendar.path]
    return tuple(FileSource(c.path, c.id, BERLIN, addresses).read(WINDOW) for c in held if c.path)


@cache
def life() -> Timeline:
    return build_timeline(occurrences(), settings().domain_policy, settings().pattern.mark)


@cache
def occurrences() -> tuple[Occurrence, ...]:
    return tuple(one for reading in readings() for one in reading.occurrences)


@cache
def boundary() -> Boundary:
    return resolve_boundary(settings().boundary, settings().pattern, Signs(WINDOW, occurrences()), {})


@cache
def review(number: int) -> WeekReview:
    seen = Coverage(tuple(Seen(reading.calendar, len(reading.occurrences)) for reading in readings()))
    return review_week(
        Week(2026, number),
        Evidence(timeline=life(), bookings=(), titles={}, coverage=seen),
        boundary(),
        settings().limits,
    )


def called(name: str) -> list[Entry]:
    return [entry for entry in life().entries if entry.occurrence.title == name]


def local(entry: Entry | Occurrence) -> str:
    """`09-03 21:00-21:45` in Berlin."""
    start, end = entry.span.start.astimezone(BERLIN), entry.span.end.astimezone(BERLIN)
    return f"{start:%m-%d %H:%M}-{end:%H:%M}"


# --- the files


@each_file
def test_the_files_are_small_and_fold_their_lines_as_rfc_5545_asks(file: Path) -> None:
    raw = file.read_bytes()
    assert len(raw) < 60_000
    assert raw.count(b"\n") == raw.count(b"\r\n")
    assert max(len(line) for line in raw.split(b"\r\n")) <= 75


@each_file
def test_everybody_lives_at_an_example_address(file: Path) -> None:
    addresses = set(re.findall(r"[\w.+-]+@([\w.-]+)", text_of(file)))
    assert addresses <= {"example.org", "example.com", "example.net"}


@each_file
def test_every_event_says_when_it_was_made_and_nothing_is_made_after_the_last_morning(file: Path) -> None:
    stamps = [created(event) for event in events_of(file)]
    assert stamps
    assert max(stamps) < "20261123T063000Z"


@pytest.mark.parametrize("life", sorted(LIVES.iterdir()), ids=lambda life: life.name)
def test_a_life_says_what_lies_in_its_folder_and_stands_on_its_profile(life: Path) -> None:
    assert all(file.name in (life / "README.txt").read_text(encoding="utf-8") for file in life.glob("*.ics"))
    settings_text = (life / "hedgerow.toml").read_text(encoding="utf-8")
    assert f'\nprofile = "{life.name}"\n' in settings_text
    assert set(re.findall(r'"([\w-]+\.ics)"', settings_text)) == {
        "hedgerow-blocks.ics",
        *(file.name for file in life.glob("*.ics")),
    }


def test_every_event_of_the_three_calendars_can_be_read() -> None:
    assert [reading.calendar for reading in readings()] == list(CALENDARS)
    assert all(reading.seen and not reading.unreadable and not reading.not_seen for reading in readings())


def test_the_settings_hold_blocks_in_a_calendar_of_their_own() -> None:
    assert [c.id for c in settings().calendars if c.role is Role.HOLD] == ["blocks"]
    assert {intention.calendar for intention in settings().intentions} == {"blocks"}


def test_every_intention_says_why() -> None:
    assert {wish.id for wish in settings().intentions} == {"dinner", "quiet-hour", "friends", "run", "focus", "reading"}
    assert all(wish.why.endswith(".") for wish in settings().intentions)


# --- the weeks


@pytest.mark.parametrize(
    ("number", "worked", "taken", "verdict"),
    [
        (36, "28:45", 45, Verdict.CLEAR),
        (37, "28:30", 90, Verdict.CLEAR),
        (38, "29:45", 135, Verdict.STRETCHED),
        (39, "27:15", 45, Verdict.CLEAR),
        (40, "29:30", 150, Verdict.STRETCHED),
        (41, "28:30", 320, Verdict.STRETCHED),
        (42, "29:00", 90, Verdict.CLEAR),
        (43, "00:00", 0, Verdict.CLEAR),
        (44, "29:00", 135, Verdict.STRETCHED),
        (45, "51:00", 1290, Verdict.INTRUDED),
        (46, "28:00", 105, Verdict.CLEAR),
        (47, "30:15", 255, Verdict.STRETCHED),
    ],
)
def test_twelve_weeks_of_which_six_are_clear_and_one_is_a_launch(
    number: int, worked: str, taken: int, verdict: Verdict
) -> None:
    found = review(number)
    hours, minutes = divmod(found.measures.scheduled_work, 60)
    assert (f"{hours:02d}:{minutes:02d}", found.personal_taken, found.verdict) == (worked, taken, verdict)


def test_the_launch_week_passes_five_limits_with_a_night_of_eight_hours() -> None:
    passed = {limit.rule.key: limit.measured for limit in review(45).passed}
    assert passed == {
        LimitKey.SCHEDULED_WORK: 51 * 60,
        LimitKey.SHORTEST_REST: 8 * 60,
        LimitKey.BREAK: 15,
        LimitKey.PERSONAL_TAKEN: 21 * 60 + 30,
        LimitKey.EVENINGS: 5,
    }


def test_week_47_passes_one_limit_and_its_shortest_night_is_exactly_at_another() -> None:
    assert [limit.rule.key for limit in review(47).passed] == [LimitKey.PERSONAL_TAKEN]
    shortest = review(47).measures.shortest_rest
    assert shortest
    assert shortest.minutes == 11 * 60


def test_the_week_of_leave_is_what_the_office_knows_as_one_event_of_seven_days() -> None:
    week = week_span(Week(2026, 43), BERLIN)
    [leave] = boundary().off
    assert (leave.span, leave.kind, leave.name) == (week, Off.LEAVE, "Out of office: autumn leave #home")
    assert not [entry for entry in life().within(week).entries if entry.is_work]
    measures = review(43).measures
    assert (len(measures.leave_days), len(measures.days_missed), measures.evenings) == (7, 5, ())
    assert not review(43).is_comparable


def test_the_school_year_holds_dinner_on_every_working_day_and_summer_on_three() -> None:
    [dinner] = [wish for wish in settings().intentions if wish.id == "dinner"]
    [school] = settings().pattern.seasons
    at_school = school.intentions[dinner.id]
    assert at_school
    assert (dinner.times_per_week, at_school.times_per_week) == (3, 5)
    assert {review(number).measures.season for number in range(36, 48)} == {"school year"}


def test_what_does_not_count_was_transparent_declined_or_cancelled() -> None:
    assert life().set_aside == {
        SetAside.TRANSPARENT: 13,
        SetAside.DECLINED: 12,
        SetAside.CANCELLED: 8,
        SetAside.LEAVE: 1,
    }


# --- the oddities


def test_the_west_coast_sync_is_at_nine_but_at_eight_between_the_two_clock_changes() -> None:
    assert [local(entry) for entry in called("West Coast sync")] == [
        "09-03 21:00-21:45",
        "09-10 21:00-21:45",
        "09-17 21:00-21:45",
        "09-23 17:45-18:30",  # moved; 1, 8 and 22 October fell out
        "10-15 21:00-21:45",
        "10-29 20:00-20:45",
        "11-05 21:00-21:45",
        "11-12 21:00-21:45",
        "11-19 21:00-21:45",
        "12-03 21:00-21:45",  # Thanksgiving before
    ]


def test_the_monthly_review_is_on_second_tuesdays() -> None:
    assert [local(e)[:5] for e in called("Monthly review")] == ["09-08", "10-13", "11-10"]


def test_the_one_to_one_is_every_other_monday_and_was_moved_twice() -> None:
    assert [local(entry)[:11] for entry in called("1:1 with Imani")] == [
        "08-31 14:30",
        "09-15 10:30",
        "09-28 14:30",
        "10-12 14:30",
        "10-26 14:30",
        "11-09 14:30",
        "11-24 15:30",
    ]


def test_flights_leave_in_one_zone_and_land_in_another() -> None:
    assert [local(e) for e in life().entries if "Flight" in e.occurrence.title] == [
        "10-06 13:15-17:00",
        "10-08 14:05-17:35",
    ]


def test_the_trip_is_three_days_without_hours() -> None:
    [trip] = called("Trip to Lisbon: partner days")
    assert not trip.is_timed
    assert trip.span == Span(at("2026-10-06", "00:00"), at("2026-10-09", "00:00"))


def test_a_zone_named_as_windows_names_it_is_understood() -> None:
    [call] = called("Vendor call, Bengaluru")
    assert "DTSTART;TZID=India Standard Time:20261118T130000" in text_of(SAMPLES / "work.ics")
    assert local(call) == "11-18 08:30-09:00"


def test_the_parents_evening_in_two_calendars_counts_once_and_is_no_work() -> None:
    [evening] = called("Parents' evening")
    assert {evening.occurrence.calendar, *evening.copies} == {"work", "family"}
    assert evening.served.domains == {Domain.HOME}
    assert local(evening) == "11-18 19:15-20:45"


def test_some_events_serve_two_domains() -> None:
    both = {entry.occurrence.title: entry.served.domains for entry in life().entries if len(entry.served.domains) == 2}
    assert both == {
        "Walk with Noor #community #self": {Domain.COMMUNITY, Domain.SELF},
        "Allotment with the neighbours #home #community": {Domain.COMMUNITY, Domain.HOME},
        "Allotment, winter covers #home #community": {Domain.COMMUNITY, Domain.HOME},
        "Mentoring hour, Code Club": {Domain.COMMUNITY, Domain.WORK},
        "Sunday choir": {Domain.COMMUNITY, Domain.SELF},
        "Choir concert": {Domain.COMMUNITY, Domain.SELF},
        "Parents' council": {Domain.COMMUNITY, Domain.HOME},
        "Neighbourhood clean-up": {Domain.COMMUNITY, Domain.HOME},  # by its categories
    }


def test_tentative_meetings_count_and_say_so() -> None:
    unsure = {entry.occurrence.title for entry in life().entries if entry.occurrence.is_tentative}
    assert {"Launch dry run", "Sales forecast, draft", "Year plan workshop"} <= unsure


# --- what the three mornings see


@pytest.mark.parametrize(
    ("after", "before", "late"),
    [
        (
            "20261109T063000Z",
            "20261116T063000Z",
            {"Board questions", "Hotfix: invoices", "Interviews, second round", "Ada's concert", "Milo's dentist"},
        ),
        (
            "20261116T063000Z",
            "20261123T063000Z",
            {"Incident: sign-in down", "Pricing decision, extra session", "Prepare Monday's deck", "Town hall"},
        ),
    ],
    ids=["between the first and the second", "between the second and the third"],
)
def test_what_lands_on_booked_blocks_comes_in_between_two_mornings(after: str, before: str, late: set[str]) -> None:
    came = {
        title(event)
        for name in CALENDARS
        for event in events_of(SAMPLES / f"{name}.ics")
        if after < created(event) <= before
    }
    assert late <= came


def test_of_fifteen_blocks_in_week_47_eight_are_kept_four_moved_and_three_lost_to_work(tmp_path: Path) -> None:
    played = CliRunner().invoke(cli, ["demo", "--to", str(tmp_path)])
    assert played.exit_code == 0, played.output
    there = load_settings(tmp_path / "hedgerow.toml", {})
    assert isinstance(there, Settings)
    with open_household(there, StillClock(utc("2026-11-23 06:30")), exclusive=False) as household:
        booked = household.ledger.bookings()
    titles = {wish.id: wish.title for wish in there.intentions}
    fates = tell_fates(booked, life(), week_span(Week(2026, 47), BERLIN), titles)
    assert Counter(fate.fate for fate in fates) == {Fate.KEPT: 8, Fate.MOVED: 4, Fate.LOST: 3}
    assert [(fate.title, fate.taken_by) for fate in fates if fate.fate is Fate.LOST] == [
        ("Dinner, phones away", "Incident: sign-in down"),
        ("Focus", "Pricing decision, extra session"),
        ("Quiet hour", "Prepare Monday's deck"),
    ]


def test_another_life_in_the_same_folder_leaves_nothing_of_the_one_before(tmp_path: Path) -> None:
    def played(name: str, folder: Path) -> dict[str, bytes]:
        ran = CliRunner().invoke(cli, ["demo", "--profile", name, "--to", str(folder)])
        assert ran.exit_code == 0, ran.output
        return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}

    alone = played("student", tmp_path / "alone")
    played("parent", tmp_path / "both")
    assert played("student", tmp_path / "both") == alone
    assert {name for name in alone if name.endswith(".ics")} == {
        "uni.ics",
        "job.ics",
        "life.ics",
        "hedgerow-blocks.ics",
    }
