"""What Google's answers mean to us: translated once, by status and by the machine's word of the reason.

status                                  becomes
--------------------------------------- ------------------------------------------------------------------------------
2xx with JSON, 204                      an Answer
304, 404, 409, 410 in Google's words    an Answer too: the caller knows what it means
401                                     again with a fresh token, then AuthorizationExpired and the end of the grant
403 insufficientPermissions             AuthorizationExpired
403 of rates, 408, 429                  again after a while, a write too, then Unavailable
403 quotaExceeded, dailyLimitExceeded   Unavailable
412                                     PreconditionFailed
5xx                                     again after a while if it only reads, then Unavailable
3xx, a web page with any status         Unavailable: not Google, but a network that wants a sign-in
everything else                         RefusedBy
"""

import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from hedgerow.adapters.ics.lines import shown
from hedgerow.ports import AuthorizationExpired, PreconditionFailed, Refused, Unavailable

AS_VALUES = frozenset({304, 404, 409, 410})
RATES = frozenset({"userRateLimitExceeded", "rateLimitExceeded", "RATE_LIMIT_EXCEEDED", "RESOURCE_EXHAUSTED"})
SCOPE_WORDS = frozenset({"insufficientPermissions", "ACCESS_TOKEN_SCOPE_INSUFFICIENT"})
SWITCHED_OFF = frozenset({"accessNotConfigured", "SERVICE_DISABLED"})
SPENT = frozenset({"quotaExceeded", "dailyLimitExceeded"})
_SWITCH = "https://console.cloud.google.com/apis/library/calendar-json.googleapis.com"


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    body: Mapping[str, Any] = field(default_factory=dict, repr=False)
    reason: str = ""
    """Google's word for it, where it is no 2xx."""

    @property
    def is_ok(self) -> bool:
        return self.status < 300


class RefusedBy(Refused):
    """With Google's own words, for those who know another way."""

    def __init__(self, message: str, status: int, reason: str) -> None:
        super().__init__(message)
        self.status, self.reason = status, reason


class Again(StrEnum):
    """Whether the same request may be sent once more."""

    NEVER = "never"
    READS = "reads"
    """It may have been done."""
    ALWAYS = "always"
    """It was certainly not done."""


@dataclass(frozen=True, slots=True)
class Trouble:
    error: Exception
    again: Again = Again.NEVER
    after: float | None = None
    """Seconds that Google asked to wait."""
    is_rate: bool = False
    is_spent: bool = False
    """The account may not write for hours."""


@dataclass(frozen=True, slots=True)
class Told:
    """An answer that is no 2xx."""

    status: int
    reasons: tuple[str, ...]
    """In the order of weight; empty when it was not Google who spoke."""
    message: str
    after: float | None = None

    @property
    def reason(self) -> str:
        return self.reasons[0] if self.reasons else ""

    @property
    def is_of_token(self) -> bool:
        """In Google's own words: networks that want a sign-in say 401, too."""
        return self.status == 401 and bool(self.reasons)

    def is_any(self, of: frozenset[str]) -> bool:
        return not of.isdisjoint(self.reasons)


def read_refusal(status: int, content: bytes, retry_after: str) -> Told:
    try:
        error = json.loads(content)["error"]
        items = [*error.get("errors", ()), *error.get("details", ())]
        reasons = [each["reason"] for each in items if isinstance(each.get("reason"), str)]
        reasons += [word for word in (error.get("status"),) if isinstance(word, str)]
        message = shown(str(error.get("message", "")))
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        reasons, message = [], ""
    return Told(status, tuple(reasons), message, _seconds(retry_after))


def _seconds(text: str) -> float | None:
    """A date instead is not worth the trouble: the usual waiting does."""
    with suppress(ValueError, OverflowError):
        return max(0.0, float(int(text)))
    return None


def judge(told: Told, account: str) -> Answer | Trouble:
    """`account` is how the person calls it."""
    if told.status in AS_VALUES and (told.reasons or told.status == 304):
        return Answer(told.status, reason=told.reason)
    if told.status in (401, 412) and not told.reasons:
        return Trouble(not_google())
    if told.status == 412:
        return Trouble(PreconditionFailed("The event has changed in Google Calendar since it was read."))
    if told.status == 401:
        return Trouble(AuthorizationExpired(not_let_in(account)))
    if told.is_any(SCOPE_WORDS):
        return Trouble(AuthorizationExpired(_sign_in_again(account)))
    return _judge_limit(told, account) or _judge_fault(told, account)


def _judge_limit(told: Told, account: str) -> Trouble | None:
    if told.status == 429 or (told.status == 403 and told.is_any(RATES)):
        error = Unavailable("Google Calendar asks to slow down; it will be tried again.")
        return Trouble(error, Again.ALWAYS, told.after, is_rate=True)
    if told.status == 403 and told.is_any(SPENT):
        return Trouble(Unavailable(spent(account)), is_spent=True)
    return None


def _judge_fault(told: Told, account: str) -> Trouble:
    if told.status == 408 or told.status >= 500:
        error = Unavailable(f"Google Calendar has a fault of its own ({told.status}); it will be tried again.")
        return Trouble(error, Again.READS, told.after)
    if not told.reasons:
        return Trouble(not_google())
    return Trouble(RefusedBy(_refusal(told, account), told.status, told.reason))


def read_body(status: int, body: Any) -> Answer | Trouble:
    """Of a 2xx. Where a network shows a page of its own, it is text."""
    if status == 204:
        return Answer(status)
    return Answer(status, body) if isinstance(body, dict) else Trouble(not_google())


def not_google() -> Unavailable:
    return Unavailable(
        "Something else answers in the place of Google Calendar, such as a network that wants a sign-in in the browser;"
        " it will be tried again."
    )


def spent(account: str) -> str:
    return (
        f"Google does not let the account {account!r} write for some hours, because of its usage limits;"
        " it will be tried again later, and reading goes on."
    )


def not_let_in(account: str) -> str:
    return f"Google no longer lets the account {account!r} in: run `hedgerow connect google {account}`."


def _sign_in_again(account: str) -> str:
    return (
        f"The sign-in of the account {account!r} does not allow this: run `hedgerow connect google {account}` and leave"
        " every box ticked."
    )


def _refusal(told: Told, account: str) -> str:
    if told.is_any(SWITCHED_OFF):
        return f"The Google Calendar API is not switched on in your Google Cloud project: open {_SWITCH} and enable it."
    said = told.message or told.reason
    return f"Google Calendar refuses a request for the account {account!r} ({told.status}: {said})."


def page_of(body: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    """The items; what is no object is left away."""
    items = body.get("items")
    return [each for each in items if isinstance(each, dict)] if isinstance(items, list) else []


def text_of(of: Mapping[str, Any], name: str) -> str:
    """Empty when it is no text."""
    found = of.get(name)
    return found if isinstance(found, str) else ""
