"""One block as Google's event: written plainly, written again around whatever a person put into it, and read back."""

import json
from collections.abc import Mapping
from contextlib import suppress
from typing import Any
from zoneinfo import ZoneInfo

from hedgerow.adapters.google.answers import text_of
from hedgerow.adapters.google.events import Event
from hedgerow.adapters.google.mark import event_id, private_of, properties_of, read_mark
from hedgerow.adapters.google.times import Odd, read_span
from hedgerow.adapters.google.typed_event import ALWAYS_BUSY, OF_TYPES
from hedgerow.adapters.ics.block_text import NOTE, is_title
from hedgerow.core.block import BlockEvent, BlockId, Found, Mark, Version, lost_mark
from hedgerow.core.domains import Domain
from hedgerow.core.occurrence import CalendarId, Transparency
from hedgerow.core.reconcile import BUSY
from hedgerow.core.span import Span

_COLOURS: Mapping[Domain, str] = {
    Domain.WORK: "9",
    Domain.HOME: "5",
    Domain.COMMUNITY: "6",
    Domain.SELF: "2",
}
"""Blueberry, banana, tangerine and sage. What serves several domains is grape; a hidden block has the calendar's."""
_SEVERAL = "3"
_COLOUR = "hedgerow.colour"
"""The private property that says which colour was ours, so that one chosen by hand stays."""
_CLOSED = ("private", "confidential")
_KEPT = ("id", "status", "sequence", "eventType")
_GIVEN_BY_GOOGLE = (
    "kind", "etag", "htmlLink", "created", "updated", "creator", "organizer", "iCalUID", "sequence", "status",
    "hangoutLink", "conferenceData", "recurringEventId", "originalStartTime", "locked", "privateCopy",
)  # fmt: skip
"""What a new event does not take over from the one that it brings back."""


def body_afresh(event: BlockEvent, zone: ZoneInfo) -> dict[str, Any]:
    """Of a new event; around that of the deleted one which it `restores`."""
    born = {"id": event_id(event.block), "status": "confirmed", "reminders": {"useDefault": False, "overrides": []}}
    restored = {name: value for name, value in _restored(event).items() if name not in _GIVEN_BY_GOOGLE}
    if restored:
        return body_around(restored, event, zone) | {"id": born["id"], "status": "confirmed"}
    return born | _plain(event, {}, zone)


def body_around(before: Event, event: BlockEvent, zone: ZoneInfo) -> dict[str, Any]:
    """All that a person added keeps; only from a block that turns private it goes, as one could see what it was.

    A class, a note, a colour and a title that are no longer ours stay as they are.
    """
    was_hidden = _was_hidden(before)
    if event.private and not was_hidden:
        kept = {name: before[name] for name in (*_KEPT, *OF_TYPES) if name in before}
        return kept | {"reminders": {"useDefault": False, "overrides": []}} | _plain(event, before, zone)
    body = dict(before) | {"transparency": _transparency(event, before)}
    if not _is_at(before, event.span, zone):
        body |= _times(event, zone)
    if not is_title(text_of(before, "summary"), event.title):
        body["summary"] = event.title
    if event.private:
        body.setdefault("visibility", "private")
    elif was_hidden:
        body["visibility"] = _default_if_private(before)
        body.setdefault("description", NOTE)
    colour = colour_of(event)
    if text_of(before, "colorId") == _left_colour(before):
        body = _coloured(body, colour)
    body["extendedProperties"] = _extended(before, event, colour)
    return body


def _plain(event: BlockEvent, before: Event, zone: ZoneInfo) -> dict[str, Any]:
    visibility = text_of(before, "visibility")
    told = {
        "summary": event.title,
        **_times(event, zone),
        "transparency": _transparency(event, before),
        "visibility": (visibility if visibility in _CLOSED else "private") if event.private else "default",
        "extendedProperties": _extended({}, event, colour_of(event)),
    }
    return _coloured(told if event.private else told | {"description": NOTE}, colour_of(event))


def _transparency(event: BlockEvent, before: Event) -> str:
    """Focus time cannot be free: one that should be is told so by its mark alone."""
    is_busy = text_of(before, "eventType") in ALWAYS_BUSY
    return str(Transparency.OPAQUE if is_busy else event.transparency)


def colour_of(event: BlockEvent) -> str:
    """Empty: that of the calendar, as a colour would tell what a hidden block is for."""
    if event.private or not event.domains:
        return ""
    return _COLOURS[min(event.domains)] if len(event.domains) == 1 else _SEVERAL


def _coloured(body: dict[str, Any], colour: str) -> dict[str, Any]:
    rest = {name: value for name, value in body.items() if name != "colorId"}
    return rest | {"colorId": colour} if colour else rest


def _extended(before: Event, event: BlockEvent, colour: str) -> dict[str, Any]:
    extended = before.get("extendedProperties")
    extended = dict(extended) if isinstance(extended, dict) else {}
    private = {name: value for name, value in private_of(before).items() if not name.startswith("hedgerow")}
    return extended | {"private": private | dict(properties_of(event.mark)) | {_COLOUR: colour or "-"}}


def _left_colour(before: Event) -> str:
    return str(private_of(before).get(_COLOUR, "-")).removeprefix("-")


def _default_if_private(before: Event) -> str:
    visibility = text_of(before, "visibility")
    return "default" if visibility in ("", "private") else visibility


def _was_hidden(before: Event) -> bool:
    mark = read_mark(before)
    return mark is not None and mark.title == BUSY


def _restored(event: BlockEvent) -> Event:
    """Nothing where the text is of another kind of calendar."""
    with suppress(ValueError):
        text = json.loads(event.restores) if event.restores else {}
        return text if isinstance(text, dict) else {}
    return {}


def _times(event: BlockEvent, zone: ZoneInfo) -> dict[str, Any]:
    """With the offset and the person's zone; whole seconds, as Google knows no smaller unit."""

    def told(at: Any) -> Mapping[str, str]:
        return {"dateTime": at.astimezone(zone).replace(microsecond=0).isoformat(), "timeZone": zone.key}

    return {"start": told(event.span.start), "end": told(event.span.end)}


def _is_at(before: Event, span: Span, zone: ZoneInfo) -> bool:
    """Then its times stay as they are written, as those of a guest's copy have to."""
    try:
        return read_span(before, zone) == (span, False)
    except Odd:
        return False


def read_block(event: Event, block: BlockId, calendar: CalendarId, zone: ZoneInfo) -> Found:
    """Whoever spoilt our mark made the event theirs; but it is there, and was not deleted."""
    marked = read_mark(event)
    mark = marked or lost_mark(block, calendar)
    when = _when(event, mark, zone)
    span, all_day = when or (mark.left, False)
    title = text_of(event, "summary")
    return Found(
        calendar=calendar,
        mark=mark,
        span=span,
        title=mark.title if is_title(title, mark.title) else title,
        transparency=_shown(event, mark),
        version=Version(text_of(event, "etag")),
        all_day=all_day,
        recurring=bool(event.get("recurrence") or event.get("recurringEventId")),
        cancelled=event.get("status") == "cancelled",
        broken=marked is None or when is None,
        text=json.dumps(event, ensure_ascii=False, sort_keys=True),
    )


def _shown(event: Event, mark: Mark) -> Transparency:
    if text_of(event, "eventType") in ALWAYS_BUSY:
        return mark.transparency
    return Transparency.TRANSPARENT if event.get("transparency") == "transparent" else Transparency.OPAQUE


def _when(event: Event, mark: Mark, zone: ZoneInfo) -> tuple[Span, bool] | None:
    """A tombstone may have lost its times."""
    if event.get("status") == "cancelled" and "start" not in event:
        return mark.left, False
    try:
        return read_span(event, zone)
    except Odd:
        return None
