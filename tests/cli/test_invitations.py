"""What is said where blocks are held by invitation, as a person reads it."""

import logging
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from hedgerow.cli import cli
from hedgerow.cli.context import run as run_command
from tests.adapters.imip.test_wired import EMPTY, LIFE
from tests.fakes.post_office import HANG_UP, PostOffice

Run = Callable[..., tuple[int, str]]

SAID = (
    "Blocks in invited are mailed to robin@example.org as invitations: what you move, decline or delete there, Hedgerow"
    " does not see."
)


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    def run(*words: str) -> tuple[int, str]:
        monkeypatch.setattr(sys, "argv", ["hedgerow", "--config", str(tmp_path / "hedgerow.toml"), *words])
        root = logging.getLogger()
        handlers, root.handlers = root.handlers, []
        code = run_command(cli)
        root.handlers = handlers
        told = capsys.readouterr()
        return code, " ".join((told.out + told.err).split())

    return run


@pytest.fixture
def office(tmp_path: Path) -> Iterator[PostOffice]:
    tmp_path.joinpath("own.ics").write_text(EMPTY)
    with PostOffice() as office:
        tmp_path.joinpath("hedgerow.toml").write_text(LIFE.format(port=office.port))
        yield office


@pytest.mark.parametrize("command", ["plan", "check"])
def test_plan_and_check_say_what_such_a_calendar_cannot_do(run: Run, office: PostOffice, command: str) -> None:
    assert SAID in run(command)[1]
    assert office.connections == 0


def test_leave_is_not_done_while_a_cancellation_is_still_to_be_mailed(run: Run, office: PostOffice) -> None:
    assert run("apply", "--yes")[0] == 0
    office.answers["DATA"] = HANG_UP
    assert run("leave", "--yes")[0] == 3
    run("leave", "--yes")
    del office.answers["DATA"]
    code, told = run("leave", "--yes")
    assert (code, "Still to be mailed for invited: " in told) == (3, True), told
