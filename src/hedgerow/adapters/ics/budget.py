"""What one reading may cost, over all its files, events, rules and zones.

Many things that are each just cheap enough must not add up to a hang. The costs are rough microseconds by kind of work,
never taken from a clock, so that the same calendar always gives the same reading.
"""

from dataclasses import dataclass
from datetime import timedelta

from hedgerow.adapters.ics.broken import Broken
from hedgerow.core.span import Span

READING = 10_000_000
LONG = timedelta(weeks=16)
MORE_A_DAY = 20_000
"""For each day of a longer window, which only a person who waits for it asks for."""
EVENT = 60
"""To understand the times of one, and 2 more for each of its lines."""
VALUE = 50
"""A date to add or to leave out."""
DESCRIPTION = 100
"""Of an event that touches the window."""
WORDS = 20
"""A line of people or words, and more for its length."""
RULE = 100
STEP = 2
"""Of a rule that is walked."""
INSTANCE = 50
ZONE_NAME = 350
"""To look one up among those the system knows."""


def reading_of(window: Span) -> int:
    """What a reading of it may cost: enough for 50,000 events as a large office has them."""
    return READING + max(0, (window.end - window.start - LONG).days) * MORE_A_DAY


@dataclass(slots=True)
class Budget:
    left: int

    def spend(self, cost: int) -> None:
        """Before the work. Raises Broken, and takes nothing, when too little is left for it."""
        if cost > self.left:
            raise Broken("The events of this calendar together take too long to work out; this one was left out.")
        self.left -= cost

    def spend_on_file(self, cost: int) -> None:
        """As `spend`, for a whole file."""
        if cost > self.left:
            raise Broken("With it this calendar takes too long to read; publish or export a shorter period.")
        self.left -= cost

    def charge(self, cost: int) -> None:
        """After work whose cost could not be told; once nothing is left, nothing more is done."""
        self.left -= cost
