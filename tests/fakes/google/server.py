"""The whole server: routes between sign-in and calendar, faults before both, one journal of it all."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from threading import RLock
from types import TracebackType
from typing import Any, Self
from urllib.parse import unquote

from tests.fakes.google.api import Api, logged_query, operation, plain
from tests.fakes.google.batch import BATCH, answer_batch
from tests.fakes.google.clock import MONDAY, Clock
from tests.fakes.google.consent import authorize
from tests.fakes.google.control import CONTROL, control
from tests.fakes.google.document import BASE, MAIL
from tests.fakes.google.faults import Faults, sound
from tests.fakes.google.hands import Hands
from tests.fakes.google.journal import Journal, Logged
from tests.fakes.google.modes import Modes
from tests.fakes.google.quota import cost
from tests.fakes.google.replies import html
from tests.fakes.google.sign_in import AUTHORIZE, REVOKE, TOKEN, SignInServer
from tests.fakes.google.state import Account, State
from tests.fakes.google.wire import Answer, Dropped, Request, Wire
from tests.fakes.google.worlds import ada

Seed = Callable[[State], None]
_SIGN_IN = {
    AUTHORIZE: "authorize", "/o/oauth2/auth": "authorize", "/auth": "authorize", TOKEN: "token", REVOKE: "revoke",
}  # fmt: skip


class GoogleServer:
    """Serves from `__enter__` to `__exit__`, on an ephemeral port unless one is given."""

    def __init__(self, seed: Seed = ada, *, clock: Clock | None = None, now: datetime = MONDAY, port: int = 0) -> None:
        self.clock = clock or Clock(now)
        self.modes, self.faults, self.log = Modes(), Faults(), Journal()
        self.state = State(self.clock, self.modes)
        self._wire = self._listen(port)
        self.auth = SignInServer(self.state, self.root)
        self._api = Api(self.state, self.auth.grants)
        self._lock = RLock()
        self.watch: Callable[[str, Request], None] = lambda _moment, _request: None
        """Told of each request `before` it is looked at, once it was `applied`, and once it was `answered`."""
        seed(self.state)

    @property
    def root(self) -> str:
        return f"http://127.0.0.1:{self._wire.port}"

    @property
    def api(self) -> str:
        """For `client_options={"api_endpoint": …}`, which takes the whole of it."""
        return self.root + BASE

    @property
    def letters(self) -> list[bytes]:
        """That were sent through Gmail, as they came."""
        return [each.data for each in self.state.sent]

    def account(self, email: str = "ada@example.org", zone: str = "Europe/Paris", *, workspace: bool = True) -> Account:
        return self.state.account(email, zone, workspace=workspace)

    def hands(self, calendar_id: str = "ada@example.org") -> Hands:
        """Of a person who clicks in that calendar."""
        return Hands(self.state, self.state.calendars[calendar_id], self._lock)

    def __enter__(self) -> Self:
        self._wire.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._wire.stop()
        if kind is None and self._wire.broken:
            raise RuntimeError("The Google server itself is broken.") from self._wire.broken[0]

    def _listen(self, port: int) -> Wire:
        wire = Wire(self._handle, port)
        wire.answered = lambda request: self.watch("answered", request)
        return wire

    @contextmanager
    def down(self) -> Iterator[None]:
        """Nothing listens at the port meanwhile: a connection is refused."""
        port = self._wire.port
        self._wire.stop()
        try:
            yield
        finally:
            self._wire = self._listen(port)
            self._wire.start()

    def _handle(self, given: Request) -> Answer | Dropped:
        request = plain(given)
        with self._lock:  # one at a time, so that the journal has the order in which things happened
            if request.path.startswith(CONTROL):
                return control(self.clock, self.log, request)
            self.clock.advance(seconds=self.modes.seconds_per_request)
            self.watch("before", request)
            named = _name(request)
            fault = self.faults.of(named, request)
            answer = fault(request, self._backend)
            self.watch("applied", request)
            self._note(named, request, answer, "" if fault is sound else fault.__name__)
            return answer

    def _backend(self, request: Request) -> Answer:
        served = _SIGN_IN.get(request.path)
        if served == "authorize" and request.method in ("GET", "POST"):
            return authorize(self.auth, request)
        if served in ("token", "revoke") and request.method == "POST":
            return self.auth.token(request) if served == "token" else self.auth.revoke(request)
        if request.path == BATCH and request.method == "POST":
            return answer_batch(request, self._one)
        if request.path.startswith((BASE, MAIL)):
            return self._api.answer(request)
        return html(404, "<h1>404. That's an error.</h1><p>The requested URL was not found on this server.</p>")

    def _one(self, request: Request) -> Answer:
        """A request inside a batch."""
        request = plain(request)
        answer = self._api.answer(request)
        self._note(_name(request), request, answer, "batch")
        return answer

    def _note(self, named: str, request: Request, answer: Answer | Dropped, fault: str) -> None:
        token = request.headers.get("authorization", "").partition(" ")[2]
        holder = self.auth.grants.access.get(token)
        status, reason = (answer.status, answer.reason) if isinstance(answer, Answer) else (None, "")
        self.log.add(
            Logged(
                self.clock.now(), request.method, unquote(request.path), named, logged_query(request.query),
                request.headers, _body(request), holder.email if holder else "", token,
                status,reason, fault, cost(named),
            )
        )  # fmt: skip


def _name(request: Request) -> str:
    if request.path == BATCH:
        return "batch"
    return _SIGN_IN.get(request.path) or operation(request)


def _body(request: Request) -> Any:
    if not request.body:
        return None
    try:
        return json.loads(request.body)
    except ValueError:
        return dict(request.form)
