"""kill -9 at any moment of a run that writes to Google: nothing double, lost, forgotten or overwritten."""

import random  # noqa: TID251 - chance from a seed, so that a run can be had again
from pathlib import Path

import pytest

from tests.benchmarks import crashes_declining
from tests.benchmarks.crashes import Children, Trial, try_out
from tests.benchmarks.crashes_google import GooglePeer
from tests.benchmarks.crashes_judge import Should, judge
from tests.benchmarks.crashes_life import NOW, Person, World
from tests.benchmarks.crashes_plan import plan_anew
from tests.fakes.google.faults import drop_after
from tests.system.opening import read_settings


@pytest.mark.parametrize(
    "trial",
    [Trial("intents", "google", runs=6), Trial("intents", "google", runs=10, faults=0.15, person=True)],
    ids=lambda trial: f"{trial.faults:.0%}",
)
def test_runs_killed_at_any_moment_leave_what_was_planned_and_what_the_person_did(trial: Trial) -> None:
    ended = try_out(trial)
    assert ended.killed >= trial.runs // 3
    assert ended.crashed == 0
    assert ended.writes > trial.runs
    assert ended.verdict.faults == {}


def test_invitations_are_answered_once_and_never_over_the_person_whenever_it_is_killed() -> None:
    """One request in four fails, most of those when it was done."""
    ended = crashes_declining.try_out(kills=5, faults=0.25)
    assert ended.killed >= 5
    assert ended.crashed == 0
    assert ended.at_answers
    assert ended.declined >= 3
    assert ended.verdict.faults == {}


def test_what_was_done_and_not_answered_is_done_once(tmp_path: Path) -> None:
    """In each of the first runs some creation: committed, then the connection dropped."""
    with GooglePeer(tmp_path) as peer:
        world = World(tmp_path, peer.settings, random.Random(1))
        world.write()
        peer.prepare(world.settings)
        with Children(str(world.settings), "intents", "0", "") as children:
            for faults in (4, 2, 0, 0):
                peer.server.faults.next("events.insert", *[drop_after] * faults)
                assert children.start()
                assert children.end() == 0
                peer.server.faults.clear()
        should = Should(NOW, plan_anew(read_settings(world.settings)), {})
        bare = len(peer.server.log.bare_writes())
        verdict = judge(peer.bodies(), should, Person(peer, random.Random(1)), bare)
    assert verdict.faults == {}
    lost = [each.event_id for each in peer.server.log.of("events.insert") if each.status is None]
    assert lost
    assert len(set(lost)) == len(lost)
