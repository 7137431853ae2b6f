"""What every Mailer keeps. A test module fills in the fixture `post` and inherits the tests."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from email.message import EmailMessage

import pytest

from hedgerow.ports import Mailer

ONE_CLICK = f"<https://hedgerow.example/u/{'k' * 120}>, <mailto:out@hedgerow.example>"
PIXEL = b"\x89PNG\r\n\x1a\n" + bytes(range(256))


@dataclass
class Post:
    mailer: Mailer
    delivered: Callable[[], Sequence[EmailMessage]]
    """Everything that has arrived so far, as a mail program would read it."""


def letter(subject: str = "Your week 2026-W47", text: str = "Hello\n.a line with a dot\n\nTschüß\n") -> EmailMessage:
    message = EmailMessage()
    message["From"] = "Hedgerow <hedgerow@example.org>"
    message["To"] = "Robin Maïs <robin@example.org>"
    message["Subject"] = subject
    message["Date"] = "Mon, 23 Nov 2026 09:00:00 +0100"
    message["Message-ID"] = "<report.weekly.2026-W47.0a1b2c@example.org>"
    message["Auto-Submitted"] = "auto-generated"
    message["List-Unsubscribe"] = ONE_CLICK
    message.set_content(text)
    message.add_alternative("<p>Hello <img src='cid:day'></p>\n", subtype="html")
    page = message.get_body(("html",))
    assert isinstance(page, EmailMessage)
    page.add_related(PIXEL, "image", "png", cid="<day>")
    return message


def contents(message: EmailMessage) -> list[tuple[str, object]]:
    """Text with plain line ends, which mail is free to write as CRLF."""
    leaves = [part for part in message.walk() if not part.is_multipart()]
    return [(part.get_content_type(), _plain(part.get_content())) for part in leaves]


def _plain(content: object) -> object:
    return content.replace("\r\n", "\n") if isinstance(content, str) else content


class MailerContract:
    def test_a_letter_arrives_with_its_headers_and_parts(self, post: Post) -> None:
        sent = letter()
        post.mailer.send(sent, lambda: None)
        [received] = post.delivered()
        assert [(name, str(value)) for name, value in received.items() if name != "Content-Type"] == [
            (name, str(value)) for name, value in sent.items() if name != "Content-Type"
        ]
        assert contents(received) == contents(sent)

    def test_the_message_is_left_as_it_was(self, post: Post) -> None:
        sent = letter()
        before = contents(sent), sent.items()
        post.mailer.send(sent, lambda: None)
        assert (contents(sent), sent.items()) == before

    def test_it_says_where_the_letter_went(self, post: Post) -> None:
        assert post.mailer.send(letter(), lambda: None)

    def test_handing_over_is_told_once_and_before_the_letter_arrives(self, post: Post) -> None:
        arrived: list[int] = []
        post.mailer.send(letter(), lambda: arrived.append(len(post.delivered())))
        assert arrived == [0]

    def test_nothing_arrives_when_handing_over_cannot_be_recorded(self, post: Post) -> None:
        def full() -> None:
            raise RuntimeError("the disk is full")

        with pytest.raises(RuntimeError, match="the disk is full"):
            post.mailer.send(letter(), full)
        assert post.delivered() == []
