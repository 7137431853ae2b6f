"""The MIME message: its headers, its two bodies, and that it never varies."""

import email
from dataclasses import replace
from datetime import datetime
from email.message import EmailMessage
from email.policy import default

import pytest

from hedgerow.letter.message import Envelope, compose_message
from hedgerow.letter.write import write_letter
from tests.agenda import BERLIN
from tests.letter.reports import FULL, READER, retitled

LETTER = write_letter(FULL, READER)
ENVELOPE = Envelope(
    sender="Hedgerow <hedgerow@example.org>",
    recipient="Ada <ada@example.org>",
    date=datetime(2026, 11, 23, 8, 30, tzinfo=BERLIN),
    host="burrow.example.org",
    unsubscribe="hedgerow@example.org",
)


def sent(envelope: Envelope = ENVELOPE) -> EmailMessage:
    """As it arrives on the other side."""
    return email.message_from_bytes(compose_message(LETTER, envelope).as_bytes(), policy=default)


def test_the_headers_are_these_and_no_others() -> None:
    assert dict(sent().items()) == {
        "From": "Hedgerow <hedgerow@example.org>",
        "To": "Ada <ada@example.org>",
        "Subject": "Your week 47, 16 to 22 November 2026",
        "Date": "Mon, 23 Nov 2026 08:30:00 +0100",
        "Message-ID": "<letter.2026-W47.cfe00dde46ef@burrow.example.org>",
        "Auto-Submitted": "auto-generated",
        "List-ID": "Hedgerow letter <letter.hedgerow.burrow.example.org>",
        "List-Unsubscribe": "<mailto:hedgerow@example.org?subject=unsubscribe>",
        "MIME-Version": "1.0",
        "Content-Type": 'multipart/alternative; boundary="=_letter.2026-W47.cfe00dde46ef"',
    }


def test_the_bytes_are_the_same_each_time() -> None:
    assert compose_message(LETTER, ENVELOPE).as_bytes() == compose_message(LETTER, ENVELOPE).as_bytes()


def test_both_bodies_arrive_whole_with_the_text_first() -> None:
    text, page = sent().iter_parts()
    assert [part.get_content_type() for part in (text, page)] == ["text/plain", "multipart/related"]
    [page, *_] = page.iter_parts()
    assert text.get_content().replace("\r\n", "\n") == LETTER.text
    assert page.get_content().replace("\r\n", "\n") == LETTER.html
    assert [dict(part.items())["Content-Transfer-Encoding"] for part in (text, page)] == ["quoted-printable"] * 2


def test_the_pictures_come_with_the_page_that_shows_them() -> None:
    _, related = sent().iter_parts()
    page, *pictures = related.iter_parts()
    assert related.get_param("type") == page.get_content_type() == "text/html"
    assert [str(part["Content-ID"]) for part in pictures] == [f"<{each.cid}>" for each in LETTER.pictures]
    assert [part.get_content() for part in pictures] == [each.png for each in LETTER.pictures]
    assert {(part.get_content_type(), part.get_content_disposition()) for part in pictures} == {("image/png", "inline")}
    assert {part.get_filename() for part in pictures} == {None}


def test_a_page_without_pictures_comes_alone() -> None:
    letter = write_letter(FULL, replace(READER, pictures=False))
    parts = compose_message(letter, ENVELOPE).iter_parts()
    assert [part.get_content_type() for part in parts] == ["text/plain", "text/html"]


def test_no_line_is_longer_than_mail_may_carry() -> None:
    raw = compose_message(LETTER, ENVELOPE).as_bytes()
    head, _, body = raw.partition(b"\r\n\r\n")
    assert max(len(line) for line in head.split(b"\r\n")) <= 998
    assert max(len(line) for line in body.split(b"\r\n")) <= 76
    assert raw.isascii()


def test_a_long_unsubscribe_address_stays_one_that_programs_can_use() -> None:
    long = f"{'a' * 60}@{'b' * 60}.example.org"
    raw = compose_message(LETTER, replace(ENVELOPE, unsubscribe=long)).as_bytes()
    assert f"List-Unsubscribe: <mailto:{long}?subject=unsubscribe>".encode() in raw


def test_without_an_address_to_stop_there_is_no_such_header() -> None:
    assert "List-Unsubscribe" not in sent(replace(ENVELOPE, unsubscribe=None))


def test_no_title_stands_in_a_header() -> None:
    letter = write_letter(retitled("Secret merger"), READER)
    head = compose_message(letter, ENVELOPE).as_bytes().partition(b"\r\n\r\n")[0]
    assert b"Secret" not in head


def test_the_message_id_tells_weeks_and_recipients_apart_but_not_spellings_of_one_address() -> None:
    def told(recipient: str, week: str = "2026-W47") -> str:
        letter = replace(LETTER, week=week)
        return str(compose_message(letter, replace(ENVELOPE, recipient=recipient))["Message-ID"])

    assert told("ada@example.org") == told("Ada L. <ADA@example.org>")
    assert len({told("ada@example.org"), told("bob@example.org"), told("ada@example.org", "2026-W48")}) == 3


def test_an_address_with_a_line_break_is_refused() -> None:
    with pytest.raises(ValueError, match=r"[Hh]eader"):
        compose_message(LETTER, replace(ENVELOPE, recipient="ada@example.org\r\nBcc: eve@example.org"))
