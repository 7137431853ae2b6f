"""Explaining whole plans: what it costs, and how often one change gives back what has no place.

    python -m tests.benchmarks.bench_reasons

prints its section of RESULTS.md: CPU, over the seeded lives that the promises of suggestions are tested on.
"""

import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from statistics import median
from time import process_time

from hedgerow.core.why.change import find_change
from hedgerow.core.why.facts import Change, NoChange
from hedgerow.core.why.scene import Scene
from hedgerow.core.why.telling import explain_plan
from hedgerow.core.why.unguarded import find_change_for_guard
from tests.core.why.lives import WORKING, life
from tests.core.why.test_promises import LIVES


@dataclass(slots=True)
class Tally:
    """Milliseconds, and what was found."""

    plans: list[float] = field(default_factory=list)
    tries: list[float] = field(default_factory=list)
    """Of those that found one."""
    blocks: list[Change | NoChange] = field(default_factory=list)
    guards: list[Change | NoChange] = field(default_factory=list)

    def take(self, scene: Scene) -> None:
        began = process_time()
        explain_plan(scene)
        self.plans.append(_since(began))
        self.blocks += [self._ask(partial(find_change, scene, gap)) for gap in scene.plan.unplaced]
        self.guards += [self._ask(partial(find_change_for_guard, scene, lost)) for lost in scene.plan.withheld]

    def _ask(self, find: Callable[[], Change | NoChange]) -> Change | NoChange:
        began = process_time()
        change = find()
        self.tries += [_since(began)] if isinstance(change, Change) else []
        return change


def _since(began: float) -> float:
    return (process_time() - began) * 1000


def rows(tally: Tally) -> Iterator[str]:
    yield "| | median ms | p95 ms | max ms |"
    yield "|---|---|---|---|"
    for name, times in (("all reasons of a plan", tally.plans), ("a suggestion that was verified", tally.tries)):
        ordered = sorted(times)
        p95 = ordered[len(ordered) * 19 // 20]
        yield f"| {name} | {median(times):.0f} | {p95:.0f} | {ordered[-1]:.0f} |"
    yield ""
    yield f"One change gives back {_share(tally.blocks)} of what found no place: another hour of its day."
    declined = sum(isinstance(each, Change) and each.to is None for each in tally.guards)
    yield f"It gives back {_share(tally.guards)} of the guards that were not granted, {declined} by a refusal alone."


def _share(found: Sequence[Change | NoChange]) -> str:
    return f"{sum(isinstance(each, Change) for each in found)} of {len(found)}"


def main() -> None:
    tally = Tally()
    for seed in range(LIVES):
        tally.take(life(seed).scene(WORKING))
    sys.stdout.writelines(f"{row}\n" for row in rows(tally))


if __name__ == "__main__":
    main()
