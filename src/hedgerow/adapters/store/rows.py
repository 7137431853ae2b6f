"""Values ↔ rows. A booking has the same form as a row of `booking` and as JSON inside an action."""

import json
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

from hedgerow.core.action import Action, Reply, Verb
from hedgerow.core.block import (
    NOBODY,
    BlockEvent,
    BlockId,
    Booking,
    IntentionId,
    OperationId,
    Owner,
    Slot,
    Standing,
    Version,
)
from hedgerow.core.domains import Domain
from hedgerow.core.occurrence import CalendarId, PartStat, Transparency, Uid
from hedgerow.core.reconcile import Edit
from hedgerow.core.reply import Invitation, InvitationId, Response
from hedgerow.core.span import Span
from hedgerow.ports import Entry, EntryId, Intent, Origin, PlanId

Row = Mapping[str, Any]

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_SECOND = timedelta(seconds=1)
_VERBS = frozenset(verb.value for verb in Verb)
_REPLIES = frozenset(reply.value for reply in Reply)


def seconds(instant: datetime) -> int:
    """Since 1970; a fraction of a second is dropped, as calendars do."""
    return (instant - _EPOCH) // _SECOND


def instant(seconds: int) -> datetime:
    return _EPOCH + seconds * _SECOND


def write_booking(booking: Booking) -> dict[str, Any]:
    return {
        "block": booking.block,
        "intention": booking.slot.intention,
        "day": booking.slot.day.isoformat(),
        "calendar": booking.calendar,
        "promised_start": seconds(booking.promised.start),
        "promised_end": seconds(booking.promised.end),
        "span_start": seconds(booking.span.start),
        "span_end": seconds(booking.span.end),
        "title": booking.title,
        "transparency": booking.transparency.value,
        "domains": _write_domains(booking.domains),
        "standing": booking.standing.value,
        "version": booking.version,
    }


def read_booking(row: Row) -> Booking:
    return Booking(
        BlockId(row["block"]),
        _read_slot(row),
        CalendarId(row["calendar"]),
        Span(instant(row["promised_start"]), instant(row["promised_end"])),
        _read_span(row),
        row["title"],
        Transparency(row["transparency"]),
        _read_domains(row["domains"]),
        Standing(row["standing"]),
        Version(row["version"]),
    )


def write_intent(action: Action, calendar: CalendarId, origin: Origin) -> dict[str, Any]:
    """All of a row but its person and its epoch."""
    return {
        "block": action.event.block,
        "calendar": calendar,
        "verb": action.verb.value,
        "event": _write_event(action.event),
        "before": write_booking(action.before) if action.before else None,
        "expected": action.expected,
        "reason": action.reason,
        "begun_at": seconds(origin.at),
        "leaves": action.leaves.value,
        "earlier": action.earlier,
        "plan": origin.plan,
        "undoes": origin.undoes,
    }


def read_intent(row: Row) -> Intent:
    action = Action(
        Verb(row["verb"]),
        _read_event(row["event"], row["calendar"]),
        read_booking(row["before"]) if row["before"] else None,
        Version(row["expected"]) if row["expected"] is not None else None,
        row["reason"],
        Standing(row["leaves"]),
        row["earlier"],
    )
    return Intent(action, CalendarId(row["calendar"]), instant(row["begun_at"]))


def read_entry(row: Row) -> Entry:
    """A reply has what was said where a deletion has what was there."""
    is_reply = row["what"] in _REPLIES
    return Entry(
        id=EntryId(row["id"]),
        at=instant(row["at"]),
        block=BlockId("" if is_reply else row["block"]),
        calendar=CalendarId(row["calendar"]),
        what=_read_what(row["what"]),
        before=read_booking(row["before"]) if row["before"] else None,
        after=read_booking(row["after"]) if row["after"] else None,
        reason=row["reason"],
        failure=row["failure"],
        plan=PlanId(row["plan"]),
        earlier="" if is_reply else row["earlier"],
        undoes=EntryId(row["undoes"]) if row["undoes"] is not None else None,
        response=read_response(json.loads(row["earlier"])) if is_reply else None,
    )


def write_response(response: Response) -> dict[str, Any]:
    to = response.invitation
    return {
        "reply": response.reply.value,
        "message": response.message,
        "reason": response.reason,
        "calendar": to.calendar,
        "id": to.id,
        "uid": to.uid,
        "start": seconds(to.span.start),
        "end": seconds(to.span.end),
        "title": to.title,
        "created_at": seconds(to.created_at),
        "partstat": to.partstat.value,
        "comment": to.comment,
        "sequence": to.sequence,
        "all_day": to.all_day,
        "transparency": to.transparency.value,
    }


def read_response(row: Row) -> Response:
    to = Invitation(
        CalendarId(row["calendar"]),
        InvitationId(row["id"]),
        Uid(row["uid"]),
        Span(instant(row["start"]), instant(row["end"])),
        row["title"],
        instant(row["created_at"]),
        PartStat(row["partstat"]),
        row["comment"],
        row["sequence"],
        row["all_day"],
        Transparency(row["transparency"]),
    )
    return Response(Reply(row["reply"]), to, row["message"], row["reason"])


def _read_what(word: str) -> Verb | Edit | Reply:
    if word in _REPLIES:
        return Reply(word)
    return Verb(word) if word in _VERBS else Edit(word)


def _write_event(event: BlockEvent) -> dict[str, Any]:
    return {
        "block": event.block,
        "intention": event.slot.intention,
        "day": event.slot.day.isoformat(),
        "span_start": seconds(event.span.start),
        "span_end": seconds(event.span.end),
        "title": event.title,
        "transparency": event.transparency.value,
        "domains": _write_domains(event.domains),
        "private": event.private,
        "calendar": event.calendar,
        "owner": event.owner,
        "restores": event.restores,
        "operation": event.operation,
    }


def _read_event(row: Row, calendar: str) -> BlockEvent:
    """`calendar` and nobody, where the version that began the intent wrote neither into the event."""
    return BlockEvent(
        BlockId(row["block"]),
        _read_slot(row),
        _read_span(row),
        row["title"],
        Transparency(row["transparency"]),
        _read_domains(row["domains"]),
        row["private"],
        CalendarId(row.get("calendar", calendar)),
        Owner(row.get("owner", NOBODY)),
        row.get("restores", ""),
        OperationId(row.get("operation", "")),
    )


def _read_slot(row: Row) -> Slot:
    return Slot(IntentionId(row["intention"]), date.fromisoformat(row["day"]))


def _read_span(row: Row) -> Span:
    return Span(instant(row["span_start"]), instant(row["span_end"]))


def _write_domains(domains: Iterable[Domain]) -> str:
    return " ".join(sorted(domains))


def _read_domains(words: str) -> frozenset[Domain]:
    return frozenset(Domain(word) for word in words.split())
