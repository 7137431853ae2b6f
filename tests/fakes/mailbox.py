"""A mailbox whose mails answer letters, in memory."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from hedgerow.ports import Unavailable
from hedgerow.ports.journal import Reply


@dataclass
class MemoryMailbox:
    replies: list[Reply] = field(default_factory=list)
    unavailable: str = ""

    def since(self, day: date) -> Sequence[Reply]:
        if self.unavailable:
            raise Unavailable(self.unavailable)
        return [reply for reply in self.replies if reply.at is None or reply.at.date() >= day]
