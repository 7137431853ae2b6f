"""Forks a process for each line on its input, which runs one cycle and may be killed at any moment of it.

    python -m tests.benchmarks.crashes_child SETTINGS SCHEME PORT TARGET

It says `ready PID` when everything is read and decided for the scheme `intents`, or decided for the others, and
`end STATUS` (as of `waitpid`) when it is over. Forked from a process that has imported everything, it starts at once.
With `early` on the line it is ready before it reads anything. What time it is says the file `now` beside the settings,
where there is one.
"""

import logging
import os
import sys
from datetime import datetime
from pathlib import Path

from hedgerow.adapters.clock import StillClock
from hedgerow.core.plan import Block
from hedgerow.flows.cycle import apply, reply_to_invitations, survey
from tests.benchmarks.crashes_life import NOW
from tests.benchmarks.crashes_naive import Failed, Place, synchronise
from tests.benchmarks.crashes_plan import plan_anew
from tests.system.opening import open_life, read_settings


def say(word: str) -> None:
    os.write(1, f"{word}\n".encode())


def run_ours(path: Path, *, early: bool) -> None:
    if early:
        say(f"ready {os.getpid()}")
    with open_life(read_settings(path), StillClock(_now(path)), exclusive=True) as household:
        surveyed = survey(household)
        if not early:
            say(f"ready {os.getpid()}")
        apply(household, surveyed, [calendar.calendar for calendar in household.block_calendars])
        reply_to_invitations(household, surveyed)


def _now(path: Path) -> datetime:
    told = path.with_name("now")
    return datetime.fromisoformat(told.read_text()) if told.exists() else NOW


def run_naive(path: Path, scheme: str, place: Place) -> None:
    blocks: tuple[Block, ...] = plan_anew(read_settings(path))
    say(f"ready {os.getpid()}")
    try:
        synchronise(scheme, blocks, place, path.with_name("naive.sqlite"))
    except Failed:
        return


def main() -> None:
    path, scheme, port, target = Path(sys.argv[1]), *sys.argv[2:]
    if 'kind = "google"' in path.read_text():
        import hedgerow.adapters.google.blocks  # noqa: F401, PLC0415 - everything that a run needs, before it is forked

    logging.disable(logging.CRITICAL)
    plan_anew(read_settings(path))  # so that all is imported that a run imports when it needs it
    for line in sys.stdin:
        pid = os.fork()
        if pid == 0:
            if scheme == "intents":
                run_ours(path, early=line.strip() == "early")
            else:
                run_naive(path, scheme, Place(int(port), target))
            os._exit(0)
        say(f"end {os.waitpid(pid, 0)[1]}")


if __name__ == "__main__":
    main()
