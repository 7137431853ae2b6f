"""What `check` says of the daily copy of the database."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from hedgerow.cli.checking import State, backup_line
from tests.flows.life import Life


def last(day: int | None) -> Callable[[], date | None]:
    return lambda: None if day is None else date(2026, 11, day)


@pytest.mark.parametrize(
    ("day", "state", "said"),
    [
        (None, State.OK, "none was made yet"),
        (17, State.OK, "the last was made on 2026-11-17"),
        (16, State.OK, "the last was made on 2026-11-16"),
        (14, State.WARN, "the last was made on 2026-11-14, and one is due each day"),
    ],
)
def test_the_last_backup_is_named_and_an_old_one_is_a_warning(
    tmp_path: Path, day: int | None, state: State, said: str
) -> None:
    life = Life()
    life.now("tue", "09:00")
    life.settings = replace(life.settings, server=replace(life.settings.server, data=tmp_path))
    line = backup_line(replace(life.household, last_backup=last(day)))
    assert (line.state, said in line.fact) == (state, True)


def test_a_folder_that_takes_no_backup_is_a_fault(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    life = Life()
    life.settings = replace(life.settings, server=replace(life.settings.server, data=tmp_path / "file" / "data"))
    assert backup_line(life.household).state is State.FAIL
