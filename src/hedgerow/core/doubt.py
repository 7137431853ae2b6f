"""What looks like a fault rather than like life is believed only when it stays so.

A calendar that is suddenly empty, or a plan that suddenly has no use for a quarter of the blocks: far more often a
server's bad day or a slip of the hand than a change of mind. Yet a calendar may really be emptied, so that the doubt
has to end by itself.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

BELIEVED_TIMES = 3
BELIEVED_AFTER = timedelta(minutes=60)


@dataclass(frozen=True, slots=True)
class Doubt:
    """The very same thing, seen so many times in a row."""

    digest: str
    times: int
    since: datetime
    seen_at: datetime

    @property
    def is_settled(self) -> bool:
        """Seen equal often enough, and over long enough, to be believed."""
        return self.times >= BELIEVED_TIMES and self.seen_at - self.since >= BELIEVED_AFTER


def look_again(before: Doubt | None, digest: str, now: datetime) -> Doubt:
    """A clock that was set back begins the count anew."""
    if before is None or before.digest != digest or now < before.seen_at:
        return Doubt(digest, 1, now, now)
    return replace(before, times=before.times + 1, seen_at=now)
