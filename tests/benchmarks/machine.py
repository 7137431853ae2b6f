"""The machine of tests/flows/bookings_machine.py for as many steps as asked.

python -m tests.benchmarks.machine --steps 20000 [--seed N] [--shrink]
"""

import argparse
import logging
import sys
from time import perf_counter

from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import invariant, run_state_machine_as_test

from tests.flows.bookings_machine import Bookings

STEPS_EACH = 50


class Counted(Bookings):
    steps = 0
    crashes = 0

    @invariant()
    def a_step_is_over(self) -> None:
        type(self).steps += 1

    def has_crashed(self) -> None:
        type(self).crashes += 1


def main() -> int:
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--steps", type=int, default=20_000)
    words.add_argument("--seed", type=int, default=1)
    words.add_argument("--shrink", action="store_true", help="look for the shortest way to a failure; takes minutes")
    asked = words.parse_args()
    logging.disable(logging.CRITICAL)
    phases = (Phase.generate, Phase.shrink) if asked.shrink else (Phase.generate,)
    begun = perf_counter()
    while Counted.steps < asked.steps:
        settle_on = settings(
            max_examples=max(1, (asked.steps - Counted.steps) // STEPS_EACH),
            stateful_step_count=STEPS_EACH,
            deadline=None,
            derandomize=False,
            database=None,
            phases=phases,
            report_multiple_bugs=False,
            suppress_health_check=list(HealthCheck),
        )
        run_state_machine_as_test(seed(asked.seed + Counted.steps)(Counted), settings=settle_on)
    sys.stdout.write(
        f"{Counted.steps} steps in {perf_counter() - begun:.0f} s, {Counted.crashes} runs crashed: every law held\n"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
