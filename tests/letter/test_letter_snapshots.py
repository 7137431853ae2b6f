"""Whole letters as they were looked at. `HEDGEROW_SNAPSHOTS=write` writes them anew: read the difference."""

import os
from dataclasses import replace
from pathlib import Path

import pytest

from hedgerow.core.report import Report
from hedgerow.letter.reader import Reader
from hedgerow.letter.write import write_letter
from tests.letter.reports import FIRST, FULL, PARTLY, QUIET, READER, UNKNOWN, over_a_clock_change
from tests.letter.rota import NURSES, ROTA

SNAPSHOTS = Path(__file__).parent / "snapshots"
LETTERS = {
    "full": (FULL, READER),
    "quiet": (QUIET, READER),
    "unknown": (UNKNOWN, READER),
    "partly-seen": (PARTLY, READER),
    "first-week": (FIRST, READER),
    "clock-change": over_a_clock_change(),
    "rota": (ROTA, NURSES),
    "hidden-titles": (FULL, replace(READER, hide_titles=True)),
}


@pytest.mark.parametrize("name", LETTERS)
def test_a_letter_is_as_it_was_last_looked_at(name: str) -> None:
    letter = write_letter(*LETTERS[name])
    for suffix, written in ((".html", letter.html), (".txt", letter.text)):
        kept = SNAPSHOTS / f"{name}{suffix}"
        if os.environ.get("HEDGEROW_SNAPSHOTS") == "write":
            kept.write_text(written, encoding="utf-8", newline="\n")
        assert written == kept.read_text(encoding="utf-8")


def test_no_snapshot_is_left_of_a_letter_that_is_gone() -> None:
    assert {path.stem for path in SNAPSHOTS.iterdir()} == set(LETTERS)


@pytest.mark.parametrize(("report", "reader"), LETTERS.values(), ids=LETTERS)
def test_a_letter_is_the_same_each_time(report: Report, reader: Reader) -> None:
    assert write_letter(report, reader) == write_letter(report, reader)
