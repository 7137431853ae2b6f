"""The blocks are held at the Google of the tests while the harness kills; its events are told as iCalendar text."""

import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from hedgerow.adapters.google.grant import save_grant
from hedgerow.adapters.google.mark import block_of_id, event_id, read_mark
from hedgerow.adapters.google.scopes import SCOPES, BlocksIn
from hedgerow.adapters.ics.mark import MARK, format_mark
from hedgerow.compose import open_secrets
from hedgerow.core.block import block_of, uid_of
from hedgerow.core.occurrence import Uid
from hedgerow.settings.values import AccountId
from tests.adapters.google.signed_in import granted
from tests.benchmarks.crashes_life import NOW, instant, value_of
from tests.benchmarks.crashes_peers import Peer
from tests.fakes import faulty_http
from tests.fakes.google import ADA, GoogleServer
from tests.fakes.google.faults import Backend, Fault, empty_list, stale_lists
from tests.fakes.google.refusal import broken, condition_not_met, limited
from tests.fakes.google.replies import refusal
from tests.fakes.google.wire import Answer, Dropped, Request
from tests.system.opening import read_settings

ACCOUNT = AccountId("job")
SETTINGS = """\
kind = "google"
account = "job"
id = "primary"
domains = ["self"]
role = "hold"

[[accounts]]
name = "job"
kind = "google"
url = "{0}"
"""


class Front:
    """What `faulty_http.FaultyServer` is for the others."""

    port = 0

    def __init__(self, server: GoogleServer) -> None:
        self._server = server
        self._lies = {"stale_list": stale_lists(), "empty_list": empty_list}

    @property
    def script(self) -> Callable[[Any], Any]:
        raise AttributeError("it is only set")

    @script.setter
    def script(self, script: Callable[[Any], Any]) -> None:
        def choose(_operation: str, request: Request) -> Fault | None:
            fault = script(request)
            return self._lies.get(fault.__name__) or _translated(fault) if fault else None

        self._server.faults.choose = choose

    @property
    def watch(self) -> Callable[[str, Any], None]:
        return self._server.watch

    @watch.setter
    def watch(self, watch: Callable[[str, Any], None]) -> None:
        self._server.watch = watch

    def writes(self) -> list[Any]:
        return self._server.log.writes()

    def bare_writes(self) -> list[str]:
        return self._server.log.bare_writes()


def _translated(fault: Callable[[Any, Any], Any]) -> Fault:
    """A fault of any server, in Google's words."""

    def google(request: Request, backend: Backend) -> Answer | Dropped:
        answer = fault(request, backend)
        if answer is None:
            return Dropped()
        return _refusal(answer.status) if isinstance(answer, faulty_http.Answer) else answer

    google.__name__ = fault.__name__
    return google


def _refusal(status: int) -> Answer:
    if status == 412:
        return refusal(condition_not_met())
    return refusal(limited("rateLimitExceeded", 429) if status == 429 else broken(status))


class GooglePeer(Peer):
    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.server = self._stack.enter_context(GoogleServer(now=NOW))
        self.server.modes.sign_in.expires_in = 10**8
        self.front = Front(self.server)
        self.settings = SETTINGS.format(self.server.api)
        self._ids: dict[str, str] = {}
        """Of the events that are not ours, by the name that the harness gave."""

    def prepare(self, settings: Path) -> None:
        with open_secrets(read_settings(settings)) as secrets:
            save_grant(secrets, ACCOUNT, granted(self.server, ADA, SCOPES[BlocksIn.MAIN]), NOW)

    def bodies(self) -> Mapping[str, bytes]:
        names = {event: name for name, event in self._ids.items()}
        return dict(_told(each, names) for each in self.server.hands().alive())

    def put(self, name: str, body: bytes) -> None:
        times = {each: instant(value_of(body, prop)).isoformat() for each, prop in _TIMES}
        hands, block = self.server.hands(), block_of(Uid(name.removesuffix(".ics")))
        if block is not None:
            held = hands.held(event_id(block))
            changed = {"summary": value_of(body, "SUMMARY")} if value_of(body, "SUMMARY") != _title(held) else {}
            if (times["start"], times["end"]) != tuple(_at(held, each).isoformat() for each, _ in _TIMES):
                hands.move(event_id(block), times["start"], times["end"])
            hands.edit(event_id(block), **changed)
        elif value_of(body, MARK):
            self._ids[name] = hands.duplicate(event_id(_block_in(body)))
        else:
            self._ids[name] = hands.add(value_of(body, "COMMENT"), times["start"], times["end"], colorId="7")

    def delete(self, name: str) -> None:
        block = block_of(Uid(name.removesuffix(".ics")))
        assert block is not None
        self.server.hands().delete(event_id(block))


_TIMES = (("start", "DTSTART"), ("end", "DTEND"))


def _block_in(body: bytes) -> Any:
    return value_of(body, MARK).split("/")[1]


def _title(event: Mapping[str, Any]) -> str:
    return str(event.get("summary", ""))


def _at(event: Mapping[str, Any], name: str) -> datetime:
    return datetime.fromisoformat(event[name]["dateTime"]).astimezone(UTC)


def _told(event: Mapping[str, Any], names: Mapping[str, str]) -> tuple[str, bytes]:
    """Its name and text; another version of it is another text."""
    block = block_of_id(event["id"])
    mark = read_mark(event)
    uid = uid_of(block) if block else names[event["id"]].removesuffix(".ics")
    lines = ["BEGIN:VCALENDAR", "BEGIN:VEVENT", f"UID:{uid}"]
    lines += [f"{prop}:{_at(event, each):%Y%m%dT%H%M%SZ}" for each, prop in _TIMES]
    lines += [f"SUMMARY:{_title(event)}"]
    lines += [f"{MARK}:{format_mark(mark)}"] if mark else []
    lines += [f"X-WHOLE:{sha256(json.dumps(event, sort_keys=True).encode()).hexdigest()}"]
    return f"{uid}.ics", "\r\n".join([*lines, "END:VEVENT", "END:VCALENDAR", ""]).encode()
