"""What replying to invitations needs from the world; it may raise what `hedgerow.ports` says."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from hedgerow.core.occurrence import CalendarId, PartStat
from hedgerow.core.reply import Invitation, InvitationId, Response
from hedgerow.ports import Origin


class Invitations(Protocol):
    """One calendar in which others ask for the person's time, and in which their answer can be given."""

    @property
    def calendar(self) -> CalendarId: ...

    def find(self) -> Sequence[Invitation]:
        """Those without an answer, as the calendar was last read. Raises Unavailable, AuthorizationExpired, Refused."""

    def look(self, which: InvitationId) -> Invitation | None:
        """As it is now; None when it is cancelled or gone. Raises the same."""

    def answer(self, to: Invitation, partstat: PartStat, message: str) -> None:
        """Changes the person's own entry and nothing else, and has the organiser told.

        Raises PreconditionFailed when its time or the answer is another one by now, and else the same.
        """


class Replies(Protocol):
    """What the ledger knows of answers given for the person. Each call is one transaction, on disk when it returns."""

    def since(self) -> Mapping[CalendarId, datetime]:
        """When answering was switched on, where it is."""

    def switch(self, calendars: Collection[CalendarId], at: datetime) -> None:
        """On there, if it was not before, and off everywhere else."""

    def begun(self) -> Sequence[Response]:
        """Neither finished nor abandoned, oldest first."""

    def given(self) -> Mapping[tuple[CalendarId, InvitationId], int]:
        """How often each invitation was tried to be declined; `reply.TRIES` once that was done."""

    def begin(self, response: Response, origin: Origin) -> None:
        """Before it is sent. Raises what `Ledger.begin` raises."""

    def finish(self, response: Response, at: datetime) -> None:
        """After it was sent."""

    def abandon(self, response: Response, at: datetime, reason: str) -> None:
        """It was not sent, or not taken."""
