"""Letters of which nobody knows whether they arrived."""

from hedgerow.flows.household import Household

KIND = "weekly"
"""Of the letters in the outbox."""


def doubtful_weeks(household: Household) -> tuple[str, ...]:
    """`2026-W46`, in order."""
    return tuple(household.outbox.doubtful(KIND, household.clock.now()))
