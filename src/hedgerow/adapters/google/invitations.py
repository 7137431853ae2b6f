"""Invitations in a Google calendar, and the person's own answer to them: all else in them is somebody else's.

An answer is a patch of the person's own entry, with the version that was looked at a moment ago (If-Match). A patch
replaces lists whole, so the other guests go with it as they were; where Google left some away, it takes the one entry
of the person alone (`attendeesOmitted`).

Of all that is written here it is the only thing that somebody else is told of (`sendUpdates=all`): a silent no would
leave the organiser waiting for a person who will not come, and take from the message whom it is for.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from hedgerow.adapters.google.answers import text_of
from hedgerow.adapters.google.collection import Collection
from hedgerow.adapters.google.events import ANSWERS, Event
from hedgerow.adapters.google.scopes import may_answer
from hedgerow.adapters.google.times import Odd, read_span
from hedgerow.adapters.ics.lines import clean
from hedgerow.core.occurrence import CalendarId, PartStat, Transparency, Uid
from hedgerow.core.reply import Invitation, InvitationId
from hedgerow.ports import PreconditionFailed

_WORDS: Mapping[PartStat, str] = {partstat: word for word, partstat in ANSWERS.items()}
_CUT_OFF = re.compile(r"_R\d{8}(T\d{6})?(_|$)")
"""In the ids of a series that its holder cut off from another one ("this and following"): it is not new."""


@dataclass(frozen=True, slots=True)
class GoogleInvitations:
    """A `ports.invitations.Invitations`."""

    calendar: CalendarId
    collection: Collection
    """Shared with the source that reads the same calendar: finding asks nothing of its own then."""
    zone: ZoneInfo

    def find(self) -> Sequence[Invitation]:
        if not may_answer(self.collection.remote.session.authority.credentials().scopes or ()):
            return []
        kept = self.collection.read("invitations")
        found = (self._read(each) for each in kept.events if kept.is_own)
        return [each for each in found if each is not None and each.partstat is PartStat.NEEDS_ACTION]

    def look(self, which: InvitationId) -> Invitation | None:
        event = self.collection.remote.event(which)
        return self._read(event) if event is not None else None

    def answer(self, to: Invitation, partstat: PartStat, message: str) -> None:
        event = self.collection.remote.event(to.id)
        now = self._read(event) if event is not None else None
        if event is None or now is None or (now.span, now.partstat) != (to.span, to.partstat):
            raise PreconditionFailed(f"The invitation in {self.collection.where} was moved or answered meanwhile.")
        body: dict[str, Any] = {"attendees": _answered(event, _WORDS[partstat], message)}
        if event.get("attendeesOmitted"):
            body |= {"attendeesOmitted": True}
        session = self.collection.remote.session
        request = session.api.events.patch(
            calendarId=self.collection.remote.id, eventId=to.id, sendUpdates="all", body=body
        )
        request.headers["If-Match"] = event["etag"]
        self.collection.wrote()
        if not session.ask(request).is_ok:
            raise PreconditionFailed(f"The invitation in {self.collection.where} was deleted meanwhile.")

    def _read(self, event: Event) -> Invitation | None:
        """None when it is none, is the person's own to give, or is so odd that it is left to them."""
        own = _own(event)
        if own is None or _is_theirs(event) or event.get("status") == "cancelled" or event.get("recurrence"):
            return None
        try:
            span, all_day = read_span(event, self.zone)
            created = datetime.fromisoformat(text_of(event, "created")).astimezone(UTC)
        except (Odd, ValueError):
            return None
        sequence = 1 if _CUT_OFF.search(text_of(event, "id")) else event.get("sequence", 0)
        return Invitation(
            self.calendar,
            InvitationId(text_of(event, "id")),
            Uid(text_of(event, "iCalUID") or text_of(event, "id")),
            span,
            clean(text_of(event, "summary")),
            created,
            ANSWERS.get(text_of(own, "responseStatus"), PartStat.NEEDS_ACTION),
            text_of(own, "comment"),
            sequence if isinstance(sequence, int) else 1,
            all_day,
            Transparency.TRANSPARENT if event.get("transparency") == "transparent" else Transparency.OPAQUE,
        )


def _own(event: Event) -> Event | None:
    """The one entry of the person: of several, no one could say which to answer."""
    people = event.get("attendees")
    mine = [each for each in people if isinstance(each, dict) and each.get("self")] if isinstance(people, list) else []
    return mine[0] if len(mine) == 1 else None


def _is_theirs(event: Event) -> bool:
    """The person holds it, or made it for somebody else; or it is of a kind that nobody is invited to."""
    makers = (event.get("organizer"), event.get("creator"))
    known = isinstance(event.get("organizer"), dict)
    is_self = any(isinstance(each, dict) and each.get("self") for each in makers)
    return is_self or not known or text_of(event, "eventType") not in ("", "default")


def _answered(event: Event, word: str, message: str) -> list[Any]:
    """`comment` is emptied with an empty message, so that a no that was taken back leaves no words behind."""
    said = {"responseStatus": word, "comment": message}
    own = _own(event)
    assert own is not None, "an invitation is to somebody"
    return [{**own, **said} if each is own else each for each in event["attendees"]]
