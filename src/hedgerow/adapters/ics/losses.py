"""A calendar that has suddenly lost most of its events is not believed at once: an empty list is mostly a failure."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from hedgerow.adapters.ics.feed_cache import Suspicion
from hedgerow.core.caution import ENOUGH_TO_MISS
from hedgerow.core.doubt import BELIEVED_AFTER, BELIEVED_TIMES


@dataclass(frozen=True, slots=True)
class Loss:
    before: int
    now: int
    digest: Callable[[], str]
    """Of what is there now; only worked out when it matters."""

    def doubt(self, known: Suspicion | None, at: datetime) -> Suspicion | None:
        """None when it is to be believed."""
        if self.before < ENOUGH_TO_MISS or self.now * 2 >= self.before:
            return None
        digest = self.digest()
        if known is None or known.digest != digest or at < known.since:
            return Suspicion(digest, 1, at)
        seen = replace(known, times=known.times + 1)
        return None if seen.times >= BELIEVED_TIMES and at - seen.since >= BELIEVED_AFTER else seen

    def say(self, where: str) -> str:
        return (
            f"{where} holds {self.now} events where it held {self.before}: not believed before it"
            " has stayed so for an hour; look at the calendar if you did not mean to empty it."
        )
