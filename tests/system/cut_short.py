"""Runs one cycle on a life on disk, and dies by SIGKILL around one of its writes.

python -m tests.system.cut_short SETTINGS before|after N
"""

import os
import signal
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from hedgerow.compose import open_household
from hedgerow.core.block import BlockEvent, BlockId, Found, Version
from hedgerow.core.occurrence import CalendarId
from hedgerow.flows.cycle import apply, survey
from hedgerow.ports import BlockCalendar
from hedgerow.settings.load import load_settings
from hedgerow.settings.values import Settings


@dataclass
class Deadly:
    """The real calendar, with the process killed before or after its write number `fatal`."""

    real: BlockCalendar
    moment: str
    fatal: int
    writes: int = 0

    @property
    def calendar(self) -> CalendarId:
        return self.real.calendar

    def find_blocks(self) -> Sequence[Found]:
        return self.real.find_blocks()

    def put(self, event: BlockEvent, expected: Version | None) -> Version:
        self._die("before")
        version = self.real.put(event, expected)
        self._die("after")
        self.writes += 1
        return version

    def remove(self, block: BlockId, expected: Version) -> None:
        self._die("before")
        self.real.remove(block, expected)
        self._die("after")
        self.writes += 1

    def _die(self, moment: str) -> None:
        if moment == self.moment and self.writes == self.fatal:
            os.kill(os.getpid(), signal.SIGKILL)


def main(path: str, moment: str, fatal: str) -> None:
    settings = load_settings(Path(path), {})
    assert isinstance(settings, Settings), settings
    with open_household(settings, exclusive=True) as household:
        deadly = [Deadly(calendar, moment, int(fatal)) for calendar in household.block_calendars]
        mortal = replace(household, block_calendars=deadly)
        apply(mortal, survey(mortal), [calendar.calendar for calendar in deadly])


if __name__ == "__main__":
    main(*sys.argv[1:])
