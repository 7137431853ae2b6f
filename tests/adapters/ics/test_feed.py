"""A calendar published at a web address."""

import os
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from stat import S_IMODE

import pytest

from hedgerow.adapters.clock import StillClock
from hedgerow.adapters.ics.feed import FeedSource
from hedgerow.adapters.ics.feed_cache import FeedCache, Kept, pack
from hedgerow.adapters.ics.fetch import Validators
from hedgerow.core.occurrence import CalendarId
from hedgerow.core.span import Span
from hedgerow.ports import Unavailable
from tests.adapters.contract_source import ANNA, WORK, Make, SourceContract
from tests.agenda import BERLIN, utc
from tests.fakes.feed_server import FeedServer, Script, answer, ok, packed, says, versioned

WINDOW = Span(utc("2026-11-16 00:00"), utc("2026-11-23 00:00"))
EIGHT = utc("2026-11-16 08:00")
SECRET = "/private-0a1b2c/basic.ics"


def calendar(events: int, stamp: str = "20261101T000000Z", name: str = "event") -> bytes:
    """So many events on Monday, a quarter of an hour each."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//tests//EN"]
    for number in range(events):
        start = datetime(2026, 11, 16, 6, tzinfo=UTC) + timedelta(minutes=15 * number)
        times = [f"DTSTART:{start:%Y%m%dT%H%M%SZ}", "DURATION:PT15M"]
        lines += ["BEGIN:VEVENT", f"UID:{name}-{number}", f"DTSTAMP:{stamp}", *times, f"SUMMARY:{name}", "END:VEVENT"]
    return "\r\n".join([*lines, "END:VCALENDAR", ""]).encode()


@pytest.fixture
def server() -> Iterator[FeedServer]:
    with FeedServer() as started:
        yield started


class Feed:
    """Each reading is by a source of its own, as each run of the program has."""

    def __init__(self, server: FeedServer, cache: Path) -> None:
        self.server = server
        self.cache = cache

    def events(self, after: int = 0) -> int:
        clock = StillClock(EIGHT + timedelta(minutes=after))
        url = self.server.url(SECRET)
        source = FeedSource(CalendarId("work"), url, BERLIN, frozenset(), self.cache, clock)
        reading = source.read(WINDOW)
        assert reading.calendar == source.calendar == "work"
        return len(reading.occurrences)

    def serve(self, events: int, **more: str) -> None:
        self.server.script[SECRET] = ok(calendar(events, **more))

    @property
    def files(self) -> list[Path]:
        return list(self.cache.iterdir())


@pytest.fixture
def feed(server: FeedServer, tmp_path: Path) -> Feed:
    return Feed(server, tmp_path / "feeds")


def test_the_events_of_the_window_are_read(feed: Feed) -> None:
    feed.server.script[SECRET] = packed(calendar(3))
    assert feed.events() == 3


def test_an_unchanged_feed_is_read_from_what_was_kept(feed: Feed) -> None:
    feed.server.script[SECRET] = versioned(calendar(3), '"1"')
    assert [feed.events(), feed.events()] == [3, 3]
    assert [asked.headers.get("if-none-match") for asked in feed.server.asked] == [None, '"1"']


def test_a_feed_with_an_odd_version_is_read_again_and_again(feed: Feed) -> None:
    feed.server.script[SECRET] = ok(calendar(3), etag='"\xe9"', last_modified="M\xe4rz")
    assert [feed.events(), feed.events()] == [3, 3]


def test_an_odd_version_that_was_kept_before_is_not_asked_about(feed: Feed) -> None:
    feed.serve(3)
    odd = Kept(Validators('"\xe9"'), 3, pack(calendar(3)))
    FeedCache(feed.cache).keep(feed.server.url(SECRET), odd)
    assert feed.events() == 3
    assert "if-none-match" not in feed.server.asked[0].headers


def test_the_time_of_the_last_change_is_asked_about_too(feed: Feed) -> None:
    changed = "Mon, 16 Nov 2026 08:00:00 GMT"
    feed.server.script[SECRET] = ok(calendar(3), last_modified=changed)
    feed.events()
    feed.server.script[SECRET] = says(answer("304 Not Modified"))
    assert feed.events() == 3
    assert feed.server.asked[1].headers["if-modified-since"] == changed


def test_a_feed_that_fails_is_not_seen_rather_than_as_it_was(feed: Feed) -> None:
    feed.serve(3)
    feed.events()
    feed.server.script[SECRET] = says(answer("500 Internal Server Error"))
    with pytest.raises(Unavailable, match=r"^http://127\.0\.0\.1:\d+/… answered 500"):
        feed.events()


@pytest.mark.parametrize(
    "body",
    [
        b"<!DOCTYPE html><title>Sign in</title>",
        b"\n <html>",
        b"",
        b"Service starting",
        calendar(3)[:-20],
        calendar(3)[20:],
        calendar(3).replace(b"VCALENDAR", b"VCARD"),
    ],
    ids=["page", "page after a blank line", "nothing", "words", "no end", "no beginning", "address book"],
)
def test_what_is_no_whole_calendar_is_not_seen_and_not_kept(feed: Feed, body: bytes) -> None:
    feed.server.script[SECRET] = versioned(calendar(3), '"1"')
    feed.events()
    feed.server.script[SECRET] = ok(body, content_type="text/calendar", etag='"2"')
    with pytest.raises(Unavailable) as caught:
        feed.events()
    assert str(caught.value).startswith(f"http://127.0.0.1:{feed.server.port}/… ")
    feed.server.script[SECRET] = versioned(calendar(3), '"1"')
    assert feed.events() == 3
    assert feed.server.asked[-1].headers["if-none-match"] == '"1"'


def test_a_web_page_is_told_apart(feed: Feed) -> None:
    feed.server.script[SECRET] = ok(b"<!DOCTYPE html><title>Sign in</title>", content_type="text/html")
    with pytest.raises(Unavailable, match=r"could not be read\. It is a web page, not a calendar"):
        feed.events()


class TestFeedSource(SourceContract):
    @pytest.fixture
    def make(self, server: FeedServer, tmp_path: Path) -> Make:
        def made(body: bytes) -> FeedSource:
            server.script[SECRET] = versioned(body, '"1"')
            return FeedSource(WORK, server.url(SECRET), BERLIN, ANNA, tmp_path / "feeds", StillClock(EIGHT))

        return made


# What is kept


def test_what_is_kept_is_for_its_owner_alone_and_tells_no_address(feed: Feed) -> None:
    feed.serve(3)
    before = os.umask(0)
    try:
        feed.events()
    finally:
        os.umask(before)
    [kept] = feed.files
    assert (S_IMODE(kept.stat().st_mode), S_IMODE(feed.cache.stat().st_mode)) == (0o600, 0o700)
    assert "private" not in kept.name
    assert b"private" not in kept.read_bytes()


def test_two_feeds_are_kept_apart(feed: Feed) -> None:
    feed.serve(3)
    feed.events()
    url = feed.server.url("/other.ics")
    feed.server.script["/other.ics"] = ok(calendar(1))
    FeedSource(CalendarId("other"), url, BERLIN, frozenset(), feed.cache, StillClock(EIGHT)).read(WINDOW)
    assert len(feed.files) == 2


SPOILT: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda data: b"",
    "cut short": lambda data: data[:-1],
    "half": lambda data: data[: len(data) // 2],
    "one bit": lambda data: data[:-9] + bytes([data[-9] ^ 1]) + data[-8:],
    "another checksum": lambda data: b"0" + data[1:],
    "no lines": lambda data: data.replace(b"\n", b""),
    "not text": lambda data: b"\xff\xfe" + data,
    "zeros": lambda data: bytes(len(data)),
}


@pytest.mark.parametrize("how", SPOILT)
def test_a_spoilt_file_is_as_good_as_none(feed: Feed, how: str) -> None:
    feed.server.script[SECRET] = versioned(calendar(3), '"1"')
    feed.events()
    [kept] = feed.files
    kept.write_bytes(SPOILT[how](kept.read_bytes()))
    assert [feed.events(), feed.events()] == [3, 3]
    assert [asked.headers.get("if-none-match") for asked in feed.server.asked] == [None, None, '"1"']


def test_without_room_to_keep_anything_the_feed_is_still_read(feed: Feed) -> None:
    feed.cache.write_text("a file where the folder should be")
    feed.serve(3)
    assert feed.events() == 3


def test_nothing_half_written_stays_behind(feed: Feed) -> None:
    feed.serve(3)
    feed.events()
    [kept] = feed.files
    kept.unlink()
    kept.mkdir()  # cannot be replaced by a file
    assert feed.events() == 3
    assert feed.files == [kept]


# A feed that suddenly lost most of its events


def refused(feed: Feed, after: int) -> bool:
    try:
        feed.events(after)
    except Unavailable:
        return True
    return False


def test_a_feed_that_lost_most_of_its_events_is_not_believed_at_once(feed: Feed) -> None:
    feed.serve(8)
    feed.events()
    feed.serve(3)
    with pytest.raises(Unavailable, match="holds 3 events where it held 8: not believed before it"):
        feed.events()


@pytest.mark.parametrize(("had", "has"), [(8, 4), (4, 0), (8, 9), (0, 0)])
def test_an_ordinary_loss_is_believed(feed: Feed, had: int, has: int) -> None:
    feed.serve(had)
    feed.events()
    feed.serve(has)
    assert feed.events() == has


@pytest.mark.parametrize(
    ("times", "believed"),
    [
        ((0, 30, 60), True),
        ((0, 60), False),
        ((0, 1, 59), False),
        ((0, 15, 30, 45, 60), True),
        ((0, 1, 2, 3, 4, 5), False),
        ((60, 0, 30, 60), True),
    ],
    ids=["thrice in an hour", "twice", "too soon", "every quarter", "often at once", "the clock set back"],
)
def test_it_is_believed_once_it_has_stayed_so(feed: Feed, times: tuple[int, ...], believed: bool) -> None:
    feed.serve(8)
    feed.events()
    feed.serve(0)
    assert [refused(feed, after) for after in times[:-1]] == [True] * (len(times) - 1)
    assert refused(feed, times[-1]) is not believed


def test_once_believed_it_is_what_the_next_is_compared_with(feed: Feed) -> None:
    feed.serve(8)
    feed.events()
    feed.serve(1)
    assert [refused(feed, after) for after in (0, 30, 60, 61)] == [True, True, False, False]
    feed.serve(0)
    assert feed.events(after=62) == 0


def test_times_of_request_in_the_events_make_no_difference(feed: Feed) -> None:
    feed.serve(8)
    feed.events()
    told = []
    for after in (0, 30, 60):
        feed.serve(2, stamp=f"20261116T08{after % 60:02}00Z")
        told.append(refused(feed, after))
    assert told == [True, True, False]


def test_a_different_loss_begins_anew(feed: Feed) -> None:
    feed.serve(8)
    feed.events()
    told = []
    for after, name in ((0, "a"), (30, "b"), (60, "a"), (90, "a"), (120, "a")):
        feed.serve(2, name=name)
        told.append(refused(feed, after))
    assert told == [True, True, True, True, False]


@pytest.mark.parametrize("back", [ok(calendar(8)), versioned(calendar(8), '"1"')], ids=["sent again", "unchanged"])
def test_a_feed_that_recovers_is_no_longer_suspected(feed: Feed, back: Script) -> None:
    feed.server.script[SECRET] = ok(calendar(8), etag='"1"')
    feed.events()
    feed.serve(0)
    assert [refused(feed, 0), refused(feed, 30)] == [True, True]
    feed.server.script[SECRET] = back
    assert feed.events(after=45) == 8
    feed.serve(0)
    assert refused(feed, 60)
