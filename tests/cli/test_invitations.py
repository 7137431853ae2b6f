"""What is said where blocks are held by invitation, as a person reads it."""

import logging
import sys
from pathlib import Path

import pytest

from hedgerow.cli import cli
from hedgerow.cli.context import run
from tests.adapters.imip.test_wired import EMPTY, LIFE
from tests.fakes.post_office import PostOffice

SAID = (
    "Blocks in invited are mailed to robin@example.org as invitations: what you move, decline or delete there, Hedgerow"
    " does not see."
)


@pytest.mark.parametrize("command", ["plan", "check"])
def test_plan_and_check_say_what_such_a_calendar_cannot_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    path = tmp_path / "hedgerow.toml"
    tmp_path.joinpath("own.ics").write_text(EMPTY)
    with PostOffice() as office:
        path.write_text(LIFE.format(port=office.port))
        monkeypatch.setattr(sys, "argv", ["hedgerow", "--config", str(path), command])
        root = logging.getLogger()
        handlers, root.handlers = root.handlers, []
        run(cli)
        root.handlers = handlers
        assert office.connections == 0
    told = capsys.readouterr()
    assert SAID in (told.out + told.err)
