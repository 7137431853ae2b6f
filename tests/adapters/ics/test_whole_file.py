"""A file is replaced whole, or not at all, whoever else writes it in the same moment."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path, PosixPath
from tempfile import TemporaryDirectory

import pytest

from hedgerow.adapters.clock import StillClock
from hedgerow.adapters.ics.block_file import BlockFile
from hedgerow.adapters.ics.whole_file import replace_file
from hedgerow.core.occurrence import CalendarId
from hedgerow.ports import PreconditionFailed, Refused
from tests.adapters.contract_block_calendar import RUN
from tests.agenda import BERLIN, at

NOBODY = 65534
PROMISED = r"can't be written: .* Allow it, or choose another file in the settings\."


class Watched(PosixPath):
    """A file that another program saves whenever it was just read: between two steps of ours."""

    saves: Iterator[bytes] = iter(())

    def read_bytes(self) -> bytes:
        try:
            return super().read_bytes()
        finally:
            save = next(Watched.saves, None)
            if save is not None:
                other = Path(self.with_name("other"))
                other.write_bytes(save)
                other.replace(self.with_name("blocks.ics"))


def replaced(folder: Path, before: bytes | None, *saves: bytes) -> bytes:
    """What the file holds after a replacement of `before` that the other program came in between of."""
    file = folder / "blocks.ics"
    if before is not None:
        file.write_bytes(before)
    Watched.saves = iter(saves)
    with pytest.raises(PreconditionFailed, match="another program"):
        replace_file(Watched(file), before, b"ours")
    assert [each.name for each in folder.iterdir()] == ["blocks.ics"]
    return file.read_bytes()


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere two files cannot change places in one step")
def test_what_another_program_saves_after_the_last_look_stays(tmp_path: Path) -> None:
    assert replaced(tmp_path, b"before", b"theirs") == b"theirs"


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere two files cannot change places in one step")
def test_what_another_program_saves_while_its_file_is_given_back_stays(tmp_path: Path) -> None:
    assert replaced(tmp_path, b"before", b"theirs", b"theirs", b"newest") == b"newest"


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere a name cannot be taken only while it is free")
def test_a_file_that_another_program_makes_after_the_last_look_stays(tmp_path: Path) -> None:
    assert replaced(tmp_path, None, b"theirs") == b"theirs"


@contextmanager
def ordinary_rights() -> Iterator[None]:
    """Of a person who is not root, and may not do everything."""
    was = os.geteuid()
    if was == 0:
        os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(was)


def test_a_file_that_may_not_be_written_is_refused_and_stays() -> None:
    with TemporaryDirectory() as folder:
        file = BlockFile(Path(folder) / "blocks.ics", CalendarId("blocks"), BERLIN, StillClock(at("mon", "12:00")))
        file.create()
        version = file.put(RUN, None)
        for path, mode in ((file.path.parent, 0o777), (file.path, 0o444)):
            path.chmod(mode)
        before = file.path.read_bytes()
        writes: list[Callable[[], object]] = [lambda: file.put(RUN, version), lambda: file.remove(RUN.block, version)]
        for write in writes:
            with ordinary_rights(), pytest.raises(Refused, match=PROMISED):
                write()
        assert file.path.read_bytes() == before
        file.path.chmod(0o666)
        with ordinary_rights():
            file.remove(RUN.block, version)
