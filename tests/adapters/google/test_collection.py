"""What is asked of Google, when, and what is kept of it."""

import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from hedgerow.adapters.google.collection import Collection
from hedgerow.ports import Refused, Unavailable
from tests.adapters.google.bench import WEEK, Bench, bench
from tests.adapters.ics.calendars import events, times, window
from tests.fakes.google import ADA
from tests.fakes.google.faults import empty_list, fails, gone, stale_lists
from tests.fakes.google.hands import Hands
from tests.fakes.google.worlds import HOLIDAYS, whole_life

BOSS = "boss@example.org"
SHORT, LONG = window("2026-11-23", "2026-11-30"), window("2026-11-02", "2027-02-01")
DAILY = {"recurrence": ["RRULE:FREQ=DAILY"]}
LISTED, BUSY = "events.list 200", "freebusy.query 200"


def weekly(held: Bench, title: str) -> str:
    """A series that a poll does not tell the instances of."""
    times = ("2026-11-24T09:00:00", "2026-11-24T10:00:00")
    return held.server.hands().add(title, *times, recurrence=["RRULE:FREQ=WEEKLY"])


def add(held: Bench, name: str, hour: int = 10, day: str = "2026-11-24", calendar: str = ADA) -> str:
    return held.server.hands(calendar).add(name, f"{day}T{hour:02}:00:00", f"{day}T{hour:02}:30:00")


def fill(held: Bench, count: int) -> list[str]:
    return [add(held, f"{n}", 8 + n) for n in range(count)]


def titles(held: Bench, calendar: str = ADA) -> list[str]:
    return sorted(each.title for each in held.read(calendar).occurrences)


def test_the_first_reading_takes_a_token_and_then_the_window(tmp_path: Path) -> None:
    with bench(tmp_path) as held:
        held.read()
        first, second = held.server.log.of("events.list")
        assert "timeMax" not in first.query
        assert (second.query["singleEvents"], second.query["timeMax"]) == ("true", "2026-12-01T00:00:00+00:00")


def test_a_quiet_poll_costs_one_request_and_writes_nothing(tmp_path: Path) -> None:
    with bench(tmp_path, whole_life) as held:
        calendars = (ADA, HOLIDAYS, BOSS)
        for each in calendars:
            held.settle(each)
        before = [held.read(each) for each in calendars]
        files, stamps = held.files, [path.stat().st_mtime_ns for path in sorted(held.folder.iterdir())]
        held.server.log.clear()
        sources = [held.source(each) for each in calendars]
        for _ in range(3):
            held.advance(minutes=15)
            assert [source.read(WEEK) for source in sources] == before
        assert held.asked == [LISTED] * 9
        assert held.files == files
        assert [path.stat().st_mtime_ns for path in sorted(held.folder.iterdir())] == stamps


def test_a_change_of_a_series_costs_one_request_more(tmp_path: Path) -> None:
    with bench(tmp_path) as held:
        held.settle()
        weekly(held, "New")
        assert titles(held) == ["New"]
        assert held.asked == [LISTED] * 2
        held.read()
        assert held.asked == [LISTED] * 3


def test_changes_of_single_events_cost_nothing_more(tmp_path: Path) -> None:
    with bench(tmp_path) as held:
        hands = held.server.hands()
        old, gone = (hands.add(each, "2026-11-24T09:00:00", "2026-11-24T10:00:00") for each in ("Old", "Gone"))
        held.settle()
        add(held, "New")
        hands.move(old, "2026-11-25T07:00:00+00:00", "2026-11-25T08:00:00+00:00")
        hands.delete(gone)
        hands.add("Elsewhere", "2027-06-24T09:00:00", "2027-06-24T10:00:00")
        followed = held.read()
        assert held.asked == [LISTED]
        assert sorted(events(followed)) == ["2026-11-24 09:00-09:30 New", "2026-11-25 07:00-08:00 Old"]
        held.advance(days=1)
        assert sorted(events(held.read())) == sorted(events(followed))


@pytest.mark.parametrize(
    "change",
    [
        lambda hands, series: hands.delete(series),
        lambda hands, series: hands.edit(series, recurrence=None),
        lambda hands, series: hands.move(series, "2026-11-24T10:00:00+00:00", "2026-11-24T11:00:00+00:00"),
        lambda hands, series: hands.split(series, "20261201T080000Z", summary="Other"),
    ],
)
def test_what_becomes_of_a_series_is_read(tmp_path: Path, change: Callable[[Hands, str], None]) -> None:
    with bench(tmp_path) as held:
        series = weekly(held, "Series")
        held.settle()
        change(held.server.hands(), series)
        followed = held.read()
        assert held.asked == [LISTED] * 2
        held.advance(days=1)
        assert sorted(events(held.read())) == sorted(events(followed))


@pytest.mark.parametrize(
    "change",
    [
        lambda hands, one: hands.edit(one, summary="Changed"),
        lambda hands, one: hands.edit(one, status="cancelled"),
        lambda hands, one: hands.move(one, "2026-11-25T10:00:00+00:00", "2026-11-25T11:00:00+00:00"),
        lambda hands, one: hands.move(one, "2027-11-25T10:00:00+00:00", "2027-11-25T11:00:00+00:00"),
    ],
)
@pytest.mark.parametrize("minimal", [True, False])
def test_what_becomes_of_one_of_a_series_is_told_whole(
    tmp_path: Path, change: Callable[[Hands, str], None], *, minimal: bool
) -> None:
    with bench(tmp_path) as held:
        held.server.modes.minimal_tombstones = minimal
        series = weekly(held, "Series")
        held.settle()
        change(held.server.hands(), f"{series}_20261124T080000Z")
        followed = held.read()
        assert held.asked == [LISTED]
        held.advance(days=1)
        assert sorted(events(held.read())) == sorted(events(followed))


def test_a_change_between_the_token_and_the_window_comes_again_the_next_time(tmp_path: Path) -> None:
    with bench(tmp_path) as held:
        held.settle()
        weekly(held, "One")

        def late(moment: str, request: object) -> None:
            if moment == "applied" and not held.server.log.of("events.list"):
                held.server.watch = lambda _moment, _request: None
                add(held, "Two", 10)

        held.server.watch = late
        assert titles(held) == ["One", "Two"]
        held.read()
        held.server.log.clear()
        held.read()
        assert (held.asked, titles(held)) == ([LISTED], ["One", "Two"])


def test_a_window_that_lags_behind_the_change_is_read_once_more(tmp_path: Path) -> None:
    """No token would tell of it again, and the confirming costs no request of its own."""
    with bench(tmp_path) as held:
        held.settle()
        source, stale = held.source(), stale_lists()
        held.server.faults.choose = lambda _name, request: stale if "timeMax" in request.target else None
        held.advance(days=1)
        source.read(WEEK)
        weekly(held, "New")
        assert not source.read(WEEK).occurrences
        held.server.faults.clear()
        held.server.log.clear()
        assert len(source.read(WEEK).occurrences) == 1
        assert held.asked == [LISTED]


def test_the_last_event_that_is_gone_is_looked_for_once_more(tmp_path: Path) -> None:
    """Too few to doubt it for an hour, but an empty list is mostly a fault."""
    with bench(tmp_path) as held:
        add(held, "Only")
        held.settle()
        held.server.faults.always("events.list", empty_list)
        held.advance(days=1)
        assert not held.read().occurrences
        held.server.faults.clear()
        assert titles(held) == ["Only"]
        assert len(held.asked) == 2


def test_an_event_that_slides_into_the_window_is_read_within_a_day(tmp_path: Path) -> None:
    """No token tells of it."""
    with bench(tmp_path) as held:
        add(held, "Next month", day="2026-12-24")
        source = held.source()
        assert not source.read(SHORT).occurrences
        held.server.log.clear()
        assert events(source.read(window("2026-12-21", "2026-12-28"))) == ["2026-12-24 09:00-09:30 Next month"]
        assert held.asked == [LISTED]


def test_the_window_is_read_anew_each_day_whatever_is_said_of_changes(tmp_path: Path) -> None:
    with bench(tmp_path) as held:
        source = held.source()
        for hours, polls, windows in ((0, 1, 1), (0, 0, 1), (23, 1, 0), (1, 0, 1), (23, 1, 0), (1, 0, 1)):
            held.advance(hours=hours)
            held.server.log.clear()
            source.read(WEEK)
            asked = ["timeMax" in each.query for each in held.server.log.of("events.list")]
            assert (asked.count(False), asked.count(True)) == (polls, windows), hours


def test_a_clock_that_was_set_back_is_no_reason_to_wait(tmp_path: Path) -> None:
    with bench(tmp_path) as held:
        source = held.source()
        source.read(WEEK)
        held.clock.at -= (WEEK.end - WEEK.start) * 50
        held.server.log.clear()
        source.read(WEEK)
        assert ["timeMax" in each.query for each in held.server.log.of("events.list")] == [True]


def test_a_shorter_window_is_served_from_a_longer_one(tmp_path: Path) -> None:
    with bench(tmp_path) as held:
        add(held, "Far", day="2027-01-20")
        source = held.source()
        assert len(source.read(LONG).occurrences) == 1
        held.server.log.clear()
        assert not source.read(SHORT).occurrences
        assert len(source.read(LONG).occurrences) == 1
        assert held.asked == [LISTED] * 2


def test_a_token_that_google_no_longer_knows_is_replaced(tmp_path: Path) -> None:
    with bench(tmp_path) as held:
        add(held, "Old")
        held.settle()
        held.server.hands().forget_sync()
        add(held, "New")
        assert titles(held) == ["New", "Old"]
        assert held.asked == ["events.list 410 fullSyncRequired", LISTED, LISTED]
        held.read()
        held.server.log.clear()
        held.read()
        assert held.asked == [LISTED]


def test_a_410_at_every_turn_is_no_endless_loop(tmp_path: Path) -> None:
    with bench(tmp_path) as held:
        held.settle()
        held.server.faults.always("events.list", gone)
        assert held.read().seen
        assert len(held.asked) == 3


def test_a_calendar_that_is_gone_is_refused_and_not_empty(tmp_path: Path) -> None:
    with bench(tmp_path) as held:
        with pytest.raises(Refused, match=r"nobody@example\.org is not there for this account"):
            held.read("nobody@example.org")
        assert not held.files


def test_what_is_read_half_is_not_kept(tmp_path: Path) -> None:
    with bench(tmp_path) as held:
        add(held, "Old")
        held.read()
        before = held.files
        add(held, "New")
        held.server.faults.choose = lambda name, request: (
            fails(500) if name == "events.list" and "singleEvents=true" in request.target else None
        )
        with pytest.raises(Unavailable):
            held.read()
        assert held.files == before
        held.server.faults.clear()
        assert titles(held) == ["New", "Old"]


def test_a_series_that_ends_takes_all_its_instances_along(tmp_path: Path) -> None:
    """Tombstones tell of those of half a year only; and so many are not believed to be gone at once."""
    with bench(tmp_path) as held:
        at, year = held.server.hands(), window("2026-11-23", "2027-11-01")
        at.add("Daily", "2026-11-02T09:00:00", "2026-11-02T09:15:00", id="daily", **DAILY)
        source = held.source()
        assert len(source.read(year).occurrences) == 343
        at.delete("daily")
        for minutes in (0, 30):
            held.advance(minutes=minutes)
            with pytest.raises(Unavailable, match="not believed"):
                source.read(year)
        held.advance(minutes=31)
        assert not source.read(year).occurrences


def test_instances_are_cancelled_and_moved_into_the_window_and_out_of_it(tmp_path: Path) -> None:
    with bench(tmp_path) as held:
        at = held.server.hands()
        at.add("Daily", "2026-11-02T09:00:00", "2026-11-02T09:15:00", id="daily", **DAILY)
        source = held.source()
        source.read(WEEK)
        at.edit("daily_20261124T080000Z", status="cancelled")
        at.move("daily_20261125T080000Z", "2026-12-24T09:00:00+01:00", "2026-12-24T09:15:00+01:00")
        at.move("daily_20261215T080000Z", "2026-11-28T15:00:00+01:00", "2026-11-28T15:15:00+01:00")
        reading = source.read(WEEK)
        assert sorted(str(each.recurrence_id) for each in reading.occurrences) == [
            "20261123T080000Z", "20261126T080000Z", "20261127T080000Z", "20261128T080000Z", "20261129T080000Z",
            "20261215T080000Z",
        ]  # fmt: skip
        assert "2026-11-28 14:00-14:15" in times(reading)


def test_a_series_that_was_split_is_read_as_two(tmp_path: Path) -> None:
    with bench(tmp_path) as held:
        at = held.server.hands()
        at.add("Daily", "2026-11-02T09:00:00", "2026-11-02T09:15:00", id="daily", **DAILY)
        source = held.source()
        source.read(WEEK)
        at.split("daily", "20261127T080000Z", summary="Renamed")
        assert sorted(events(source.read(WEEK))) == [
            *(f"2026-11-{day} 08:00-08:15 Daily" for day in (23, 24, 25, 26)),
            *(f"2026-11-{day} 08:00-08:15 Renamed" for day in (27, 28, 29)),
        ]


def test_a_calendar_that_shows_only_busy_times_is_asked_when_something_changed(tmp_path: Path) -> None:
    with bench(tmp_path, whole_life) as held:
        source = held.source(BOSS)
        assert times(source.read(WEEK)) == ["2026-11-24 13:00-14:00"]
        held.server.log.clear()
        source.read(WEEK)
        assert held.asked == [LISTED]
        add(held, "Dentist", 16, calendar=BOSS)
        assert times(source.read(WEEK)) == ["2026-11-24 13:00-14:00", "2026-11-24 15:00-15:30"]
        assert held.asked == [LISTED, LISTED, BUSY]


def test_access_that_was_taken_back_changes_what_is_read(tmp_path: Path) -> None:
    with bench(tmp_path, whole_life) as held:
        team = "team@group.calendar.google.com"
        add(held, "Plan", calendar=team)
        source = held.source(team)
        assert events(source.read(WEEK)) == ["2026-11-24 09:00-09:30 Plan"]
        held.server.state.share(team, ADA, "freeBusyReader")
        assert events(source.read(WEEK)) == ["2026-11-24 09:00-09:30"]


def test_access_that_was_given_changes_what_is_read_though_no_event_has_changed(tmp_path: Path) -> None:
    with bench(tmp_path, whole_life) as held:
        source = held.source(BOSS)
        assert events(source.read(WEEK)) == ["2026-11-24 13:00-14:00"]
        held.server.state.accounts[ADA].entries[BOSS].role = "reader"
        assert events(source.read(WEEK)) == ["2026-11-24 13:00-14:00 Secret"]


def test_a_change_just_before_the_daily_reading_is_in_it_and_told_once_more(tmp_path: Path) -> None:
    with bench(tmp_path) as held:
        source = held.source()
        source.read(WEEK)
        held.advance(days=1)
        add(held, "New")
        assert len(source.read(WEEK).occurrences) == 1
        held.server.log.clear()
        source.read(WEEK)
        assert len(source.read(WEEK).occurrences) == 1
        assert held.asked == [LISTED] * 2


class TestKept:
    """The file of a calendar."""

    def test_it_is_readable_by_its_owner_alone_and_says_no_name(self, tmp_path: Path) -> None:
        with bench(tmp_path) as held:
            add(held, "Secret")
            held.read()
            [path] = held.folder.iterdir()
            assert stat.S_IMODE(path.stat().st_mode) == 0o600
            assert stat.S_IMODE(held.folder.stat().st_mode) == 0o700
            assert "ada" not in path.name
            assert b"Secret" not in path.read_bytes()

    def test_another_process_goes_on_where_this_one_ended(self, tmp_path: Path) -> None:
        with bench(tmp_path) as held:
            add(held, "Old")
            first = held.read()
            held.server.log.clear()
            assert held.read() == first
            assert held.asked == [LISTED]

    @pytest.mark.parametrize("damage", [b"", b"junk", b"\xff\n\x00", None])
    def test_a_damaged_one_is_thrown_away(self, tmp_path: Path, damage: bytes | None) -> None:
        with bench(tmp_path) as held:
            add(held, "Old")
            first = held.read()
            [path] = held.folder.iterdir()
            whole = path.read_bytes()
            path.write_bytes(whole[:-3] if damage is None else damage)
            assert held.read() == first
            assert path.read_bytes() != damage

    def test_no_calendar_and_no_account_gets_that_of_another(self, tmp_path: Path) -> None:
        with bench(tmp_path, whole_life) as held:
            held.read()
            held.read("family@group.calendar.google.com")
            held.session.account = "other"
            held.read()
            assert len(held.files) == 3

    def test_a_full_disk_costs_no_reading(self, tmp_path: Path) -> None:
        with bench(tmp_path) as held:
            held.folder.write_text("in the way")
            add(held, "Old")
            source = held.source()
            assert len(source.read(WEEK).occurrences) == 1
            held.server.log.clear()
            source.read(WEEK)
            assert held.asked == [LISTED]


class TestLosses:
    def test_a_calendar_that_lost_most_of_its_events_is_not_believed_for_an_hour(self, tmp_path: Path) -> None:
        with bench(tmp_path) as held:
            names = fill(held, 6)
            held.read()
            for each in names[:4]:
                held.server.hands().delete(each)
            for minutes in (0, 30):
                held.advance(minutes=minutes)
                with pytest.raises(Unavailable, match=r"holds 2 events where it held 6: not believed"):
                    held.read()
            held.advance(minutes=31)
            assert titles(held) == ["4", "5"]
            held.read()
            held.server.log.clear()
            held.read()
            assert held.asked == [LISTED]

    def test_one_that_is_whole_again_is_believed_at_once(self, tmp_path: Path) -> None:
        with bench(tmp_path) as held:
            names = fill(held, 6)
            source = held.source()
            source.read(WEEK)
            for each in names:
                held.server.hands().delete(each)
            with pytest.raises(Unavailable):
                source.read(WEEK)
            for each in names:
                held.server.hands().edit(each, status="confirmed")
            assert len(source.read(WEEK).occurrences) == 6

    def test_what_we_removed_is_not_missed(self, tmp_path: Path) -> None:
        with bench(tmp_path) as held:
            names = fill(held, 6)
            collection = held.collection()
            collection.read("blocks", WEEK)
            for each in names:
                held.server.hands().delete(each)
                collection.removed(each)
            assert not collection.read("blocks", WEEK).events

    def test_a_window_that_moved_on_has_lost_nothing(self, tmp_path: Path) -> None:
        with bench(tmp_path) as held:
            fill(held, 8)
            source = held.source()
            source.read(WEEK)
            assert not source.read(window("2026-12-07", "2026-12-14")).occurrences


class TestSharing:
    """The source and the block calendar of one calendar."""

    def test_each_reader_is_served_once_from_one_poll(self, tmp_path: Path) -> None:
        with bench(tmp_path) as held:
            collection = held.collection()
            held.server.log.clear()
            collection.read("source", WEEK)
            collection.read("blocks")
            assert held.asked == [LISTED] * 2
            collection.read("blocks")
            assert held.asked == [LISTED] * 3

    def test_what_was_written_is_read_again(self, tmp_path: Path) -> None:
        with bench(tmp_path) as held:
            collection = held.collection()
            collection.read("source", WEEK)
            add(held, "New")
            collection.wrote()
            assert len(collection.read("blocks").events) == 1

    def test_what_is_older_than_a_minute_is_asked_again(self, tmp_path: Path) -> None:
        with bench(tmp_path) as held:
            collection: Collection = held.collection()
            collection.read("source", WEEK)
            held.advance(seconds=61)
            held.server.log.clear()
            collection.read("blocks")
            assert held.asked == [LISTED]

    def test_the_window_of_another_process_is_kept_by_one_that_names_none(self, tmp_path: Path) -> None:
        with bench(tmp_path) as held:
            held.settle()
            covered = held.collection().read("blocks").covered
            for _ in range(3):
                held.advance(days=1)
                assert held.collection().read("blocks").covered == covered

    def test_when_something_last_changed_is_known(self, tmp_path: Path) -> None:
        with bench(tmp_path) as held:
            collection = held.collection()
            collection.read("check", WEEK)
            collection.read("check")
            held.advance(hours=2)
            add(held, "New")
            collection.read("check", WEEK)
            changed = held.clock.at
            held.advance(hours=2)
            assert collection.read("check", WEEK).changed_at == changed
