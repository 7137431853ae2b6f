"""One Google account: every request of ours to it goes through here."""

import http.client
import re
from dataclasses import dataclass, field
from itertools import count
from threading import Lock
from typing import Any, Protocol
from urllib.parse import unquote
from zlib import crc32

import httplib2
from google.auth.exceptions import RefreshError, TransportError
from google.oauth2.credentials import Credentials
from google_auth_httplib2 import AuthorizedHttp
from googleapiclient.errors import HttpError
from googleapiclient.http import HttpRequest

from hedgerow.adapters.google.answers import (
    Again,
    Answer,
    Trouble,
    judge,
    not_google,
    not_let_in,
    read_body,
    read_refusal,
    spent,
)
from hedgerow.adapters.google.pacing import Pace
from hedgerow.adapters.google.service import ENDPOINT, Api, api_at
from hedgerow.adapters.google.wire import Wires
from hedgerow.ports import AuthorizationExpired, Unavailable

TRIES = 5
PATIENCE = 60.0
"""Seconds of waiting between the tries of one request, at most."""
_CAP = 32.0
_PAUSE, _LONGEST_PAUSE = 3600.0, 24 * 3600.0
"""Seconds without a write after Google said that the account has used up what it may do."""
_CALENDAR = re.compile(r"/calendars/([^/?]+)")
_READS_BY_POST = frozenset({"calendar.freebusy.query"})


class Authority(Protocol):
    def credentials(self) -> Credentials:
        """Good for now. Raises AuthorizationExpired, Unavailable."""

    def refused(self, token: str | None) -> None:
        """It heard 401, and so did the one before it. Raises AuthorizationExpired unless another one may serve."""


@dataclass(slots=True, eq=False)
class Session:
    """Threads may share it."""

    account: str
    """As the person calls it."""
    authority: Authority
    pace: Pace
    wires: Wires = field(default_factory=Wires)
    endpoint: str = ENDPOINT
    requests: int = field(init=False, default=0)
    """What it has asked so far, each try counted."""
    _paused: float = field(init=False, default=0.0)
    _pause: float = field(init=False, default=0.0)
    _lock: Lock = field(init=False, default_factory=Lock)

    @property
    def api(self) -> Api:
        return api_at(self.endpoint)

    def ask(self, request: HttpRequest) -> Answer:
        """304, 404, 409 and 410 are answers.

        Raises Unavailable, AuthorizationExpired, PreconditionFailed, RefusedBy (a Refused). After Unavailable a write
        may have been done: it is never sent a second time unless Google said that it was not.
        """
        written = _written(request)
        waited = 0.0
        for tried in count(1):
            self._check_pause(written)
            self.pace.wait_for_turn(written)
            outcome = self._once(request)
            if isinstance(outcome, Answer):
                if written is not None:
                    self._pause = 0.0
                return outcome
            self._heed(outcome)
            delay = self._delay(outcome, tried)
            may_repeat = outcome.again is Again.ALWAYS or (outcome.again is Again.READS and written is None)
            if not may_repeat or tried == TRIES or waited + delay > PATIENCE:
                raise outcome.error
            waited += delay
            if delay:
                self.pace.waiter.wait(delay)
        raise AssertionError("count() has no end")

    def _once(self, request: HttpRequest) -> Answer | Trouble:
        seen: list[httplib2.Response] = []
        request.response_callbacks = [seen.append]
        self._count()
        try:
            credentials = self.authority.credentials()
            wire = AuthorizedHttp(credentials, http=self.wires.mine(), max_refresh_attempts=1)
            body = request.execute(http=wire, num_retries=0)
        except HttpError as error:
            content = error.content if isinstance(error.content, bytes) else b""
            told = read_refusal(int(error.resp.status), content, error.resp.get("retry-after", ""))
            return self._not_taken(credentials) if told.is_of_token else judge(told, self.account)
        except RefreshError as error:
            return self._no_token(error)
        except ConnectionResetError:
            return Trouble(_offline(), Again.READS, 0.0)
        except (OSError, httplib2.HttpLib2Error, TransportError, http.client.HTTPException):
            return Trouble(_offline())
        except (ValueError, RecursionError):  # out of the library, which takes bytes for text and nesting for shallow
            return Trouble(not_google())
        return read_body(int(seen[-1].status), body)

    def _not_taken(self, credentials: Credentials) -> Trouble:
        """Nothing was done, so a write may be sent again, too. Raises AuthorizationExpired."""
        self.authority.refused(credentials.token)
        return Trouble(AuthorizationExpired(not_let_in(self.account)), Again.ALWAYS, 0.0)

    def _no_token(self, error: RefreshError) -> Trouble:
        if error.retryable:
            return Trouble(_offline())
        return Trouble(AuthorizationExpired(not_let_in(self.account)))

    def _count(self) -> None:
        with self._lock:
            self.requests += 1

    def _heed(self, trouble: Trouble) -> None:
        if trouble.is_rate:
            self.pace.slow_down()
        if trouble.is_spent:
            self._pause = min(max(2 * self._pause, _PAUSE), _LONGEST_PAUSE)
            self._paused = self.pace.waiter.now() + self._pause

    def _check_pause(self, written: str | None) -> None:
        if written is not None and self.pace.waiter.now() < self._paused:
            raise Unavailable(spent(self.account))

    def _delay(self, trouble: Trouble, tried: int) -> float:
        """Twice as long each time, up to a second more by account and request so that not all come back at once."""
        if trouble.after is not None:
            return trouble.after
        spread = crc32(f"{self.account} {self.requests}".encode()) / 2**32
        return min(2.0 ** (tried - 1) + spread, _CAP)


def _offline() -> Unavailable:
    return Unavailable("Google Calendar could not be reached; it will be tried again.")


def _written(request: Any) -> str | None:
    """The calendar that the request writes to; empty when it writes something else, None when it only reads."""
    if request.method == "GET" or request.methodId in _READS_BY_POST or _is_long_get(request):
        return None
    found = _CALENDAR.search(request.uri)
    return unquote(found[1]) if found else ""


def _is_long_get(request: Any) -> bool:
    """The library makes a POST of it."""
    return bool(request.headers.get("x-http-method-override") == "GET")
