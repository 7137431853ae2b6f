"""What clients of Google Calendar commonly get wrong when they read: a test for each mistake."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from hedgerow.adapters.google.calendars import list_calendars
from hedgerow.adapters.google.times import read_span
from hedgerow.ports import Unavailable
from tests.adapters.google.bench import Bench, bench
from tests.adapters.ics.calendars import events, times
from tests.agenda import BERLIN, utc
from tests.fakes.google import ADA
from tests.fakes.google.faults import Backend, fails, refuses
from tests.fakes.google.refusal import limited
from tests.fakes.google.wire import Answer, Dropped, Request
from tests.fakes.google.worlds import odd, whole_life

BOSS = "boss@example.org"
WEEKLY = {"recurrence": ["RRULE:FREQ=WEEKLY"]}


def without_token(request: Request, backend: Backend) -> Answer | Dropped:
    answer = backend(request)
    body = {name: value for name, value in json.loads(answer.body).items() if name != "nextSyncToken"}
    return replace(answer, body=json.dumps(body).encode())


def weekly(held: Bench, name: str = "standup") -> str:
    return held.server.hands().add("Stand-up", "2026-11-02T09:00:00", "2026-11-02T09:15:00", id=name, **WEEKLY)


@pytest.mark.parametrize("reason", ["userRateLimitExceeded", "rateLimitExceeded"])
def test_a_403_of_rates_is_waited_out_and_tried_again(tmp_path: Path, reason: str) -> None:
    """Compared with the text "403", backing off never happened, and the last try gave None."""
    with bench(tmp_path) as held:
        weekly(held)
        held.server.faults.next("events.list", *[refuses(limited(reason))] * 3)
        assert times(held.read()) == ["2026-11-23 08:00-08:15"]
        assert [int(each) for each in held.waits.seconds[:3]] == [1, 2, 4]


def test_after_the_last_try_it_says_so_and_gives_no_empty_calendar(tmp_path: Path) -> None:
    with bench(tmp_path) as held:
        held.server.faults.always("events.list", fails(503))
        with pytest.raises(Unavailable, match="a fault of its own"):
            held.read()
        assert held.asked == ["events.list 503 backendError"] * 5


@pytest.mark.parametrize("empty", [False, True])
def test_every_page_is_read_short_and_empty_ones_too(tmp_path: Path, empty: bool) -> None:
    """Of the changes and of the window, each with its own parameters."""
    with bench(tmp_path) as held:
        for n in range(7):
            held.server.hands().add(f"{n}", f"2026-11-24T{10 + n}:00:00", f"2026-11-24T{10 + n}:30:00")
        held.server.modes.page_size, held.server.modes.empty_pages = 2, empty
        assert [event[-1] for event in events(held.read())] == list("0123456")
        held.server.hands().add("7", "2026-11-24T17:00:00", "2026-11-24T17:30:00")
        assert len(held.read().occurrences) == 8


def test_a_list_without_a_token_at_its_end_is_no_list(tmp_path: Path) -> None:
    """It was passed over in silence, and no change was heard of any more."""
    with bench(tmp_path) as held:
        held.server.faults.always("events.list", without_token)
        with pytest.raises(Unavailable, match="did not say where its changes end"):
            held.read()


def test_beside_a_sync_token_nothing_is_sent_that_google_forbids(tmp_path: Path) -> None:
    with bench(tmp_path) as held:
        held.settle()
        held.read()
        [poll] = [each for each in held.server.log.of("events.list") if "syncToken" in each.query]
        assert poll.status == 200
        assert not {"timeMin", "timeMax", "orderBy", "q", "iCalUID", "updatedMin"} & set(poll.query)


@pytest.mark.parametrize("minimal", [False, True])
def test_what_was_deleted_is_gone_and_its_tombstone_breaks_nothing(tmp_path: Path, minimal: bool) -> None:
    """Deleted events stayed in the copy, or their missing start ended the program."""
    with bench(tmp_path) as held:
        held.server.modes.minimal_tombstones = minimal
        weekly(held)
        held.server.hands().add("Gone", "2026-11-24T10:00:00", "2026-11-24T11:00:00", id="gone1")
        assert len(held.read().occurrences) == 2
        held.settle()  # so that the tombstones alone tell of it
        held.server.hands().delete("gone1")
        held.server.hands().edit("standup_20261123T080000Z", status="cancelled")
        reading = held.read()
        assert not reading.occurrences
        assert not reading.unreadable


def test_a_calendar_that_shows_only_when_somebody_is_busy_is_read_and_has_no_titles(tmp_path: Path) -> None:
    """Such calendars were left out of the list, or their events were called "undefined"."""
    with bench(tmp_path, whole_life) as held:
        [boss] = [each for each in list_calendars(held.session) if each.id == BOSS]
        assert boss.is_busy_only
        assert events(held.read(BOSS)) == ["2026-11-24 13:00-14:00"]


def test_an_all_day_event_ends_before_its_end_date(tmp_path: Path) -> None:
    with bench(tmp_path) as held:
        held.server.hands().add("Trip", "2026-11-24", "2026-11-26")
        assert times(held.read()) == ["2026-11-23 23:00 - 2026-11-25 23:00"]


def test_a_series_without_end_is_not_read_beyond_the_window(tmp_path: Path) -> None:
    """One change of a weekly meeting once gave its 700 instances until 2040."""
    with bench(tmp_path) as held:
        weekly(held)
        held.settle()
        held.server.modes.page_size = 50
        held.server.hands().edit("standup", summary="Sit-down")
        assert events(held.read()) == ["2026-11-23 08:00-08:15 Sit-down"]
        assert held.asked == ["events.list 200"] * 2


def test_a_zone_that_nobody_knows_does_not_matter(tmp_path: Path) -> None:
    with bench(tmp_path, odd) as held:
        reading = held.read()
        [event] = [each for each in reading.occurrences if each.uid == "nozone@google.com"]
        assert f"{event.span.start:%H:%M}-{event.span.end:%H:%M}" == "08:00-09:00"
        assert not reading.unreadable


def test_a_wall_time_in_a_zone_that_nobody_knows_is_the_persons() -> None:
    at = {"dateTime": "2026-11-24T09:00:00", "timeZone": "Mars/Base"}
    assert read_span({"start": at, "end": at}, BERLIN)[0].start == utc("2026-11-24 08:00")


@pytest.mark.parametrize("role", ["writer", "writerWithoutPrivateAccess", "owner"])
def test_each_role_that_may_write_is_known(tmp_path: Path, role: str) -> None:
    """`writer` is not the only one, and a role of tomorrow is no fault."""
    with bench(tmp_path) as held:
        held.server.state.add_calendar("others@example.org", calendar_id="team@example.org")
        held.server.state.share("team@example.org", ADA, role)
        [listed] = [each for each in list_calendars(held.session) if each.id == "team@example.org"]
        assert listed.may_write


def test_a_role_of_tomorrow_is_read_as_far_as_it_goes(tmp_path: Path) -> None:
    with bench(tmp_path) as held:
        held.server.state.add_calendar("others@example.org", calendar_id="team@example.org")
        held.server.state.share("team@example.org", ADA, "gardener")
        held.server.hands("team@example.org").add("Digging", "2026-11-24T10:00:00", "2026-11-24T11:00:00")
        [listed] = [each for each in list_calendars(held.session) if each.id == "team@example.org"]
        assert not listed.may_write
        assert events(held.read("team@example.org")) == ["2026-11-24 09:00-10:00 Digging"]
