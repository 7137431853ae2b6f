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
from datetime import date
from ipaddress import ip_address

from hedgerow.adapters.mail.deadline import Deadline
from hedgerow.adapters.mail.imap import Place, TimedImap
from hedgerow.adapters.mail.reply import read_reply
from hedgerow.ports import Refused, Unavailable
from hedgerow.ports.journal import Reply
from hedgerow.settings.values import Tls

MOST_BYTES = 256 * 1024
"""Of a reply; a larger one is no page of a journal."""
MOST_REPLIES = 100
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_SIZE = re.compile(rb"RFC822\.SIZE (\d{1,10})")


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
        at_once = context if self.tls is Tls.TLS else None
        server = TimedImap(Place(self.host, self.port, self.timeout, at_once), deadline)
        if self.tls is Tls.STARTTLS:
            server.starttls(context)
        return server

    def _replies(self, server: imaplib.IMAP4, day: date) -> Iterator[Reply]:
        if server.select(_quoted(self.folder), readonly=True)[0] != "OK":
            raise Refused(f"The mailbox {self.user} has no folder {self.folder!r}: check letter.replies.folder.")
        when = f"{day.day:02d}-{_MONTHS[day.month - 1]}-{day.year}"
        answers = ("OR", "HEADER", "In-Reply-To", '"letter."', "HEADER", "References", '"letter."')
        _, found = server.uid("SEARCH", "SINCE", when, *answers)
        numbers = [number.decode() for number in (found[0] or b"").split() if number.isdigit()]
        for number in numbers[-MOST_REPLIES:]:
            if self._size(server, number) <= MOST_BYTES:
                _, parts = server.uid("FETCH", number, "(BODY.PEEK[])")
                replies = (read_reply(part[1][:MOST_BYTES]) for part in parts if isinstance(part, tuple))
                yield from (reply for reply in replies if reply is not None)

    def _size(self, server: imaplib.IMAP4, number: str) -> int:
        _, parts = server.uid("FETCH", number, "(RFC822.SIZE)")
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
        except UnicodeEncodeError:
            raise Refused(
                "IMAP takes only ASCII: check user, password and folder of letter.replies for other letters."
            ) from None
        except imaplib.IMAP4.error as error:
            raise Refused(
                f"The mailbox at {self.host} does not let {self.user} in: check letter.replies user and password."
            ) from error


def _quoted(folder: str) -> str:
    escaped = folder.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
