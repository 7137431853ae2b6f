"""When somebody is busy, where that is all we may see: spans without title, and no ids to tell one from the next."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from hedgerow.adapters.google.answers import RefusedBy
from hedgerow.adapters.google.events import Event
from hedgerow.adapters.google.session import Session
from hedgerow.core.span import Span, merge
from hedgerow.ports import Unavailable

CHUNK = timedelta(days=28)
"""Google refuses long ranges, and does not say which are."""


def busy_events(session: Session, calendar: str, where: str, window: Span) -> tuple[Event, ...]:
    """In the form of events, each known by when it is. Raises what `Session.ask` raises."""
    found: list[Span] = []
    for chunk in _chunks(window):
        body = {"timeMin": chunk.start.isoformat(), "timeMax": chunk.end.isoformat(), "items": [{"id": calendar}]}
        answer = session.ask(session.api.freebusy.query(body=body))
        found += _busy(answer.body, where)
    return tuple(_event(span) for span in merge(found))


def _chunks(window: Span) -> Iterator[Span]:
    start = window.start
    while start < window.end:
        end = min(start + CHUNK, window.end)
        yield Span(start, end)
        start = end


def _busy(body: Mapping[str, Any], where: str) -> list[Span]:
    """Google answers with 200 for a calendar that it did not look at, too."""
    calendars = body.get("calendars")
    told = next(iter(calendars.values()), None) if isinstance(calendars, dict) else None
    if not isinstance(told, dict):
        raise Unavailable(f"{where} did not say when it is busy; it will be tried again.")
    errors = told.get("errors")
    reasons = [str(each.get("reason")) for each in errors if isinstance(each, dict)] if isinstance(errors, list) else []
    if "notFound" in reasons:
        raise RefusedBy(f"{where} is no longer shared with this account.", 404, "notFound")
    if reasons:
        raise Unavailable(f"{where} did not say when it is busy ({reasons[0]}); it will be tried again.")
    try:
        return [_span(each) for each in told["busy"]]
    except (KeyError, TypeError, ValueError, OverflowError) as error:
        raise Unavailable(f"{where} said in an unknown way when it is busy; it will be tried again.") from error


def _span(busy: Mapping[str, str]) -> Span:
    start, end = (datetime.fromisoformat(busy[name]).astimezone(UTC) for name in ("start", "end"))
    return Span(start, end)


def _event(span: Span) -> Event:
    start, end = span.start.isoformat(), span.end.isoformat()
    return {"id": f"busy {start}/{end}", "start": {"dateTime": start}, "end": {"dateTime": end}}
