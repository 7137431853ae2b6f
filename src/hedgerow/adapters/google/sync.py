"""One calendar asked: what has changed since a token, and all that lies in a window.

A token carries no window: it does not tell of what slides into one, tells of a long series with no end, and of a
deleted one only for some months. So of series it only says whether to read the window again (RFC 3339 times, ends
exclusive); single events it tells whole.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from hedgerow.adapters.google.answers import Answer, RefusedBy, page_of, text_of
from hedgerow.adapters.google.events import FIELDS, Event
from hedgerow.adapters.google.session import Session
from hedgerow.core.span import Span
from hedgerow.ports import Unavailable

_PAGES = 1_000
_GONE = 410
_PAGE_FIELDS = "nextPageToken,nextSyncToken,accessRole"
_LOOKED_BACK = timedelta(days=365)
"""Older events are left away from the first list; whoever moves one into the window shows it there all the same."""


@dataclass(frozen=True, slots=True)
class Changes:
    token: str
    is_any: bool
    role: str
    told: Sequence[Event] | None = None
    """What has changed, in the order told; None where that is everything, or more than anyone would follow."""


@dataclass(frozen=True, slots=True)
class Window:
    events: tuple[Event, ...]
    role: str


@dataclass(frozen=True, slots=True)
class _End:
    """What the last page says."""

    items: Sequence[Event]
    """None of them where nobody keeps them."""
    token: str
    role: str


@dataclass(frozen=True, slots=True)
class Remote:
    """A calendar at Google."""

    session: Session
    id: str
    """Google's, or `primary`."""
    where: str
    """How it is called: it is shown."""

    def changes(self, token: str) -> Changes | None:
        """None when Google no longer knows the token: start over. Raises what `Session.ask` raises."""
        end = _read(self._pages(self._listed(syncToken=token)), keep=True)
        return None if end is None else self._changes(end, end.items)

    def begin(self, now: datetime) -> Changes:
        """A token from nothing, bound to the same parameters. Raises what `Session.ask` raises."""
        end = _read(self._pages(self._listed(timeMin=_written(now - _LOOKED_BACK))), keep=False)
        if end is None:
            raise Unavailable(f"{self.where} has changed while it was read; it will be tried again.")
        return self._changes(end, None)

    def window(self, span: Span) -> Window:
        """Everything in it, series taken apart. Raises what `Session.ask` raises."""
        found: dict[str, Event] = {}
        role = ""
        request = self._events.list(
            calendarId=self.id,
            singleEvents=True,
            timeMin=_written(span.start),
            timeMax=_written(span.end),
            maxResults=2500,
            fields=f"{_PAGE_FIELDS},items({FIELDS})",
        )
        for answer in self._pages(request):
            if answer.status == _GONE:
                raise Unavailable(f"{self.where} has changed while it was read; it will be tried again.")
            role = text_of(answer.body, "accessRole") or role
            # pages may overlap when something changes while they are read: the later one is right
            found |= {str(each.get("id", len(found))): each for each in page_of(answer.body)}
        return Window(tuple(found.values()), role)

    def marked(self, name: str, value: str) -> tuple[Event, ...]:
        """Whole, at any time, with that private property; what was deleted lately too, maybe with no more than its id.

        Raises what `Session.ask` raises.
        """
        found: dict[str, Event] = {}
        request = self._events.list(
            calendarId=self.id, privateExtendedProperty=f"{name}={value}", showDeleted=True, maxResults=2500
        )
        for answer in self._pages(request):
            if answer.status == _GONE:
                raise Unavailable(f"{self.where} has changed while it was read; it will be tried again.")
            found |= {str(each.get("id", "")): each for each in page_of(answer.body)}
        return tuple(found.values())

    def event(self, name: str) -> Event | None:
        """By its id; None when Google does not have it, or no longer. Raises what `Session.ask` raises."""
        answer = self.session.ask(self._events.get(calendarId=self.id, eventId=name))
        if answer.is_ok and answer.body.get("id") != name:
            raise Unavailable(f"{self.where} did not say what it holds; it will be tried again.")
        return answer.body if answer.is_ok else None

    @property
    def _events(self) -> Any:
        return self.session.api.events

    def _listed(self, **which: str) -> Any:
        """What is not `which` must stay the same for the life of a token."""
        return self._events.list(
            calendarId=self.id,
            singleEvents=False,
            maxResults=2500,
            fields=f"{_PAGE_FIELDS},items({FIELDS},recurrence,etag)",
            **which,
        )

    def _pages(self, request: Any) -> Iterator[Answer]:
        """Until there is no token of a next one: pages may be short, or empty. A 410 is the last answer."""
        for _ in range(_PAGES):
            answer = self.session.ask(request)
            if answer.status == _GONE:
                yield answer
                return
            if not answer.is_ok:
                raise self._not_there(answer)
            yield answer
            request = self._events.list_next(request, answer.body)
            if request is None:
                return
        raise Unavailable(f"{self.where} sends its pages without end; it will be tried again.")

    def _changes(self, end: _End, told: Sequence[Event] | None) -> Changes:
        if not end.token:
            raise Unavailable(f"{self.where} did not say where its changes end; it will be tried again.")
        return Changes(end.token, told is None or len(told) > 0, end.role, told)

    def _not_there(self, answer: Answer) -> Exception:
        message = (
            f"{self.where} is not there for this account: look at the name of the calendar in the settings, and whether"
            " it is still shared with you."
        )
        return RefusedBy(message, answer.status, answer.reason)


def _read(pages: Iterator[Answer], *, keep: bool) -> _End | None:
    items: list[Event] = []
    token, role = "", ""
    for answer in pages:
        if answer.status == _GONE:
            return None
        items += page_of(answer.body) if keep else ()
        token, role = text_of(answer.body, "nextSyncToken"), text_of(answer.body, "accessRole") or role
    return _End(items, token, role)


def _written(at: datetime) -> str:
    return at.replace(microsecond=0).isoformat()
