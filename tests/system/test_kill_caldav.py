"""kill -9 at any moment of a run that writes to a CalDAV server: nothing double, lost, forgotten or overwritten."""

import pytest

from tests.benchmarks.crashes import Trial, try_out


@pytest.mark.parametrize(
    "trial",
    [
        Trial("intents", "fake", runs=8),
        Trial("intents", "fake", runs=12, faults=0.15, person=True),
        Trial("intents", "radicale", runs=8, faults=0.15, person=True),
    ],
    ids=lambda trial: f"{trial.peer}-{trial.faults:.0%}",
)
def test_runs_killed_at_any_moment_leave_what_was_planned_and_what_the_person_did(trial: Trial) -> None:
    ended = try_out(trial)
    assert ended.killed >= trial.runs // 3
    assert ended.crashed == 0
    assert ended.writes > trial.runs
    assert ended.verdict.faults == {}


def test_the_same_kills_show_what_is_wrong_with_a_simple_scheme() -> None:
    verdict = try_out(Trial("naive", "fake", runs=12, faults=0.15, person=True)).verdict
    assert verdict.duplicates
    assert verdict.overwritten
    assert verdict.bare
