"""A calendar in memory, in a file, in a folder."""

import os
from pathlib import Path

import pytest

from hedgerow.adapters.ics import file
from hedgerow.adapters.ics.file import FileSource, FolderSource
from hedgerow.core.occurrence import CalendarId, Reading
from hedgerow.ports import Unavailable
from tests.adapters.contract_source import ANNA, MEETING, STANDUP, WEEK, WORK, Make, SourceContract
from tests.adapters.ics.calendars import AUTUMN, calendar, events, read, reasons, stored
from tests.agenda import BERLIN
from tests.fakes.sources import MemorySource


class TestMemorySource(SourceContract):
    @pytest.fixture
    def make(self) -> Make:
        def made(body: bytes) -> MemorySource:
            told = read(body)
            return MemorySource(WORK, told.occurrences, told.unreadable, told.not_seen, told.seen)

        return made


class TestFileSource(SourceContract):
    @pytest.fixture
    def make(self, tmp_path: Path) -> Make:
        def made(body: bytes) -> FileSource:
            path = tmp_path / "work.ics"
            path.write_bytes(body)
            return FileSource(path, WORK, BERLIN, ANNA)

        return made


class TestFolderSource(SourceContract):
    @pytest.fixture
    def make(self, tmp_path: Path) -> Make:
        def made(body: bytes) -> FolderSource:
            (tmp_path / "all.ics").write_bytes(body)
            return FolderSource(tmp_path, WORK, BERLIN, ANNA)

        return made


def folder(path: Path) -> FolderSource:
    return FolderSource(path, CalendarId("work"), BERLIN, ANNA)


def fill(path: Path, **files: bytes) -> FolderSource:
    """`a__b` is the file b in the folder a."""
    for name, body in files.items():
        target = path.joinpath(*f"{name}.ics".split("__"))
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(body)
    return folder(path)


def unseen(reading: Reading) -> list[tuple[str, str]]:
    return [(not_seen.where, not_seen.reason) for not_seen in reading.not_seen]


def test_a_file_that_is_not_there_is_unavailable_and_says_so(tmp_path: Path) -> None:
    path = tmp_path / "gone.ics"
    with pytest.raises(
        Unavailable, match=r"^The calendar file .*gone\.ics does not exist: put it there, or name another path in .*\.$"
    ):
        FileSource(path, WORK, BERLIN, ANNA).read(WEEK)


def test_a_folder_is_no_calendar_file_and_a_file_no_calendar_folder(tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match="is no ordinary file"):
        FileSource(tmp_path, WORK, BERLIN, ANNA).read(WEEK)
    (tmp_path / "a.ics").write_bytes(stored("no-events"))
    with pytest.raises(Unavailable, match="is not a folder"):
        folder(tmp_path / "a.ics").read(WEEK)
    with pytest.raises(Unavailable, match="does not exist"):
        folder(tmp_path / "gone").read(WEEK)


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.ics")
    with pytest.raises(Unavailable, match="is no ordinary file"):
        FileSource(tmp_path / "pipe.ics", WORK, BERLIN, ANNA).read(WEEK)
    fill(tmp_path, work=calendar(MEETING))
    assert unseen(folder(tmp_path).read(WEEK)) == [("pipe.ics", "It is no ordinary file.")]


def test_a_file_is_named_without_its_folders(tmp_path: Path) -> None:
    (tmp_path / "odd.ics").write_bytes(calendar("UID:a\nDTSTART:soon"))
    [unreadable] = FileSource(tmp_path / "odd.ics", WORK, BERLIN, ANNA).read(WEEK).unreadable
    assert unreadable.where == "odd.ics"


@pytest.mark.parametrize("name", ["a\x1b[2Jb", "a\nb", "a\u202eb", "a\u2028b", "a\udcffb", "a\x9bb"])
def test_a_file_name_cannot_move_a_terminal(tmp_path: Path, name: str) -> None:
    (tmp_path / f"{name}.ics").write_bytes(b"junk")
    [(where, _)] = unseen(folder(tmp_path).read(WEEK))
    [(alone, _)] = unseen(FileSource(tmp_path / f"{name}.ics", WORK, BERLIN, ANNA).read(WEEK))
    with pytest.raises(Unavailable) as caught:
        FileSource(tmp_path / f"{name}.txt", WORK, BERLIN, ANNA).read(WEEK)
    assert where == alone
    assert (where + str(caught.value)).isprintable()


def test_a_long_file_name_is_cut_in_the_middle(tmp_path: Path) -> None:
    (tmp_path / ("d" * 150)).mkdir()
    (tmp_path / ("d" * 150) / ("e" * 150 + ".ics")).write_bytes(b"junk")
    [(where, _)] = unseen(folder(tmp_path).read(WEEK))
    assert where == f"{'d' * 100}…{'e' * 96}.ics"


def test_a_folder_without_calendars_was_not_seen(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("BEGIN:VCALENDAR")
    reading = folder(tmp_path).read(WEEK)
    assert not reading.seen
    assert unseen(reading) == [(tmp_path.name, "There is no .ics file in this folder.")]


def test_a_folder_is_read_below_in_any_case_and_without_hidden_files(tmp_path: Path) -> None:
    source = fill(tmp_path, top=calendar(MEETING), a__b__deep=calendar(STANDUP), _x=b"")
    (tmp_path / "_x.ics").rename(tmp_path / "._top.ics")
    (tmp_path / "LOUD.ICS").write_bytes(calendar("UID:l\nDTSTART:20261117T080000Z\nSUMMARY:Loud"))
    reading = source.read(WEEK)
    assert events(reading) == [
        "2026-11-16 07:30-07:45 Stand-up",
        "2026-11-17 08:00-08:00 Loud",
        "2026-11-18 08:00-09:00 Meeting",
        "2026-11-20 07:30-07:45 Stand-up",
    ]
    assert not reading.not_seen


def test_halves_of_a_series_in_two_files_are_joined(tmp_path: Path) -> None:
    moved = "UID:standup\nRECURRENCE-ID:20261120T073000Z\nDTSTART:20261120T120000Z\nSUMMARY:Moved"
    reading = fill(tmp_path, one=calendar(moved), two=calendar(STANDUP)).read(WEEK)
    assert events(reading) == ["2026-11-16 07:30-07:45 Stand-up", "2026-11-20 12:00-12:00 Moved"]


def test_a_file_kept_twice_counts_once(tmp_path: Path) -> None:
    reading = fill(tmp_path, one=calendar(MEETING), conflict=calendar(MEETING)).read(WEEK)
    assert events(reading) == ["2026-11-18 08:00-09:00 Meeting"]


def test_two_files_may_define_one_zone_name_differently(tmp_path: Path) -> None:
    part = "BEGIN:STANDARD\nDTSTART:19700101T000000\nTZOFFSETFROM:{0}\nTZOFFSETTO:{0}\nEND:STANDARD"
    zone = f"BEGIN:VTIMEZONE\nTZID:Mine\n{part}\nEND:VTIMEZONE"
    nine = "UID:{0}\nDTSTART;TZID=Mine:20261118T090000\nSUMMARY:{0}"
    east, west = (calendar(nine.format(offset), head=zone.format(offset)) for offset in ("+0900", "-0500"))
    reading = fill(tmp_path, east=east, west=west).read(WEEK)
    assert events(reading) == ["2026-11-18 00:00-00:00 +0900", "2026-11-18 14:00-14:00 -0500"]


def test_a_hostile_folder_gives_what_is_whole_and_names_what_is_not(tmp_path: Path) -> None:
    flood = "UID:flood\nDTSTART:20261001T000000Z\nDURATION:PT1M\nSUMMARY:Flood\nRRULE:FREQ=MINUTELY;COUNT=100000"
    source = fill(
        tmp_path,
        broken=calendar("UID:bad\nDTSTART:never", "UID:good\nDTSTART:20261117T080000Z\nSUMMARY:Good"),
        flood=calendar(flood),
        healthy=calendar(MEETING),
        page=stored("web-page"),
        truncated=stored("breaks-off"),
    )
    reading = source.read(AUTUMN)
    assert reading.seen
    assert events(reading) == ["2026-11-17 08:00-08:00 Good", "2026-11-18 08:00-09:00 Meeting"]
    assert reasons(reading) == [
        "bad:4 Its DTSTART line cannot be understood.",
        "flood:4 It repeats more than 20,000 times in the time that is looked at.",
    ]
    assert [(where, reason[:17]) for where, reason in unseen(reading)] == [
        ("page.ics", "It is a web page,"),
        ("truncated.ics", "It breaks off bef"),
    ]


def test_a_folder_in_which_nothing_is_whole_was_not_seen(tmp_path: Path) -> None:
    reading = fill(tmp_path, page=stored("web-page"), truncated=stored("breaks-off")).read(WEEK)
    assert not reading.seen
    assert len(reading.not_seen) == 2


def test_links_in_a_circle_are_followed_once(tmp_path: Path) -> None:
    source = fill(tmp_path, a__work=calendar(MEETING))
    (tmp_path / "a" / "back").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "self.ics").symlink_to(tmp_path / "self.ics")
    reading = source.read(WEEK)
    assert events(reading) == ["2026-11-18 08:00-09:00 Meeting"]
    assert [where for where, _ in unseen(reading)] == ["self.ics"]


def test_a_folder_of_too_many_files_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(file, "FILE_LIMIT", 2)
    many = {f"n{n}": calendar(f"UID:{n}\nDTSTART:2026111{n}T080000Z") for n in range(6, 9)}
    reading = fill(tmp_path, **many).read(WEEK)
    assert len(reading.occurrences) == 2
    assert [where for where, _ in unseen(reading)] == [tmp_path.name]


def test_a_folder_that_is_too_deep_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(file, "DEPTH_LIMIT", 1)
    reading = fill(tmp_path, a__one=calendar(MEETING), a__b__two=calendar(STANDUP)).read(WEEK)
    assert events(reading) == ["2026-11-18 08:00-09:00 Meeting"]
    assert unseen(reading) == [("a/b", "It lies more than 32 folders deep and was not read.")]


def test_a_folder_of_thousands_of_single_events_is_read(tmp_path: Path) -> None:
    for n in range(2000):
        day = 16 + n % 7
        (tmp_path / f"{n}.ics").write_bytes(
            calendar(f"UID:{n}\nDTSTART:202611{day}T080000Z\nDURATION:PT1H\nSUMMARY:{n}")
        )
    assert len(folder(tmp_path).read(WEEK).occurrences) == 2000
