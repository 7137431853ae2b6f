"""A calendar that nobody can get at before the person has done something: read or written, it says what."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NoReturn

from hedgerow.core.block import BlockEvent, BlockId, Found, Version
from hedgerow.core.occurrence import CalendarId, Reading
from hedgerow.core.span import Span
from hedgerow.ports import AuthorizationExpired


@dataclass(frozen=True, slots=True)
class LockedCalendar:
    """A `ports.Source` and a `ports.BlockCalendar`; each call raises AuthorizationExpired."""

    calendar: CalendarId
    reason: str
    """One sentence that says what to do."""

    def read(self, window: Span) -> Reading:
        self._raise()

    def find_blocks(self) -> Sequence[Found]:
        self._raise()

    def put(self, event: BlockEvent, expected: Version | None) -> Version:
        self._raise()

    def remove(self, block: BlockId, expected: Version) -> None:
        self._raise()

    def _raise(self) -> NoReturn:
        raise AuthorizationExpired(self.reason)
