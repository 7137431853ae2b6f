"""kill -9 at any moment of a run that writes to a CalDAV server: nothing double, lost, forgotten or overwritten."""

import random  # noqa: TID251 - chance from a seed, so that a run can be had again
from pathlib import Path

import pytest

from tests.benchmarks.crashes import Children, Trial, try_out
from tests.benchmarks.crashes_judge import Should, judge
from tests.benchmarks.crashes_life import NOW, Person, World
from tests.benchmarks.crashes_peers import FakePeer, FilePeer
from tests.benchmarks.crashes_plan import plan_anew
from tests.fakes.faulty_http import drop_after, once
from tests.system.opening import read_settings


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


@pytest.mark.parametrize(("scheme", "doubled"), [("naive", 1), ("intents", 0)])
def test_an_answer_that_is_lost_doubles_a_block_of_a_simple_scheme_and_none_of_ours(
    tmp_path: Path, scheme: str, doubled: int
) -> None:
    """That the judge sees what is wrong: the run ends by the lost answer as by a kill after it."""
    with FakePeer(tmp_path) as peer:
        world = World(tmp_path, FilePeer.settings if scheme == "naive" else peer.settings, random.Random(1))
        world.write()
        peer.server.script = once("PUT", drop_after)
        with Children(str(world.settings), scheme, str(peer.server.port), peer.target) as children:
            for _ in range(3):
                assert children.start()
                assert children.end() == 0
        should = Should(NOW, plan_anew(read_settings(world.settings)), {})
        verdict = judge(peer.bodies(), should, Person(peer, random.Random(1)), len(peer.server.bare_writes()))
        assert len(peer.bodies()) > 15
    assert verdict.duplicates == doubled
    assert bool(verdict.bare) == bool(doubled)
    assert verdict.missing == verdict.orphans == 0
