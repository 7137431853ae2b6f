"""Calendar v3 and the sending of Gmail: from a request to the method that answers it, and back."""

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from tests.fakes.google import calendars, free_busy, mail, reading, watching, writing
from tests.fakes.google.access import Call, check_scope
from tests.fakes.google.document import SCOPE, Method, read_body, read_query, route
from tests.fakes.google.grants import Grants
from tests.fakes.google.quota import Meter
from tests.fakes.google.refusal import Json, Refused, api_disabled, malformed, unauthorized
from tests.fakes.google.replies import html, nothing, refusal, told
from tests.fakes.google.selection import selected
from tests.fakes.google.state import State
from tests.fakes.google.wire import Answer, Request

_HANDLERS: Mapping[str, Callable[[Call], Json | None]] = {
    "calendarList.delete": calendars.delete_entry,
    "calendarList.get": calendars.get_entry,
    "calendarList.insert": calendars.insert_entry,
    "calendarList.list": calendars.list_entries,
    "calendarList.patch": calendars.patch_entry,
    "calendarList.update": calendars.update_entry,
    "calendars.clear": calendars.clear_calendar,
    "calendars.delete": calendars.delete_calendar,
    "calendars.get": calendars.get_calendar,
    "calendars.insert": calendars.insert_calendar,
    "calendars.patch": calendars.patch_calendar,
    "calendars.update": calendars.update_calendar,
    "channels.stop": watching.stop,
    "colors.get": calendars.get_colours,
    "events.delete": writing.delete,
    "events.get": reading.get,
    "events.import": writing.import_event,
    "events.insert": writing.insert,
    "events.instances": reading.list_instances,
    "events.list": reading.list_events,
    "events.move": writing.move,
    "events.patch": writing.patch,
    "events.quickAdd": writing.quick_add,
    "events.update": writing.update,
    "events.watch": watching.watch,
    "freebusy.query": free_busy.query,
    mail.SEND: mail.send,
    "settings.get": calendars.get_setting,
    "settings.list": calendars.list_settings,
}


def plain(request: Request) -> Request:
    """A GET that was too long for one came as a POST."""
    if request.method == "POST" and request.headers.get("x-http-method-override") == "GET":
        return Request("GET", f"{request.path}?{request.body.decode()}", request.headers)
    return request


def operation(request: Request) -> str:
    found = route(request.method, request.path)
    return found[0].id if found else ""


class Api:
    def __init__(self, state: State, grants: Grants) -> None:
        self.state, self.grants = state, grants
        self.meter = Meter(state)

    def answer(self, request: Request) -> Answer:
        found = route(request.method, request.path)
        if found is None:
            return html(404, "<h1>404. That's an error.</h1>")
        method, path = found
        try:
            return self._answer(request, method, path)
        except Refused as refused:
            return refusal(refused)

    def _answer(self, request: Request, method: Method, path: Mapping[str, str]) -> Answer:
        call = self._call(request, method, path)
        if not method.is_of_mail:
            self.meter.charge(call)
        handler = _HANDLERS.get(method.id)
        if handler is None:
            raise Refused(501, "notImplemented", f"{method.id} is not served here.")
        body = handler(call)
        return nothing() if body is None else _wrapped(call, body)

    def _call(self, request: Request, method: Method, path: Mapping[str, str]) -> Call:
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        access = self.grants.live_access(token.strip()) if scheme.lower() == "bearer" else None
        if access is None:
            raise unauthorized(given=bool(token))
        modes = self.state.modes
        if not (modes.gmail_enabled if method.is_of_mail else modes.api_enabled):
            raise api_disabled(method.service)
        scopes = frozenset(each.removeprefix(SCOPE) for each in access.scopes)
        call = Call(
            method, path, read_query(method, request.query), self._body(request, method), request.headers,
            self.state.accounts[access.email], access.client, scopes, self.state,
        )  # fmt: skip
        check_scope(call)
        return call

    def _body(self, request: Request, method: Method) -> Json:
        if not method.body or (not request.body and method.verb == "PATCH"):
            return {}
        try:
            given = json.loads(request.body)
        except ValueError as error:
            raise Refused(400, "parseError", "Parse Error") from error
        if not isinstance(given, dict):
            raise malformed("Invalid JSON payload received. Root element must be a message.")
        return read_body(method.body, given, strict=self.state.modes.strict)


def _wrapped(call: Call, body: Json) -> Answer:
    etag = str(body.get("etag", ""))
    if etag and call.method.verb == "GET" and call.headers.get("if-none-match") == etag:
        return Answer(304, headers={"ETag": etag})
    shown = selected(body, call.query["fields"], call.method.answer) if "fields" in call.query else body
    return told(shown, etag=etag, pretty=call.query.get("prettyPrint", True))


def logged_query(pairs: Sequence[tuple[str, str]]) -> Mapping[str, Any]:
    """For the journal, as it came; what is repeated as a list."""
    read: dict[str, Any] = {}
    for name, text in pairs:
        held = read.get(name, [])
        read[name] = text if name not in read else [*(held if isinstance(held, list) else [held]), text]
    return read
