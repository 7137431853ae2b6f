"""A letter as a MIME message (RFC 5322, 2046) with the same bytes on every run."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import parseaddr
from hashlib import sha256

from hedgerow.letter.reader import Letter, Picture

_HEADERS = SMTP.clone(max_line_length=998)
"""Long addresses in List-Unsubscribe would else be folded into encoded words, which no program can use."""
_BODIES = SMTP.clone(max_line_length=76)
"""Quoted-printable lines: RFC 2045 section 6.7."""


@dataclass(frozen=True, slots=True)
class Envelope:
    sender: str
    """An address, with or without a name."""
    recipient: str
    date: datetime
    """With a zone."""
    host: str
    """The right side of the Message-ID, and of the List-ID."""
    unsubscribe: str | None = None
    """An address that takes a mail to stop the letters; None leaves it out."""
    one_click: str | None = None
    """An https address that takes a POST to stop the letters (RFC 8058); None leaves it out."""


def compose_message(letter: Letter, envelope: Envelope) -> EmailMessage:
    """Raises ValueError when an address holds a line break."""
    name = name_of(letter.week, envelope.recipient)
    message = EmailMessage(policy=_HEADERS)
    message["From"] = envelope.sender
    message["To"] = envelope.recipient
    message["Subject"] = letter.subject
    message["Date"] = envelope.date
    message["Message-ID"] = f"<{name}@{envelope.host}>"
    message["Auto-Submitted"] = "auto-generated"
    message["List-ID"] = f"Hedgerow letter <letter.hedgerow.{envelope.host}>"
    if ways := list(_ways_out(envelope)):
        message["List-Unsubscribe"] = ", ".join(f"<{way}>" for way in ways)
    if envelope.one_click is not None:
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message["MIME-Version"] = "1.0"
    message.make_alternative(boundary=f"=_{name}")
    message.attach(_part(letter.text, "plain"))
    message.attach(_page(letter, boundary=f"={_digest(name)}"))
    return message


def _page(letter: Letter, boundary: str) -> EmailMessage:
    """With the pictures that it shows by their Content-ID: RFC 2387, 2392."""
    page = _part(letter.html, "html")
    if not letter.pictures:
        return page
    related = EmailMessage(policy=_BODIES)
    related["Content-Type"] = "multipart/related"
    related.set_param("type", "text/html")
    related.set_boundary(boundary)
    related.attach(page)
    for picture in letter.pictures:
        related.attach(_picture(picture))
    return related


def _picture(picture: Picture) -> EmailMessage:
    part = EmailMessage(policy=_BODIES)
    part.set_content(picture.png, "image", "png", disposition="inline", cid=f"<{picture.cid}>")
    del part["MIME-Version"]
    return part


def name_of(week: str, recipient: str) -> str:
    """The left side of the Message-ID: a letter that is sent again, or answered, is to be known."""
    return f"letter.{week}.{_to(recipient)}"


def _ways_out(envelope: Envelope) -> Iterator[str]:
    if envelope.one_click is not None:
        yield envelope.one_click
    if envelope.unsubscribe is not None:
        yield f"mailto:{envelope.unsubscribe}?subject=unsubscribe"


def _part(content: str, subtype: str) -> EmailMessage:
    part = EmailMessage(policy=_BODIES)
    part.set_content(content, subtype=subtype, charset="utf-8", cte="quoted-printable")
    del part["MIME-Version"]
    return part


def _to(recipient: str) -> str:
    """An address is nobody's business on the way; a resend to the same one is to be known as such."""
    return _digest(parseaddr(recipient)[1].lower())


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:12]
