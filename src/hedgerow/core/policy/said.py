"""What was proposed before, and what the person said to it."""

from dataclasses import dataclass
from enum import StrEnum

from hedgerow.core.days import Week


class State(StrEnum):
    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    UNDONE = "undone"


@dataclass(frozen=True, slots=True)
class Said:
    """What was proposed before."""

    week: Week
    subject: str
    target: str
    state: State
