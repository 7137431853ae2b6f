"""A calendar of a CalDAV server gives what the same events in a file give."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import httpx
import pytest

from hedgerow.adapters.caldav.client import DavClient
from hedgerow.adapters.caldav.collection import Collection
from hedgerow.adapters.caldav.source import CalDavSource
from hedgerow.adapters.clock import StillClock
from hedgerow.core.occurrence import Reading
from hedgerow.ports import Unavailable
from tests.adapters.contract_source import (
    ANNA,
    BROKEN,
    FULL,
    MEETING,
    NEVER_WHOLE,
    STANDUP,
    WEEK,
    WORK,
    Make,
    SourceContract,
)
from tests.adapters.ics.calendars import AUTUMN, CALENDARS, calendar, events, read, stored
from tests.agenda import BERLIN, utc
from tests.fakes.dav_server import DavServer
from tests.fakes.dav_store import Resource
from tests.fakes.radicale_server import RadicaleServer

Open = Callable[..., CalDavSource]


@pytest.fixture
def opened() -> Iterator[ExitStack]:
    with ExitStack() as stack:
        yield stack


@pytest.fixture
def open_source(opened: ExitStack, tmp_path: Path) -> Open:
    def made(url: str, at: str = "2026-11-16 08:00", password: str = "secret") -> CalDavSource:
        client = opened.enter_context(DavClient(url, "ann", password))
        return CalDavSource(WORK, Collection(client, tmp_path / "dav", StillClock(utc(at))), BERLIN, ANNA)

    return made


@pytest.fixture
def server(opened: ExitStack) -> DavServer:
    return opened.enter_context(DavServer("work"))


@pytest.fixture
def source(server: DavServer, open_source: Open) -> CalDavSource:
    return open_source(server.url(server.href("work")))


class TestOnOurServer(SourceContract):
    @pytest.fixture
    def make(self, server: DavServer, source: CalDavSource) -> Make:
        def made(body: bytes) -> CalDavSource:
            hold(server, "all.ics", body)
            return source

        return made


class TestOnRadicale(SourceContract):
    """It splits what it is given by UID, and takes nothing that it can't read."""

    @pytest.fixture
    def make(self, tmp_path: Path, opened: ExitStack, open_source: Open) -> Make:
        server = opened.enter_context(RadicaleServer(tmp_path / "radicale"))

        def made(body: bytes) -> CalDavSource:
            url = server.make_calendar("work")
            for n, event in enumerate(body.split(b"BEGIN:VEVENT\r\n")[1:]):
                alone = event.partition(b"END:VCALENDAR")[0]
                text = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//tests//EN\r\nBEGIN:VEVENT\r\n%bEND:VCALENDAR\r\n"
                server.ask("PUT", f"{url}{n}.ics", text % alone, if_none_match="*", content_type="text/calendar")
            return open_source(url, password=server.password)

        return made

    def test_a_broken_event_is_said_and_hides_no_other(self, make: Make) -> None:
        with pytest.raises(httpx.HTTPStatusError):
            make(calendar(BROKEN, MEETING))

    @pytest.mark.parametrize("name", NEVER_WHOLE)
    def test_what_is_not_whole_is_never_an_empty_calendar(self, make: Make, name: str) -> None:
        """It is never let in, so that nothing is missing."""
        source = make(FULL)
        assert isinstance(source, CalDavSource)
        answer = source.collection.client.request("PUT", "odd.ics", {"If-None-Match": "*"}, stored(name))
        assert answer.status in {400, 403, 409}


def hold(server: DavServer, name: str, body: bytes) -> None:
    """Whatever it is: a server of the wild may have let it in."""
    work = server.calendar("work")
    work.changes.append(name)
    work.resources[name] = Resource(body, f'"{len(work.changes)}"', "")


def in_xml(path: Path) -> bool:
    """XML carries text, and not every character of it."""
    body = path.read_bytes()
    try:
        text = body.decode()
    except UnicodeDecodeError:
        return False
    return all(letter >= " " or letter in "\r\n\t" for letter in text)


@pytest.mark.parametrize("name", sorted(path.stem for path in CALENDARS.glob("*.ics") if in_xml(path)))
def test_every_odd_calendar_is_read_as_from_a_file(server: DavServer, source: CalDavSource, name: str) -> None:
    body = stored(name)
    hold(server, "odd.ics", body)
    told = read(body)
    try:
        reading = source.read(AUTUMN)
    except Unavailable:
        assert not told.seen
        return
    assert facts(reading) == facts(told)


def facts(reading: Reading) -> list[object]:
    return [*events(reading), *((each.uid, each.line, each.reason) for each in reading.unreadable)]


def test_one_bad_resource_hides_no_other(server: DavServer, source: CalDavSource) -> None:
    work = server.calendar("work")
    work.put("a.ics", calendar(MEETING))
    hold(server, "b.ics", stored("breaks-off"))
    work.put("c.ics", calendar(STANDUP))
    reading = source.read(WEEK)
    assert [occurrence.title for occurrence in reading.occurrences] == ["Stand-up", "Meeting", "Stand-up"]
    [missing] = reading.not_seen
    assert "breaks off" in missing.reason


def test_halves_of_a_series_in_two_resources_are_joined(server: DavServer, source: CalDavSource) -> None:
    moved = "UID:standup\nRECURRENCE-ID:20261120T073000Z\nDTSTART:20261120T120000Z\nSUMMARY:Moved"
    server.calendar("work").put("a.ics", calendar(moved))
    server.calendar("work").put("b.ics", calendar(STANDUP))
    assert events(source.read(WEEK)) == ["2026-11-16 07:30-07:45 Stand-up", "2026-11-20 12:00-12:00 Moved"]


def test_the_second_read_asks_once_and_writes_nothing(server: DavServer, source: CalDavSource, tmp_path: Path) -> None:
    for n in range(3):
        server.calendar("work").put(f"{n}.ics", calendar(f"UID:{n}\nDTSTART:20261117T0{n}0000Z\nSUMMARY:{n}"))
    first = source.read(WEEK)
    [kept] = (tmp_path / "dav").iterdir()
    before, asked = kept.stat(), len(server.log)
    assert facts(source.read(WEEK)) == facts(first)
    assert [each.line for each in server.log[asked:]] == ["REPORT /calendars/ada/work/ 207"]
    assert kept.stat() == before
    assert kept.stat().st_mode & 0o777 == 0o600
    assert kept.parent.stat().st_mode & 0o777 == 0o700


def test_a_new_process_goes_on_from_the_copy_and_a_damaged_copy_is_thrown_away(
    server: DavServer, source: CalDavSource, open_source: Open, tmp_path: Path
) -> None:
    server.calendar("work").put("a.ics", calendar(MEETING))
    source.read(WEEK)
    asked = len(server.log)
    again = open_source(server.url(server.href("work")))
    assert events(again.read(WEEK)) == events(source.read(WEEK)) == ["2026-11-18 08:00-09:00 Meeting"]
    assert len(server.log) == asked + 2
    [kept] = (tmp_path / "dav").iterdir()
    whole = kept.read_bytes()
    for damaged in (b"", whole[:-1], whole.replace(b"\n", b"\n\n", 1), b"junk"):
        kept.write_bytes(damaged)
        assert events(source.read(WEEK)) == ["2026-11-18 08:00-09:00 Meeting"]
        assert kept.read_bytes() == whole


def test_a_disk_that_takes_nothing_costs_no_reading(server: DavServer, source: CalDavSource, tmp_path: Path) -> None:
    server.calendar("work").put("a.ics", calendar(MEETING))
    (tmp_path / "dav").write_text("in the way")
    assert len(source.read(WEEK).occurrences) == 1


def fill(server: DavServer, count: int) -> None:
    for n in range(count):
        server.calendar("work").put(f"{n}.ics", calendar(f"UID:{n}\nDTSTART:20261117T0{n}0000Z\nSUMMARY:{n}"))


def test_a_calendar_that_lost_most_of_its_events_is_believed_after_an_hour_and_three_reads(
    server: DavServer, open_source: Open
) -> None:
    fill(server, 6)
    url = server.url(server.href("work"))
    assert len(open_source(url).read(WEEK).occurrences) == 6
    for n in range(4):
        server.calendar("work").delete(f"{n}.ics")
    for at in ("2026-11-16 09:00", "2026-11-16 09:30", "2026-11-16 09:59"):
        with pytest.raises(Unavailable, match="holds 2 events where it held 6: not believed"):
            open_source(url, at).read(WEEK)
    assert len(open_source(url, "2026-11-16 10:00").read(WEEK).occurrences) == 2
    assert len(open_source(url, "2026-11-16 10:15").read(WEEK).occurrences) == 2


def test_a_calendar_that_is_whole_again_is_believed_at_once_and_later_doubted_anew(
    server: DavServer, open_source: Open
) -> None:
    fill(server, 6)
    url = server.url(server.href("work"))
    open_source(url).read(WEEK)
    for n in range(5):
        server.calendar("work").delete(f"{n}.ics")
    for at in ("2026-11-16 09:00", "2026-11-16 09:30"):
        with pytest.raises(Unavailable):
            open_source(url, at).read(WEEK)
    fill(server, 6)
    assert len(open_source(url, "2026-11-16 09:45").read(WEEK).occurrences) == 6
    for n in range(5):
        server.calendar("work").delete(f"{n}.ics")
    with pytest.raises(Unavailable):
        open_source(url, "2026-11-16 12:00").read(WEEK)


def test_losing_half_of_a_few_events_is_an_ordinary_day(server: DavServer, source: CalDavSource) -> None:
    fill(server, 4)
    source.read(WEEK)
    for n in range(4):
        server.calendar("work").delete(f"{n}.ics")
    reading = source.read(WEEK)
    assert reading.seen
    assert not reading.occurrences
