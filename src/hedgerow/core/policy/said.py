"""What was proposed before, and what the person said to it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

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


@dataclass(frozen=True, slots=True)
class Proposed:
    """The one change of policy that the letter about a week proposed."""

    week: str
    subject: str
    """What it is about; empty: the week proposed nothing."""
    content: Mapping[str, Any]
    """All that is told of it and needed to make it and to take it back, as JSON holds it."""
    state: State = State.PROPOSED
    decided_at: datetime | None = None
    """When the state became what it is; None while nobody has decided."""
