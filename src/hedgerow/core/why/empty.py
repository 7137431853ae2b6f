"""Why a day stays empty, or waits."""

from datetime import timedelta

from hedgerow.core.block import Slot
from hedgerow.core.boundary import Boundary
from hedgerow.core.why.facts import Explanation, LeftEmpty, Unpublished


def explain_skipped(slot: Slot) -> Explanation:
    return Explanation((LeftEmpty(slot.day),))


def explain_waiting(boundary: Boundary) -> Explanation:
    """Nothing where the boundary has no rota."""
    rota = boundary.rota
    if rota is None or rota.ends is None:
        return Explanation(())
    last = boundary.local_day(rota.ends) - timedelta(days=1) if rota.work or rota.on_call else None
    return Explanation((Unpublished(rota.calendar, last),))
