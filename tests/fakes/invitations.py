"""A calendar that others invite the person into, in memory; tests/adapters/contract_invitations.py holds for it too."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from hedgerow.core.occurrence import CalendarId, Occurrence, PartStat, Uid
from hedgerow.core.reply import Invitation, InvitationId
from hedgerow.core.span import Span
from hedgerow.ports import PreconditionFailed


@dataclass
class MemoryInvitations:
    calendar: CalendarId
    held: dict[InvitationId, Invitation] = field(default_factory=dict)
    told: list[tuple[PartStat, str]] = field(default_factory=list)
    """What organisers heard."""

    def invite(self, title: str, span: Span, created_at: datetime) -> InvitationId:
        name = InvitationId(f"{title} {len(self.held)}")
        uid = Uid(f"{name}@example.org")
        self.held[name] = Invitation(self.calendar, name, uid, span, title, created_at, PartStat.NEEDS_ACTION)
        return name

    def edit(self, which: InvitationId, **changes: object) -> None:
        self.held[which] = replace(self.held[which], **changes)  # type: ignore[arg-type]

    def find(self) -> Sequence[Invitation]:
        return [each for each in self.held.values() if each.partstat is PartStat.NEEDS_ACTION]

    def look(self, which: InvitationId) -> Invitation | None:
        return self.held.get(which)

    def answer(self, to: Invitation, partstat: PartStat, message: str) -> None:
        now = self.held.get(to.id)
        if now is None or (now.span, now.partstat) != (to.span, to.partstat):
            raise PreconditionFailed("The invitation was moved, answered or deleted meanwhile.")
        self.held[to.id] = replace(now, partstat=partstat, comment=message)
        self.told.append((partstat, message))

    @property
    def occurrences(self) -> list[Occurrence]:
        """As the source of the same calendar reads them."""
        return [
            Occurrence(self.calendar, each.uid, each.span, each.title, all_day=each.all_day, partstat=each.partstat)
            for each in self.held.values()
        ]
