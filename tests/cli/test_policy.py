import json
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from hedgerow.adapters.store.database import open_store
from hedgerow.cli.context import Context
from hedgerow.cli.exits import Exit, Stop
from hedgerow.cli.policy import policy
from hedgerow.core.policy.said import Proposed, State
from hedgerow.flows.cycle import survey
from hedgerow.flows.deciding import newest
from hedgerow.flows.weekly import make_report
from hedgerow.ports import PersonId
from tests.agenda import WEEK
from tests.planted import PLANTED
from tests.played import play

Run = Callable[..., Result]
OLD, NEW = 'windows = ["18:00-19:15"]  # before the news', 'windows = ["18:00-20:00"]  # before the news'


@cache
def proposed() -> Proposed:
    played = play(PLANTED["dinner-lost-on-wednesdays"].script)
    make_report(played.household, survey(played.household, 13), WEEK)
    found = newest(played.household)
    assert found is not None
    return found


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Of a life whose letter about week 47 has proposed a later end of dinner."""
    path = tmp_path / "hedgerow.toml"
    path.write_text(f'{PLANTED["dinner-lost-on-wednesdays"].script.text}\n[server]\ndata = "data"\n')
    with open_store(tmp_path / "data" / "hedgerow.sqlite") as store:
        store.proposals(PersonId("owner")).add(proposed())
    return path


@pytest.fixture
def run(file: Path) -> Run:
    def ran(*arguments: str, week: str = "2026-W47") -> Result:
        asked = [*arguments, "--week", week] if week else list(arguments)
        return CliRunner().invoke(policy, asked, obj=Context(file, color=False))

    return ran


def state(file: Path) -> State:
    with open_store(file.parent / "data" / "hedgerow.sqlite") as store:
        [one] = store.proposals(PersonId("owner")).load()
    return one.state


def stopped(result: Result) -> tuple[Exit, str]:
    assert isinstance(result.exception, Stop), result.output
    return result.exception.code, str(result.exception)


def test_the_open_proposal_is_shown_with_its_evidence_and_diff(run: Run, file: Path) -> None:
    lines = run().output.splitlines()
    assert lines[0] == "Let Dinner begin later"
    text = " ".join(lines)
    assert "In eight of the last eight weeks it was lost, and there was room after." in text
    assert "Town hall (eight times)" in text
    assert "40 blocks instead of 32" in text
    assert f"-{OLD}" in lines
    assert f"+{NEW}" in lines
    assert "Open: --accept makes it, --refuse leaves it." in text
    assert (OLD in file.read_text(), state(file)) == (True, State.PROPOSED)


def test_accepted_it_is_in_the_file_and_taken_back_it_is_gone(run: Run, file: Path) -> None:
    before = file.read_bytes()
    assert run("--accept", "--yes").exit_code == Exit.DONE
    assert (file.read_bytes(), state(file)) == (before.replace(OLD.encode(), NEW.encode()), State.ACCEPTED)
    assert run("--undo", "--yes").exit_code == Exit.DONE
    assert (file.read_bytes(), state(file)) == (before, State.UNDONE)


def test_refused_the_file_stays(run: Run, file: Path) -> None:
    before = file.read_bytes()
    assert run("--refuse", "--yes").exit_code == Exit.DONE
    assert (file.read_bytes(), state(file)) == (before, State.REFUSED)


def test_a_dry_run_does_nothing(run: Run, file: Path) -> None:
    before = file.read_bytes()
    result = run("--accept", "--dry-run")
    assert f"+{NEW}" in result.output
    assert (file.read_bytes(), state(file)) == (before, State.PROPOSED)


def test_without_a_terminal_nothing_is_done_unasked(run: Run, file: Path) -> None:
    code, told = stopped(run("--accept"))
    assert (code, state(file)) == (Exit.USAGE, State.PROPOSED)
    assert "--yes" in told


@pytest.mark.parametrize(
    ("first", "then", "told"),
    [
        ("--accept", "--accept", (Exit.DONE, "It was accepted already.")),
        ("--accept", "--refuse", (Exit.FAILED, "It was accepted: take it back first.")),
        ("--refuse", "--undo", (Exit.FAILED, "It was not accepted, so there is nothing to take back.")),
    ],
)
def test_what_can_not_be_done_is_said(run: Run, first: str, then: str, told: tuple[Exit, str]) -> None:
    run(first, "--yes")
    assert stopped(run(then, "--yes")) == told


def test_scripts_get_the_numbers_and_the_keys(run: Run) -> None:
    told = json.loads(run("--json").output)["proposed"]
    assert (told["kind"], told["state"], told["subject"]) == ("later", "proposed", "intention/dinner/time")
    assert (told["before"]["kept"], told["after"]["kept"], told["of"]) == (32, 40, 8)
    [setting] = told["settings"]
    assert (setting["name"], setting["key"], setting["value"]) == ("dinner", "windows", ["18:00-20:00"])
    assert f"+{NEW}" in told["diff"]


def test_scripts_are_told_that_it_was_written(run: Run) -> None:
    told = json.loads(run("--accept", "--yes", "--json").stdout)
    assert (told["written"], told["proposed"]["state"]) == (True, "accepted")


def test_a_week_that_proposed_nothing_says_so(run: Run) -> None:
    assert run(week="2026-W46").output.startswith("Nothing is proposed")
    assert json.loads(run("--json", week="2026-W46").output)["proposed"] is None
    assert stopped(run("--accept", "--yes", week="2026-W46"))[0] is Exit.FAILED
