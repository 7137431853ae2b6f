"""The bytes of a letter: always the same for the same letter, and with no header that it does not have.

The second is checked on the bytes themselves, because some versions of the `email` package write one header as two when
an encoded word in it holds a line break (CVE-2024-6923).
"""

import re
from collections.abc import Sequence
from copy import deepcopy
from email import message_from_bytes
from email.errors import MessageError
from email.message import EmailMessage, Message
from email.policy import SMTP, EmailPolicy
from hashlib import sha256
from typing import Any

from hedgerow.ports import Refused

_ADDED = ("content-type", "content-transfer-encoding")
_CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f-\x9f\u2028\u2029]")


class _WirePolicy(EmailPolicy):
    """Leaves an ASCII header on one line, up to the 998 letters of RFC 5322 section 2.1.1.

    The package would fold a long List-Unsubscribe into encoded words, in which no mail program finds the link. Other
    letters are folded short, because an encoded word has at most 75: RFC 2047 section 2.
    """

    def fold(self, name: str, value: Any) -> str:
        return str(super(_WirePolicy, self._for(value)).fold(name, value))

    def fold_binary(self, name: str, value: Any) -> bytes:
        return bytes(super(_WirePolicy, self._for(value)).fold_binary(name, value))

    def _for(self, value: Any) -> "_WirePolicy":
        return self if str(value).isascii() else self.clone(max_line_length=78)


_WIRE = _WirePolicy(**{**SMTP.__dict__, "max_line_length": 998, "cte_type": "7bit"})


def write(message: EmailMessage) -> bytes:
    """In 7 bits, with CRLF. The message stays as it is. Raises Refused."""
    names = _headers(message)
    if any(_CONTROL.search(str(value)) for part in message.walk() for value in part.values()):
        raise Refused(
            "The letter has a control character in a header and was not sent: look at its subject and addresses."
        )
    marked = deepcopy(message)
    try:
        _bound(marked)
        data = marked.as_bytes(policy=_WIRE)
    except (MessageError, ValueError) as error:
        raise Refused(
            "The letter cannot be written as a mail and was not sent: look at its subject and addresses."
        ) from error
    if _headers(message_from_bytes(data, policy=SMTP)) != names:
        raise Refused(
            "The letter would gain or lose a header on its way and was not sent: look at its subject and addresses."
        )
    return data


def _headers(message: "Message[Any, Any]") -> list[list[tuple[str, str]]]:
    """Of every part, in order, but for what writing it adds to one."""
    return [
        [(name.lower(), "" if name.lower() in _ADDED else " ".join(str(value).split())) for name, value in part.items()]
        for part in message.walk()
    ]


def envelope(message: EmailMessage) -> tuple[str, Sequence[str]]:
    """From whom and to whom. Raises Refused."""
    senders, recipients = _addresses(message, "From"), _addresses(message, "To", "Cc")
    if len(senders) != 1 or not recipients or message["Bcc"]:
        raise Refused(
            "The letter needs one sender and a recipient that is not hidden: check letter.from and letter.to."
        )
    if not all(address.isascii() and "@" in address for address in (*senders, *recipients)):
        raise Refused("The letter has an address that cannot be written to: check letter.from and letter.to.")
    return senders[0], recipients


def _addresses(message: EmailMessage, *names: str) -> Sequence[str]:
    headers = (header for name in names for header in message.get_all(name, []))
    return [address.addr_spec for header in headers for address in header.addresses]


def _bound(message: EmailMessage) -> None:
    """Boundaries out of the content, which nobody who writes only a part of the content can foresee."""
    parts = [part for part in message.walk() if not part.is_multipart()]
    seed = sha256(b"".join(str(part.get_payload()).encode("utf-8", "surrogateescape") for part in parts)).hexdigest()
    for number, part in enumerate(part for part in message.walk() if part.is_multipart()):
        if part.get_boundary() is None:
            part.set_boundary(f"=_{number}_{seed[:32]}")
