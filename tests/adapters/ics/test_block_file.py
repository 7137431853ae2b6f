"""The block calendar file: the contract, what other programs do to it, and what can be wrong with it."""

import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import pytest
from icalendar import Calendar

from hedgerow.adapters.clock import StillClock
from hedgerow.adapters.ics.block_file import BlockFile
from hedgerow.adapters.ics.mark import MARK
from hedgerow.adapters.ics.whole_file import folder_lock
from hedgerow.core.block import BlockId, Found, lost_mark, uid_of
from hedgerow.core.days import day_span
from hedgerow.core.domains import Domain
from hedgerow.core.occurrence import CalendarId, Transparency
from hedgerow.core.span import Span
from hedgerow.ports import PreconditionFailed, Refused, Unavailable
from tests.adapters.contract_block_calendar import RUN, BlockCalendarContract, blocks
from tests.agenda import BERLIN, at, day_of, span

NOW = at("mon", "12:00")
FOREIGN = (
    b"\xef\xbb\xbfBEGIN:VCALENDAR\r\nPRODID:-//Somebody//Else//EN\nVERSION:2.0\r\n"
    b"BEGIN:VTIMEZONE\r\nTZID:Nowhere\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\nTZOFFSETFROM:+0100\r\n"
    b"TZOFFSETTO:+0100\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n\r\n"
    b"BEGIN:VEV\r\n ENT\r\nUID:dent\r\n\tist\r\nDTSTART:20261117T080000Z\r\nSUMMARY:Dent\xc3\r\n \xa4ist\r\n"
    b"BEGIN:VALARM\nUID:run9e@hedgerow\nEND:VALARM\nend:vevent\n"
    b"BEGIN:VTODO\r\nUID:todo\r\nSUMMARY:Not \xff UTF-8\r\nEND:VTODO\r\n"
    b"X-SOMETHING:else\r\nEND:VCALENDAR\r\n\r\n  trailing"
)


def held_in(folder: Path, content: bytes | None = None) -> BlockFile:
    file = BlockFile(folder / "blocks.ics", CalendarId("blocks"), BERLIN, StillClock(NOW))
    if content is None:
        file.create()
    else:
        file.path.write_bytes(content)
    return file


@dataclass
class FileBench:
    calendar: BlockFile

    def reopened(self) -> BlockFile:
        return replace(self.calendar)

    def foreign(self) -> object:
        """The bytes of the file without the VEVENTs that are found."""
        left = self.calendar.path.read_bytes()
        for each in self.calendar.find_blocks():
            if each.broken:
                continue
            left = left.replace(self._text(each.block), b"")
        return left

    def copy_by_hand(self, block: BlockId) -> None:
        self._append(self._text(block).replace(uid_of(block).encode(), b"copy@elsewhere"))

    def move_by_hand(self, block: BlockId, where: Span) -> None:
        text = self._text(block)
        lines = [line for line in text.splitlines(keepends=True) if not line.startswith((b"DTSTART", b"DTEND"))]
        times = f"DTSTART:{where.start:%Y%m%dT%H%M%SZ}\r\nDTEND:{where.end:%Y%m%dT%H%M%SZ}\r\n".encode()
        self.edit(text, b"".join([lines[0], times, *lines[1:]]))

    def take_uid(self, block: BlockId) -> None:
        self._append(f"BEGIN:VEVENT\r\nUID:{uid_of(block)}\r\nSUMMARY:Mine\r\nEND:VEVENT\r\n".encode())

    def edit(self, old: bytes, new: bytes) -> None:
        data = self.calendar.path.read_bytes()
        assert data.count(old) == 1, f"{old!r} in {data!r}"
        self.calendar.path.write_bytes(data.replace(old, new))

    def _append(self, text: bytes) -> None:
        self.edit(b"END:VCALENDAR", text + b"END:VCALENDAR")

    def _text(self, block: BlockId) -> bytes:
        """Events of ours begin with an unfolded line, and no other does before ours ends."""
        data = self.calendar.path.read_bytes()
        middle = data.index(f"UID:{uid_of(block)}".encode())
        end = data.index(b"END:VEVENT", middle)
        return data[data.rindex(b"BEGIN:VEVENT", 0, middle) : data.index(b"\n", end) + 1]


class TestAFileOfOurOwn(BlockCalendarContract):
    @pytest.fixture
    def bench(self, tmp_path: Path) -> FileBench:
        return FileBench(held_in(tmp_path))


class TestAFileOfSomebodyElse(BlockCalendarContract):
    @pytest.fixture
    def bench(self, tmp_path: Path) -> FileBench:
        return FileBench(held_in(tmp_path, FOREIGN))


@pytest.fixture
def bench(tmp_path: Path) -> FileBench:
    bench = FileBench(held_in(tmp_path))
    bench.calendar.put(RUN, None)
    return bench


# --- what is written ------------------------------------------------------------------------------------------------


def test_a_new_file_is_a_calendar_and_the_persons_alone(tmp_path: Path) -> None:
    file = held_in(tmp_path / "made" / "too")
    assert file.path.read_bytes() == (
        b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Hedgerow//Blocks//EN\r\nX-WR-CALNAME:Hedgerow\r\n"
        b"END:VCALENDAR\r\n"
    )
    assert file.path.stat().st_mode & 0o777 == 0o600


def test_creating_touches_no_file_that_holds_anything(tmp_path: Path) -> None:
    file = held_in(tmp_path, b"precious")
    file.create()
    assert file.path.read_bytes() == b"precious"
    file.path.write_bytes(b"")
    file.create()
    assert file.find_blocks() == ()


def test_an_event_is_written_in_plain_words_for_other_programs(tmp_path: Path) -> None:
    file = held_in(tmp_path)
    file.put(replace(RUN, block=BlockId("a1"), domains=frozenset({Domain.SELF, Domain.COMMUNITY})), None)
    assert file.path.read_bytes() == (
        b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Hedgerow//Blocks//EN\r\nX-WR-CALNAME:Hedgerow\r\n"
        b"BEGIN:VEVENT\r\nSUMMARY:Run\r\nDTSTART:20261117T060000Z\r\nDTEND:20261117T070000Z\r\nUID:a1@hedgerow\r\n"
        b"DTSTAMP:20261116T110000Z\r\nLAST-MODIFIED:20261116T110000Z\r\nSEQUENCE:0\r\nTRANSP:OPAQUE\r\n"
        b"X-HEDGEROW-BLOCK:3/a1/run/2026-11-17/20261117T060000Z/20261117T070000Z/Run\r\n /opaque/blocks/me/0p1\r\n"
        b"CATEGORIES:COMMUNITY,SELF\r\n"
        b"DESCRIPTION:Held by Hedgerow. Move\\, resize or delete it as you like\\; you\r\n r change stays.\r\n"
        b"END:VEVENT\r\nEND:VCALENDAR\r\n"
    )


def test_a_private_block_tells_nothing_but_busy(bench: FileBench) -> None:
    [shown] = bench.calendar.find_blocks()
    bench.edit(b"TRANSP:", b"COMMENT:With Ana\r\nTRANSP:")
    [shown] = bench.calendar.find_blocks()
    bench.calendar.put(replace(RUN, title="Busy", private=True), shown.version)
    [component] = Calendar.from_ical(bench.calendar.path.read_bytes()).events
    assert component["CLASS"] == "PRIVATE"
    assert component["SUMMARY"] == "Busy"
    assert not {"DESCRIPTION", "CATEGORIES", "COMMENT"} & set(component.keys())


def test_the_end_of_privacy_ends_the_private_class_which_was_ours(bench: FileBench) -> None:
    [shown] = bench.calendar.find_blocks()
    hidden = bench.calendar.put(replace(RUN, title="Busy", private=True), shown.version)
    bench.calendar.put(RUN, hidden)
    [component] = Calendar.from_ical(bench.calendar.path.read_bytes()).events
    assert "CLASS" not in component


BY_THE_PERSON = (
    b"LOCATION:Caf\xc3\xa9\\, Str. 5\r\n",
    b"GEO:bad\r\n",
    b'X-APPLE-STRUCTURED-LOCATION;VALUE=URI;X-TITLE="A: b":geo:48.1,11.5\r\n',
    b'attendee;CN="Bob: x";PARTSTAT=NEEDS-ACTION:mailto:bob@x.example\r\n',
    b"COMMENT:one\\ntwo\n",
    b"X-LATIN:\xe9\r\n",
    b"DESCRIPTION:Bring \r\n\twater\\; a\\b\r\n",
    b"CLASS:CONFIDENTIAL\r\n",
    b"CATEGORIES:Family\\, friends,X\r\n",
    b"CATEGORIES:latin \xe9\r\n",
    b"ATTACH;ENCODING=BASE64;VALUE=BINARY:aGVsbG8=\r\n",
    b"no colon at all\r\n",
    b"BEGIN:VALARM\r\nACTION:DISPLAY\r\nTRIGGER:-PT10M\r\nDTSTART:x\r\nSUMMARY:Shoes\r\nEND:VALARM\r\n",
)
OUR_NOTE = b"DESCRIPTION:Held by Hedgerow. Move\\, resize or delete it as you like\\; you\r\n r change stays.\r\n"


@pytest.mark.parametrize("private", [False, True], ids=["titled", "private"])
def test_all_that_a_person_put_into_a_block_keeps_its_bytes_whatever_we_change(
    tmp_path: Path, *, private: bool
) -> None:
    held = replace(RUN, title="Busy", private=True) if private else RUN
    bench = FileBench(held_in(tmp_path))
    bench.calendar.put(held, None)
    bench.edit(b"CLASS:PRIVATE\r\n" if private else OUR_NOTE, b"")
    bench.edit(b"END:VEVENT", b"".join(BY_THE_PERSON) + b"END:VEVENT")
    other_title = held.title if private else "Jog"
    for change in (
        replace(held, span=span("fri", "07:00-08:00")),
        replace(held, transparency=Transparency.TRANSPARENT),
        replace(held, title=other_title, domains=frozenset({Domain.HOME, Domain.WORK})),
        held,
    ):
        [there] = bench.calendar.find_blocks()
        version = bench.calendar.put(change, there.version)
        after = bench.calendar.path.read_bytes()
        assert [line for line in BY_THE_PERSON if after.count(line) != 1] == []
        [found] = bench.calendar.find_blocks()
        assert (found.span, found.title, found.transparency) == (change.span, change.title, change.transparency)
        assert (found.version, found.mark) == (version, change.mark)
        names = [] if private else sorted(domain.upper() for domain in change.domains)
        assert (b"CATEGORIES:" + ",".join(names).encode() + b"\r\n" in after) == (not private)


def test_a_note_of_ours_that_the_person_took_out_does_not_come_back(bench: FileBench) -> None:
    bench.edit(OUR_NOTE, b"")
    [there] = bench.calendar.find_blocks()
    bench.calendar.put(replace(RUN, span=span("fri", "07:00-08:00")), there.version)
    assert b"DESCRIPTION" not in bench.calendar.path.read_bytes()


def test_a_category_that_a_program_put_beside_ours_stays_when_ours_change(bench: FileBench) -> None:
    bench.edit(b"CATEGORIES:SELF\r\n", b"CATEGORIES;LANGUAGE=de:Park\\, See,self,Fluss\r\n")
    [there] = bench.calendar.find_blocks()
    same = bench.calendar.put(replace(RUN, span=span("fri", "07:00-08:00")), there.version)
    assert b"CATEGORIES;LANGUAGE=de:Park\\, See,self,Fluss\r\n" in bench.calendar.path.read_bytes()
    bench.calendar.put(replace(RUN, domains=frozenset({Domain.HOME})), same)
    after = bench.calendar.path.read_bytes()
    assert b"CATEGORIES:HOME\r\nCATEGORIES;LANGUAGE=de:Park\\, See,Fluss\r\n" in after
    assert after.count(b"CATEGORIES") == 2


@pytest.mark.parametrize(("theirs", "after"), [(b"CONFIDENTIAL", b"CONFIDENTIAL"), (b"PUBLIC", b"PRIVATE")])
def test_a_block_that_turns_private_is_at_least_as_closed_as_the_person_made_it(
    bench: FileBench, theirs: bytes, after: bytes
) -> None:
    bench.edit(b"TRANSP:", b"CLASS:" + theirs + b"\r\nLOCATION:Ana's\r\nTRANSP:")
    [there] = bench.calendar.find_blocks()
    bench.calendar.put(replace(RUN, title="Busy", private=True), there.version)
    data = bench.calendar.path.read_bytes()
    assert b"CLASS:" + after + b"\r\n" in data
    assert b"LOCATION" not in data


def test_the_end_of_privacy_leaves_what_the_person_wrote_meanwhile(bench: FileBench) -> None:
    [shown] = bench.calendar.find_blocks()
    bench.calendar.put(replace(RUN, title="Busy", private=True), shown.version)
    bench.edit(b"CLASS:PRIVATE\r\n", b"CLASS:CONFIDENTIAL\r\nDESCRIPTION:Bring water\r\n")
    [hidden] = bench.calendar.find_blocks()
    bench.calendar.put(RUN, hidden.version)
    data = bench.calendar.path.read_bytes()
    assert b"CLASS:CONFIDENTIAL\r\nDESCRIPTION:Bring water\r\n" in data
    assert b"CATEGORIES:SELF\r\n" in data
    assert b"Held by" not in data


def test_each_change_raises_the_sequence(bench: FileBench) -> None:
    [first] = bench.calendar.find_blocks()
    bench.calendar.put(RUN, bench.calendar.put(RUN, first.version))
    assert b"SEQUENCE:2\r\n" in bench.calendar.path.read_bytes()
    bench.edit(b"SEQUENCE:2", b"SEQUENCE:many")
    [odd] = bench.calendar.find_blocks()
    bench.calendar.put(RUN, odd.version)
    assert b"SEQUENCE:1\r\n" in bench.calendar.path.read_bytes()


def test_a_sequence_of_thousands_of_digits_keeps_no_block_from_being_written(bench: FileBench) -> None:
    bench.edit(b"SEQUENCE:0", b"SEQUENCE:" + b"9" * 4300)
    [found] = bench.calendar.find_blocks()
    bench.calendar.put(RUN, found.version)
    assert b"SEQUENCE:1\r\n" in bench.calendar.path.read_bytes()


def test_a_file_of_plain_line_feeds_stays_one(tmp_path: Path) -> None:
    file = held_in(tmp_path, b"BEGIN:VCALENDAR\nVERSION:2.0\nEND:VCALENDAR\n")
    file.put(RUN, None)
    assert b"\r" not in file.path.read_bytes()


# --- what other programs make of a block ----------------------------------------------------------------------------

HAND_EDITS: dict[str, tuple[bytes, bytes, Callable[[Found], bool]]] = {
    "in local time": (
        b"DTSTART:20261117T060000Z",
        b"DTSTART;TZID=Europe/Berlin:20261117T073000",
        lambda found: found.span == span("tue", "07:30-08:00"),
    ),
    "in a Windows zone": (
        b"DTSTART:20261117T060000Z",
        b'DTSTART;TZID="W. Europe Standard Time":20261117T073000',
        lambda found: found.span == span("tue", "07:30-08:00"),
    ),
    "floating": (
        b"DTSTART:20261117T060000Z",
        b"DTSTART:20261117T073000",
        lambda found: found.span == span("tue", "07:30-08:00"),
    ),
    "in a zone nobody knows": (
        b"DTSTART:20261117T060000Z",
        b"DTSTART;TZID=Customized Time Zone:20261117T073000",
        lambda found: found.span == span("tue", "07:30-08:00"),
    ),
    "with a duration": (
        b"DTEND:20261117T070000Z",
        b"DURATION:PT1H30M",
        lambda found: found.span == span("tue", "07:00-08:30"),
    ),
    "without an end": (b"DTEND:20261117T070000Z\r\n", b"", lambda found: found.span.minutes == 0),
    "retitled": (b"SUMMARY:Run", b"SUMMARY;LANGUAGE=en:R\r\n un\\, slowly", lambda found: found.title == "Run, slowly"),
    "without a title": (b"SUMMARY:Run\r\n", b"", lambda found: found.title == ""),
    "titled twice": (b"SUMMARY:Run", b"SUMMARY:Run\r\nSUMMARY:Run", lambda found: found.title == ""),
    "recurring": (b"TRANSP:", b"RRULE:FREQ=DAILY\r\nTRANSP:", lambda found: found.recurring),
    "cancelled": (b"TRANSP:", b"STATUS:cancelled\r\nTRANSP:", lambda found: found.cancelled),
    "with a guest": (
        b"TRANSP:",
        b"ORGANIZER:mailto:ada@example.org\r\nATTENDEE;CN=Mia:mailto:mia@example.org\r\nTRANSP:",
        lambda found: found.has_guests,
    ),
    "with its owner as its only guest": (
        b"TRANSP:",
        b"ORGANIZER:mailto:ada@example.org\r\nATTENDEE;PARTSTAT=ACCEPTED:MAILTO:ada@example.org\r\nTRANSP:",
        lambda found: not found.has_guests,
    ),
    "shown as free": (
        b"TRANSP:OPAQUE",
        b"transp:TRANSPARENT",
        lambda found: found.transparency is Transparency.TRANSPARENT,
    ),
    "without transparency": (b"TRANSP:OPAQUE\r\n", b"", lambda found: found.transparency is Transparency.OPAQUE),
    "with a broken start": (b"DTSTART:20261117T060000Z", b"DTSTART:tomorrow", lambda found: found.broken),
    "with two starts": (b"DTSTART:", b"DTSTART:20261118T060000Z\r\nDTSTART:", lambda found: found.broken),
    "without a start": (b"DTSTART:20261117T060000Z\r\n", b"", lambda found: found.broken),
    "ending before its start, which is read as everywhere else": (
        b"DTEND:20261117T07",
        b"DTEND:20261117T05",
        lambda found: found.span == span("tue", "06:00-07:00"),
    ),
    "with a start at the end of days": (
        b"DTSTART:20261117T060000Z\r\nDTEND:20261117T070000Z",
        b"DTSTART;VALUE=DATE:99991231",
        lambda found: found.broken,
    ),
    "with an endless zone name": (
        b"DTSTART:",
        b"DTSTART;TZID=" + b"x" * 5000 + b":",
        lambda found: found.broken or found.span.minutes >= 0,
    ),
    "with a line of rubbish": (b"TRANSP:", b"rub\\bish\r\nTRANSP:", lambda found: found.span == RUN.span),
}


@pytest.mark.parametrize(("old", "new", "reads"), HAND_EDITS.values(), ids=HAND_EDITS.keys())
def test_a_block_edited_elsewhere_is_read_and_still_ours(
    bench: FileBench, old: bytes, new: bytes, reads: Callable[[Found], bool]
) -> None:
    bench.edit(old, new)
    [found] = bench.calendar.find_blocks()
    assert reads(found), found
    assert found.mark == RUN.mark


def test_a_block_made_all_day_covers_the_days_of_the_persons_zone(bench: FileBench) -> None:
    bench.edit(b"DTEND:20261117T070000Z\r\n", b"")
    bench.edit(b"DTSTART:20261117T060000Z", b"DTSTART;VALUE=DATE:20261117")
    [found] = bench.calendar.find_blocks()
    assert (found.all_day, found.span) == (True, day_span(day_of("tue"), BERLIN))
    bench.edit(b"DTSTART;", b"DTEND;VALUE=DATE:20261119\r\nDTSTART;")
    [found] = bench.calendar.find_blocks()
    assert found.span == Span(day_span(day_of("tue"), BERLIN).start, day_span(day_of("wed"), BERLIN).end)


def test_a_block_is_read_in_a_zone_that_only_its_calendar_defines(tmp_path: Path) -> None:
    bench = FileBench(held_in(tmp_path, FOREIGN.replace(b"TO:+0100", b"TO:-0500")))
    bench.calendar.put(RUN, None)
    bench.edit(
        b"DTSTART:20261117T060000Z\r\nDTEND:20", b"DTSTART;TZID=Nowhere:20261117T010000\r\nDTEND;TZID=Nowhere:20"
    )
    bench.edit(b":20261117T070000Z", b":20261117T020000")
    [found] = bench.calendar.find_blocks()
    assert found.span == RUN.span


def test_a_changed_instance_beside_its_series_is_one_recurring_block(bench: FileBench) -> None:
    data = bench.calendar.path.read_bytes()
    event = data[data.index(b"BEGIN:VEVENT") : data.index(b"END:VCALENDAR")]
    instance = event.replace(b"UID:", b"RECURRENCE-ID:20261117T060000Z\r\nUID:")
    bench.calendar.path.write_bytes(data.replace(event, event + instance))
    [found] = bench.calendar.find_blocks()
    assert found.recurring
    bench.calendar.remove(RUN.block, found.version)
    assert b"VEVENT" not in bench.calendar.path.read_bytes()


def test_other_folds_and_another_order_change_the_version_and_nothing_else(bench: FileBench) -> None:
    [before] = bench.calendar.find_blocks()
    data = bench.calendar.path.read_bytes()
    begin, end = data.index(b"BEGIN:VEVENT") + 14, data.index(b"END:VEVENT")
    lines = data[begin:end].replace(b"\r\n ", b"").split(b"\r\n")[:-1]
    folded = b"".join(b"\r\n\t".join(line[n : n + 20] for n in range(0, len(line), 20)) + b"\n" for line in lines[::-1])
    bench.calendar.path.write_bytes(data[:begin] + folded + data[end:])
    [after] = bench.calendar.find_blocks()
    assert after.version != before.version
    assert replace(after, version=before.version) == before


@pytest.mark.parametrize(
    "spoiled",
    [b"X-HEDGEROW-BLOCK:1/", b"X-HEDGEROW-BLOCK:x", b"X-HEDGEROW-BLOCK:3/a/b\r\nX-HEDGEROW-BLOCK:", b"X-ELSE:"],
)
def test_a_block_whose_mark_was_spoiled_is_there_and_no_longer_ours_to_write(bench: FileBench, spoiled: bytes) -> None:
    bench.edit(MARK.encode() + b":", spoiled)
    spoiled_file = bench.calendar.path.read_bytes()
    [found] = bench.calendar.find_blocks()
    assert (found.block, found.broken, found.mark) == (RUN.block, True, lost_mark(RUN.block, found.calendar))
    assert (found.span, found.title) == (RUN.span, RUN.title)
    for expected in (None, found.version):
        with pytest.raises(PreconditionFailed):
            bench.calendar.put(RUN, expected)
    assert bench.calendar.path.read_bytes() == spoiled_file


# --- files that are not what they should be -------------------------------------------------------------------------

WHOLE = FOREIGN[: FOREIGN.index(b"\r\n\r\n  trailing")]
NOT_WHOLE = {
    "empty": b"",
    "blank lines": b"\r\n\r\n",
    "a web page": b"<!DOCTYPE html>\n<html>BEGIN:VCALENDAR</html>\n",
    "no calendar around": b"BEGIN:VEVENT\nEND:VEVENT\n",
    "ends of what did not begin": b"BEGIN:VCALENDAR\nEND:VEVENT\nEND:VCALENDAR\n",
    "two ends": b"BEGIN:VCALENDAR\nEND:VEVENT\n",
    "a second calendar cut short": WHOLE + b"\r\nBEGIN:VCALENDAR\r\n",
    "UTF-16": WHOLE.decode("latin-1").encode("utf-16"),
    "carriage returns only": b"BEGIN:VCALENDAR\rEND:VCALENDAR\r",
}


@pytest.mark.parametrize("content", NOT_WHOLE.values(), ids=NOT_WHOLE.keys())
def test_a_file_that_is_no_whole_calendar_is_unavailable_and_not_written(tmp_path: Path, content: bytes) -> None:
    file = held_in(tmp_path, content)
    with pytest.raises(Unavailable, match=r"blocks\.ics is .* left alone"):
        file.find_blocks()
    with pytest.raises(Unavailable):
        file.put(RUN, None)
    assert file.path.read_bytes() == content


def test_a_file_cut_short_anywhere_is_unavailable(tmp_path: Path) -> None:
    bench = FileBench(held_in(tmp_path, WHOLE))
    bench.calendar.put(RUN, None)
    whole = bench.calendar.path.read_bytes()
    for end in range(len(whole)):
        bench.calendar.path.write_bytes(whole[:end])
        with pytest.raises(Unavailable):
            bench.calendar.find_blocks()
    bench.calendar.path.write_bytes(whole)
    assert len(bench.calendar.find_blocks()) == 1


def test_a_missing_file_is_unavailable_and_never_made_by_a_write(tmp_path: Path) -> None:
    file = BlockFile(tmp_path / "blocks.ics", CalendarId("blocks"), BERLIN, StillClock(NOW))
    for call in (file.find_blocks, lambda: file.put(RUN, None)):
        with pytest.raises(Unavailable, match="is missing"):
            call()
    assert list(tmp_path.iterdir()) == []


def test_a_calendar_new_to_the_ledger_needs_no_file_until_the_first_block(tmp_path: Path) -> None:
    file = BlockFile(tmp_path / "blocks.ics", CalendarId("blocks"), BERLIN, StillClock(NOW), is_new=True)
    assert file.find_blocks() == ()
    assert list(tmp_path.iterdir()) == []
    file.put(RUN, None)
    assert blocks(file.find_blocks()) == [RUN.block]


def test_a_new_calendar_whose_file_vanishes_after_the_first_block_is_unavailable(tmp_path: Path) -> None:
    file = BlockFile(tmp_path / "blocks.ics", CalendarId("blocks"), BERLIN, StillClock(NOW), is_new=True)
    file.put(RUN, None)
    file.path.unlink()
    with pytest.raises(Unavailable, match="is missing"):
        file.find_blocks()


def test_a_folder_in_the_place_of_the_file_is_said_plainly(tmp_path: Path) -> None:
    file = BlockFile(tmp_path, CalendarId("blocks"), BERLIN, StillClock(NOW))
    with pytest.raises(Unavailable, match="can't be read"):
        file.find_blocks()
    with pytest.raises(Refused, match="can't be written"):
        file.put(RUN, None)


def test_a_second_hedgerow_waits_for_its_next_cycle(tmp_path: Path) -> None:
    file = held_in(tmp_path)
    with folder_lock(file.path), pytest.raises(Unavailable, match="another Hedgerow"):
        file.put(RUN, None)
    file.put(RUN, None)


def test_a_change_by_another_program_in_the_same_moment_wins(tmp_path: Path) -> None:
    """Its clock is asked between reading and writing: the moment for another program to save."""
    other = b"BEGIN:VCALENDAR\nX-SAVED:meanwhile\nEND:VCALENDAR\n"

    class SavingClock(StillClock):
        def now(self) -> datetime:
            file.path.write_bytes(other)
            return self.at

    file = replace(held_in(tmp_path), clock=SavingClock(NOW))
    with pytest.raises(PreconditionFailed, match="another program"):
        file.put(RUN, None)
    assert file.path.read_bytes() == other
    assert [path.name for path in tmp_path.iterdir()] == ["blocks.ics"]


def test_the_mode_and_a_symbolic_link_outlive_the_replacement(tmp_path: Path) -> None:
    target = tmp_path / "elsewhere" / "real.ics"
    target.parent.mkdir()
    target.write_bytes(FOREIGN)
    target.chmod(0o644)
    (tmp_path / "blocks.ics").symlink_to(target)
    held_in(tmp_path).put(RUN, None)
    assert (tmp_path / "blocks.ics").is_symlink()
    assert target.stat().st_mode & 0o777 == 0o644
    assert b"@hedgerow" in target.read_bytes()
    assert os.listdir(target.parent) == ["real.ics"]


def test_what_a_killed_write_left_behind_is_cleared_by_the_next(tmp_path: Path) -> None:
    file = held_in(tmp_path)
    (tmp_path / ".blocks.ics.hedgerow").write_bytes(b"half")
    file.put(RUN, None)
    assert [path.name for path in tmp_path.iterdir()] == ["blocks.ics"]


# --- what is brought back -------------------------------------------------------------------------------------------


def test_a_block_that_is_brought_back_has_all_that_the_person_had_put_into_it(bench: FileBench) -> None:
    theirs = b"X-COLOUR:blue\r\nBEGIN:VALARM\r\nACTION:DISPLAY\r\nTRIGGER:-PT5M\r\nEND:VALARM\r\n"
    bench.edit(b"END:VEVENT", theirs + b"END:VEVENT")
    bench.edit(b"DESCRIPTION:Held by Hedgerow.", b"DESCRIPTION:L\xc3\xa4ufe! Held by Hedgerow.")
    [found] = bench.calendar.find_blocks()
    bench.calendar.remove(RUN.block, found.version)
    again = replace(RUN, block=BlockId("again"), restores=found.text)
    bench.calendar.put(again, None)
    data = bench.calendar.path.read_bytes()
    assert theirs in data
    assert b"DESCRIPTION:L\xc3\xa4ufe! Held" in data
    assert uid_of(RUN.block).encode() not in data
    [back] = bench.calendar.find_blocks()
    assert (back.mark, back.broken) == (again.mark, False)


def brought_back(bench: FileBench) -> Found:
    """Deleted, and brought back under a new id."""
    [found] = bench.calendar.find_blocks()
    bench.calendar.remove(RUN.block, found.version)
    again = replace(RUN, block=BlockId("again"), span=found.span, title=found.title, restores=found.text)
    bench.calendar.put(again, None)
    [back] = bench.calendar.find_blocks()
    return back


def test_a_block_that_was_made_all_day_comes_back_all_day(bench: FileBench) -> None:
    bench.edit(b"DTEND:20261117T070000Z\r\n", b"DURATION:P2D\r\n")
    bench.edit(b"DTSTART:20261117T060000Z", b"DTSTART;VALUE=DATE:20261117")
    [found] = bench.calendar.find_blocks()
    back = brought_back(bench)
    assert (back.all_day, back.span) == (True, found.span)
    assert b"DTSTART;VALUE=DATE:20261117\r\nDURATION:P2D\r\n" in bench.calendar.path.read_bytes()


def test_a_series_comes_back_with_its_changed_instance(bench: FileBench) -> None:
    data = bench.calendar.path.read_bytes()
    event = data[data.index(b"BEGIN:VEVENT") : data.index(b"END:VCALENDAR")]
    series = event.replace(b"TRANSP:", b"RRULE:FREQ=DAILY\r\nTRANSP:")
    moved = event.replace(b"UID:", b"RECURRENCE-ID:20261118T060000Z\r\nUID:").replace(b":20261117T0", b":20261118T1")
    bench.calendar.path.write_bytes(data.replace(event, series + moved))
    back = brought_back(bench)
    assert (back.recurring, back.span, back.block) == (True, RUN.span, BlockId("again"))
    data = bench.calendar.path.read_bytes()
    assert data.count(b"UID:again@hedgerow\r\n") == 2
    assert b"RECURRENCE-ID:20261118T060000Z" in data
    assert b"DTSTART:20261118T160000Z\r\nDTEND:20261118T170000Z" in data
