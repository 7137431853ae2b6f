"""PUT and DELETE, never without a precondition, and what the answers mean (RFC 4791 section 5.3, RFC 9110 section 13).

A weak ETag never satisfies If-Match, which compares strongly. It mostly is the server's strong one that a compressing
proxy on the way has weakened, so that is sent first, and only where it is refused what was told: either is a
precondition.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus

from hedgerow.adapters.caldav.client import DavAnswer, DavClient
from hedgerow.ports import PreconditionFailed, Refused, Unavailable

_NAMES = (
    "calendar-collection-location-ok", "max-attendees-per-instance", "max-date-time", "max-instances", "min-date-time",
    "max-resource-size", "need-privileges", "no-uid-conflict", "quota-not-exceeded", "sufficient-disk-space",
    "supported-calendar-component", "supported-calendar-data", "valid-calendar-data", "valid-calendar-object-resource",
)  # fmt: skip
_CONDITION = re.compile(rf"<(?:[\w.-]+:)?({'|'.join(_NAMES)})\b".encode())
_FULL = frozenset({"quota-not-exceeded", "sufficient-disk-space", "max-resource-size"})
_CLOSED = frozenset({"need-privileges"})
_READ_ONLY = frozenset({HTTPStatus.FORBIDDEN, HTTPStatus.METHOD_NOT_ALLOWED, HTTPStatus.NOT_IMPLEMENTED})
_BUSY = frozenset({HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.LOCKED, HTTPStatus.TOO_EARLY})
_GONE = frozenset({HTTPStatus.NOT_FOUND, HTTPStatus.GONE})
_DONE = frozenset({HTTPStatus.OK, HTTPStatus.CREATED, HTTPStatus.NO_CONTENT})


def is_strong(etag: str) -> bool:
    return bool(etag) and not etag.startswith("W/")


@dataclass(frozen=True, slots=True)
class Writes:
    """Each raises PreconditionFailed, Refused, and Unavailable, after which it is not known whether it was done."""

    client: DavClient

    def create(self, href: str, body: bytes) -> DavAnswer:
        answer = self._put(href, {"If-None-Match": "*"}, body)
        if answer.status in _GONE or (answer.status == HTTPStatus.CONFLICT and not _conditions(answer)):
            raise Unavailable(f"{answer.where} has no calendar at its address any more: check the address.")
        return _done(answer)

    def replace(self, href: str, etag: str, body: bytes) -> DavAnswer:
        for tag in _tags(etag, self.client.where):
            answer = self._put(href, {"If-Match": tag}, body)
            if answer.status != HTTPStatus.PRECONDITION_FAILED:
                break
        return _done(answer)

    def delete(self, href: str, etag: str) -> None:
        for tag in _tags(etag, self.client.where):
            answer = self.client.request("DELETE", href, {"If-Match": tag})
            if answer.status != HTTPStatus.PRECONDITION_FAILED:
                break
        _done(answer)

    def _put(self, href: str, precondition: Mapping[str, str], body: bytes) -> DavAnswer:
        headers = {"Content-Type": "text/calendar; charset=utf-8", **precondition}
        return self.client.request("PUT", href, headers, body)


def _tags(etag: str, where: str) -> tuple[str, ...]:
    if not etag:
        raise Refused(
            f"{where} gives its events no versions (ETags), so nothing can be changed there without the risk of undoing"
            " somebody's change: choose another calendar for blocks."
        )
    return (etag,) if is_strong(etag) else (etag.removeprefix("W/"), etag)


def _done(answer: DavAnswer) -> DavAnswer:
    status, where = answer.status, answer.where
    if status in _DONE:
        return answer
    if status == HTTPStatus.PRECONDITION_FAILED or status in _GONE:
        raise PreconditionFailed(f"The event at {where} was changed or deleted meanwhile.")
    if status == HTTPStatus.CONFLICT or _is_uid_taken(answer):
        raise PreconditionFailed(f"{where} holds an event with the same id elsewhere, or was changed meanwhile.")
    if status in _BUSY or not (400 <= status < 500 or status == HTTPStatus.NOT_IMPLEMENTED):
        raise answer.unexpected()
    raise Refused(_refusal(answer))


def _is_uid_taken(answer: DavAnswer) -> bool:
    """409 in the RFC's words, but 403 from Cyrus, and until 2026 no more than a sentence with 400 from Nextcloud."""
    return "no-uid-conflict" in _conditions(answer) or b"object with uid already exists" in answer.body[:4096]


def _refusal(answer: DavAnswer) -> str:
    conditions, where = _conditions(answer), answer.where
    if answer.status == HTTPStatus.REQUEST_ENTITY_TOO_LARGE or conditions & _FULL:
        return f"{where} has no room for the event: make room there, or choose another calendar for blocks."
    if answer.status in _READ_ONLY and conditions <= _CLOSED:
        return f"{where} lets this user only read the calendar: allow writing, or choose another calendar for blocks."
    named = ", ".join(sorted(conditions)) or str(answer.status)
    return f"{where} does not take the event ({named}): choose another calendar for blocks."


def _conditions(answer: DavAnswer) -> frozenset[str]:
    """Those that a DAV:error body names (RFC 4918 section 16, RFC 4791 section 5.3.2.1, RFC 4331 section 6)."""
    return frozenset(name.decode() for name in _CONDITION.findall(answer.body[:4096]))
