"""One calendar that cannot be read harms no other."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NoReturn

import pytest

from hedgerow.core.block import BlockEvent, BlockId, Found, Version
from hedgerow.core.occurrence import CalendarId, NotSeen, Reading
from hedgerow.core.span import Span
from hedgerow.flows.reading import find_all_blocks, read_all
from tests.agenda import WORK, at, occurrence
from tests.fakes.block_calendar import MemoryCalendar
from tests.fakes.sources import MemorySource

WEEK = Span(at("mon", "00:00"), at("sun", "00:00"))
ODD = CalendarId("odd")
SAID = NotSeen(ODD, ODD, "It could not be read (TypeError); please report this.")


@dataclass
class Defective:
    """Meets what nobody has thought of."""

    calendar: CalendarId = ODD

    def read(self, window: Span) -> Reading:
        self._fail(window)

    def find_blocks(self) -> Sequence[Found]:
        self._fail(self)

    def put(self, event: BlockEvent, expected: Version | None) -> Version:
        self._fail(event, expected)

    def remove(self, block: BlockId, expected: Version) -> None:
        self._fail(block, expected)

    def _fail(self, *_: object) -> NoReturn:
        raise TypeError("Secret title")


def test_a_defect_met_by_one_calendar_hides_no_other(caplog: pytest.LogCaptureFixture) -> None:
    work = MemorySource(WORK, [occurrence("mon 09:00-10:00  Standup")])
    occurrences, coverage = read_all([Defective(), work], WEEK)
    assert occurrences == work.occurrences
    assert coverage.not_seen == (SAID,)
    assert [seen.calendar for seen in coverage.seen] == [WORK]
    [record] = caplog.records
    assert record.levelno == logging.ERROR
    assert "calendar odd not seen: TypeError at test_reading.py:" in record.getMessage()
    assert "Secret title" not in caplog.text


def test_a_defect_met_by_one_block_calendar_hides_no_other() -> None:
    blocks = MemoryCalendar(CalendarId("blocks"))
    held, gaps = find_all_blocks([Defective(), blocks])
    assert held == {blocks.calendar: ()}
    assert gaps == (SAID,)
