"""What one reading may cost, over all its files, events, rules and zones.

Many things that are each just cheap enough must not add up to a hang. The costs are rough microseconds by kind of work,
never taken from a clock, so that the same calendar always gives the same reading.
"""

from dataclasses import dataclass

from hedgerow.adapters.ics.broken import Broken

READING = 10_000_000
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
