"""`ports.journal.Mailbox`: what the person answered to letters, read from a mailbox by IMAP (RFC 3501).

The mailbox is the person's: it is opened read-only, nothing in it is marked, moved or deleted, and of other mails no
more is asked than whether they answer a letter of ours.
"""

import imaplib
import re
import ssl
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import parseaddr
from ipaddress import ip_address

from mailparser_reply import EmailReplyParser

from hedgerow.adapters.mail.deadline import Deadline
from hedgerow.ports import Refused, Unavailable
from hedgerow.ports.journal import Reply
from hedgerow.settings.values import Tls

MOST_BYTES = 256 * 1024
"""Of a reply; a larger one is no page of a journal."""
MOST_REPLIES = 100
_LANGUAGES = ["en", "de", "fr", "es", "it", "nl", "pl", "sv", "da", "no"]
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_ANSWERED = re.compile(r"<(letter\.[^\s<>@]+)@[^\s<>]+>")
_SIGNATURE = re.compile(r"\n--[ \t]*\n.*", re.DOTALL)
_SIZE = re.compile(rb"RFC822\.SIZE (\d+)")


@dataclass(frozen=True, slots=True)
class ImapReplies:
    host: str
    port: int
    tls: Tls
    user: str
    password: str = field(repr=False)
    folder: str = "INBOX"
    timeout: float = 20.0
    """Seconds, for each step; all of them together get three times as long."""
    trust: ssl.SSLContext | None = None
    """None: the authorities this system trusts."""

    def since(self, day: date) -> Sequence[Reply]:
        with Deadline(3 * self.timeout) as deadline, self._failing(deadline):
            server = self._connected(deadline)
            try:
                server.login(self.user, self.password)
                return list(self._replies(server, day))
            finally:
                with suppress(imaplib.IMAP4.error, OSError):
                    server.logout()

    def _connected(self, deadline: Deadline) -> imaplib.IMAP4:
        if self.tls is Tls.NONE and not _is_loopback(self.host):
            raise Refused(f"The password would go to {self.host} in clear text: set letter.replies.tls to tls.")
        context = self.trust or ssl.create_default_context()
        if self.tls is Tls.TLS:
            server: imaplib.IMAP4 = imaplib.IMAP4_SSL(self.host, self.port, ssl_context=context, timeout=self.timeout)
        else:
            server = imaplib.IMAP4(self.host, self.port, timeout=self.timeout)
        deadline.watch(server.socket())
        if self.tls is Tls.STARTTLS:
            server.starttls(context)
        return server

    def _replies(self, server: imaplib.IMAP4, day: date) -> Iterator[Reply]:
        if server.select(_quoted(self.folder), readonly=True)[0] != "OK":
            raise Refused(f"The mailbox {self.user} has no folder {self.folder!r}: check letter.replies.folder.")
        when = f"{day.day:02d}-{_MONTHS[day.month - 1]}-{day.year}"
        answers = ("OR", "HEADER", "In-Reply-To", '"letter."', "HEADER", "References", '"letter."')
        _, found = server.uid("SEARCH", "SINCE", when, *answers)
        for number in (found[0] or b"").split()[-MOST_REPLIES:]:
            if self._size(server, number) <= MOST_BYTES:
                _, parts = server.uid("FETCH", number.decode(), "(BODY.PEEK[])")
                yield from (reply for part in parts if isinstance(part, tuple) for reply in _read(part[1]))

    def _size(self, server: imaplib.IMAP4, number: bytes) -> int:
        _, parts = server.uid("FETCH", number.decode(), "(RFC822.SIZE)")
        found = (_SIZE.search(part) for part in parts if isinstance(part, bytes))
        return next((int(size[1]) for size in found if size), MOST_BYTES + 1)

    @contextmanager
    def _failing(self, deadline: Deadline) -> Iterator[None]:
        try:
            yield
        except (imaplib.IMAP4.abort, OSError) as error:
            said = "took too long" if deadline.is_over else getattr(error, "strerror", None) or "was lost"
            raise Unavailable(
                f"The mailbox at {self.host} could not be read ({said}); it will be tried again."
            ) from error
        except imaplib.IMAP4.error as error:
            raise Refused(
                f"The mailbox at {self.host} does not let {self.user} in: check letter.replies user and password."
            ) from error


def _read(data: bytes) -> Iterator[Reply]:
    """None when it answers no letter, or was sent by a program."""
    message = message_from_bytes(data, _class=EmailMessage, policy=SMTP)
    answered = _ANSWERED.findall(f"{message['In-Reply-To'] or ''} {message['References'] or ''}")
    by_program = str(message["Auto-Submitted"] or "no").strip().lower() != "no"
    own_id = str(message["Message-ID"] or "").strip()
    if not answered or by_program or not own_id:
        return
    text = _own_words(message)
    if text:
        sender = parseaddr(str(message["From"] or ""))[1].lower()
        yield Reply(own_id, answered[-1], sender, text, _date(message))


def _own_words(message: EmailMessage) -> str:
    body = message.get_body(("plain",))
    try:
        text = str(body.get_content()) if body is not None else ""
    except (LookupError, UnicodeError):  # a charset that nobody knows
        return ""
    own = EmailReplyParser(languages=_LANGUAGES).parse_reply(text=text.replace("\r\n", "\n"))
    kept = _SIGNATURE.sub("", f"{own or ''}\n").splitlines()
    return "\n".join(line for line in kept if not line.startswith(">")).strip()


def _date(message: EmailMessage) -> datetime | None:
    """When its writer says it was sent; None where that is no date."""
    told = getattr(message["Date"], "datetime", None)
    return told.astimezone(UTC) if isinstance(told, datetime) and told.tzinfo else None


def _quoted(folder: str) -> str:
    escaped = folder.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
