"""A mail → what its writer answered to a letter. Anybody may have written it, so no part of it is trusted to be whole.

The headers are read as they stand: the structured ones of `email.policy` fail in many ways on what is none, and take
minutes for long ones.
"""

import codecs
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import Message
from email.utils import parseaddr, parsedate_to_datetime
from textwrap import wrap
from unicodedata import category

from mailparser_reply import EmailReplyParser

from hedgerow.ports.journal import Reply

_LANGUAGES = ["en", "de", "fr", "es", "it", "nl", "pl", "sv", "da", "no"]
_ANSWERED = re.compile(r"<(letter\.[^\s<>@]+)@[^\s<>]+>")
_SIGNATURE = re.compile(r"\n--[ \t]*\n.*", re.DOTALL)
_MOST_OF_HEADER = 4_000
_MOST_OF_TEXT = 12_000
"""Letters that are looked at; a page of the journal has fewer."""
_WIDTH = 200
"""Of a line: what looks for quotes takes the cube of its length."""
_MOST_DASHES = 200
"""Lines that may begin another part."""
_NO_CHARSETS = ("idna", "punycode", "raw-unicode-escape", "undefined", "unicode-escape")
"""Known to Python, used by no mail program, and slow or never done."""


def read_reply(data: bytes) -> Reply | None:
    """None when it answers no letter, was sent by a program, or cannot be read."""
    try:
        return _read(message_from_bytes(data)) if data.count(b"\n--") <= _MOST_DASHES else None
    except (ValueError, TypeError, LookupError, AttributeError, ArithmeticError, RecursionError):
        return None  # `email` has no one error for what is no mail


def _read(message: "Message[str, str]") -> Reply | None:
    answered = _ANSWERED.findall(f"{_header(message, 'In-Reply-To')} {_header(message, 'References')}")
    own_id = _header(message, "Message-ID")
    by_program = (_header(message, "Auto-Submitted") or "no").lower() != "no"
    text = "" if by_program or not own_id or not answered else _own_words(_text(message))
    if not text:
        return None
    sender = parseaddr(_header(message, "From"))[1].lower()
    return Reply(own_id, answered[-1], sender, text, _date(_header(message, "Date")))


def _header(message: "Message[str, str]", name: str) -> str:
    """The end of a long one: there References has the letter that is answered."""
    return str(message[name] or "").strip()[-_MOST_OF_HEADER:]


def _text(message: "Message[str, str]") -> str:
    """Of the first part that is one; not of a mail that is enclosed."""
    plain = (part for part in _leaves(message) if part.get_content_type() == "text/plain")
    part = next((part for part in plain if part.get_content_disposition() != "attachment"), None)
    data = part.get_payload(decode=True) if part is not None else None
    if part is None or not isinstance(data, bytes):
        return ""
    charset = codecs.lookup(part.get_content_charset() or "utf-8").name
    return data.decode(charset, "replace") if charset not in _NO_CHARSETS else ""


def _leaves(message: "Message[str, str]") -> Iterator["Message[str, str]"]:
    parts = message.get_payload()
    if message.get_content_maintype() != "multipart" or not isinstance(parts, list):
        yield message
        return
    for part in parts:
        if isinstance(part, Message):
            yield from _leaves(part)


def _own_words(text: str) -> str:
    harmless = "".join(letter for letter in text if letter in "\n\t" or category(letter) not in ("Cc", "Cs"))
    lines = [short for line in harmless[:_MOST_OF_TEXT].split("\n") for short in wrap(line, _WIDTH) or [""]]
    paragraphs = re.sub(r"\n{3,}", "\n\n", "\n".join(lines))
    own = EmailReplyParser(languages=list(_LANGUAGES)).parse_reply(text=paragraphs)
    kept = _SIGNATURE.sub("", f"{own or ''}\n").splitlines()
    return "\n".join(line for line in kept if not line.startswith(">")).strip()


def _date(told: str) -> datetime | None:
    """When its writer says it was sent; None where that is no date."""
    try:
        at = parsedate_to_datetime(told)
        return at.astimezone(UTC) if at.tzinfo else None
    except (ValueError, TypeError, OverflowError):
        return None
