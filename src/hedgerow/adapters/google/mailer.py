"""Letters through Gmail, at most once: a letter is one request, and that is sent once.

answer                                what became of the letter
------------------------------------- --------------------------------------------------------------------------------
2xx with the id of the letter         sent
401 in Google's words                 not sent: once more with a fresh token, then Refused
429, and 403 of rates, in its words   not sent: Unavailable
400, 403, 404 in its words, and 413   not sent: Refused
everything else, and none at all      nobody knows: UncertainDelivery
"""

from base64 import urlsafe_b64encode
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from email.message import EmailMessage
from http.client import HTTPConnection, HTTPException
from typing import Any

from googleapiclient.errors import HttpError
from httplib2 import HttpLib2Error, Response

from hedgerow.adapters.google.answers import RATES, SCOPE_WORDS, SPENT, SWITCHED_OFF, Told, read_refusal
from hedgerow.adapters.google.authority import Authority
from hedgerow.adapters.google.scopes import MAIL, without_mail
from hedgerow.adapters.google.service import ENDPOINT, letters_at
from hedgerow.adapters.google.wire import SECONDS, Wire
from hedgerow.ports import AuthorizationExpired, Refused, Unavailable, UncertainDelivery

LARGEST = 25 * 1024 * 1024
"""Bytes that Gmail takes."""
_SWITCH = "https://console.cloud.google.com/apis/library/gmail.googleapis.com"


@dataclass(frozen=True, slots=True)
class Wording:
    """How a letter becomes bytes, and whom they are for; the same for every way out. Both raise Refused."""

    write: Callable[[EmailMessage], bytes]
    envelope: Callable[[EmailMessage], tuple[str, Sequence[str]]]


@dataclass(frozen=True, slots=True)
class GmailMailer:
    authority: Authority
    wording: Wording
    endpoint: str = ENDPOINT
    """The calendar's, as the settings have it."""
    seconds: float = SECONDS
    """To connect, and then for the request with its whole answer."""
    hosts: frozenset[str] = frozenset()
    """The only ones to be asked; empty: any."""

    def send(self, message: EmailMessage, handing_over: Callable[[], None]) -> str:
        """Whom it went to, and through which account. Raises Unavailable, Refused or UncertainDelivery."""
        data = self.wording.write(message)
        _, recipients = self.wording.envelope(message)
        if len(data) > LARGEST:
            raise Refused("The letter is larger than the 25 MB that Gmail takes, and was not sent.")
        token = self._token()
        told = self._post(data, token, handing_over)
        if told is not None and told.is_of_token:
            told = self._post(data, self._token(spent=token), _told_already)
        if told is not None:
            raise self._judged(told)
        return f"{', '.join(recipients)} through the Google account {self.authority.account}"

    def _token(self, spent: str = "") -> str:
        """Another one than `spent`. Raises Unavailable, Refused."""
        try:
            grant = self.authority.grant()
            if MAIL not in grant.scopes:
                raise Refused(without_mail(self.authority.account))
            if grant.access_token not in ("", spent) and not self.authority.is_past(grant.expiry):
                return grant.access_token
            return self.authority.renewed(grant.access_token).access_token
        except AuthorizationExpired as error:
            raise Refused(str(error)) from error

    def _post(self, data: bytes, token: str, handing_over: Callable[[], None]) -> Told | None:
        """What Google said when it did not send it. Raises Unavailable, UncertainDelivery."""
        request = letters_at(self.endpoint).send(userId="me", body={"raw": urlsafe_b64encode(data).decode()})
        request.headers |= {"authorization": f"Bearer {token}", "accept-encoding": "identity"}
        with closing(_Post(self.seconds, self.hosts, handing_over)) as post:
            try:
                body = request.execute(http=post, num_retries=0)
            except HttpError as error:
                return read_refusal(int(error.resp.status), error.content, "")
            except (OSError, HttpLib2Error, HTTPException) as error:
                raise _lost(is_out=post.is_out) from error
            except (ValueError, RecursionError) as error:  # out of the library, which takes bytes for text
                raise _unclear() from error
        if isinstance(body, dict) and isinstance(body.get("id"), str):
            return None
        raise _unclear()

    def _judged(self, told: Told) -> Unavailable | Refused | UncertainDelivery:
        account = self.authority.account
        if told.is_of_token:
            return Refused(
                f"Gmail does not take the sign-in of {account!r}, not even when it was just renewed: run"
                f" `hedgerow connect google {account} --mail`."
            )
        if told.status == 429 or (told.status == 403 and told.is_any(RATES | SPENT)):
            return Unavailable("Gmail takes no letter now, because of its limits; it will be tried again.")
        if told.status == 413:
            return Refused("Gmail finds the letter too large, and did not send it.")
        if told.status in (400, 403, 404) and told.reasons:
            return _refused(told, account)
        return _unclear()


class _Post(Wire):
    """Says when the first byte is about to go out, and sends nothing twice, as httplib2 would after some failures."""

    def __init__(self, seconds: float, hosts: frozenset[str], handing_over: Callable[[], None]) -> None:
        super().__init__(seconds, hosts)
        self.is_out = False
        self._handing_over = handing_over

    def _conn_request(self, conn: HTTPConnection, uri: str, method: str, body: Any, headers: Any) -> tuple[Any, bytes]:
        conn.connect()
        self._handing_over()
        self.is_out = True
        conn.request(method, uri, body, headers)
        answer = conn.getresponse()
        content = answer.read()
        return Response(answer), content


def _refused(told: Told, account: str) -> Refused:
    if told.is_any(SCOPE_WORDS):
        return Refused(without_mail(account))
    if told.is_any(SWITCHED_OFF):
        return Refused(f"The Gmail API is not switched on in your Google Cloud project: open {_SWITCH} and enable it.")
    said = told.message or told.reason
    return Refused(
        f"Gmail did not take the letter for the account {account!r} ({told.status}: {said}): check letter.to and"
        " letter.from."
    )


def _told_already() -> None: ...


def _lost(*, is_out: bool) -> Unavailable | UncertainDelivery:
    if not is_out:
        return Unavailable("Gmail could not be reached; it will be tried again.")
    return UncertainDelivery(
        "The connection to Gmail was lost while the letter was handed over: it may or may not arrive."
    )


def _unclear() -> UncertainDelivery:
    return UncertainDelivery("Gmail gave no clear answer to the letter: it may or may not arrive.")
