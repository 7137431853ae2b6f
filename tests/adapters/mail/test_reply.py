"""Mails as nobody's mail program writes them: a mailbox takes them all the same."""

import pytest

from hedgerow.adapters.mail.reply import read_reply

FIELDS = {
    "From": b"Ada <ada@example.org>",
    "Message-ID": b"<1@mail.example.org>",
    "In-Reply-To": b"<letter.2026-W47.abc@example.org>",
    "Date": b"Mon, 23 Nov 2026 20:15:00 +0100",
    "Content-Type": b'text/plain; charset="utf-8"',
}
NESTED = b"(" * 5_000


def mail(body: bytes = b"Mine.", **other: bytes) -> bytes:
    fields = FIELDS | {name.replace("_", "-"): value for name, value in other.items()}
    return b"\r\n".join([*(name.encode() + b": " + value for name, value in fields.items()), b"", body])


def test_what_a_mail_program_writes_is_read() -> None:
    reply = read_reply(mail())
    assert reply is not None
    assert (reply.text, reply.sender, reply.answers) == ("Mine.", "ada@example.org", "letter.2026-W47.abc")


@pytest.mark.parametrize("sender", [NESTED + b"ada@example.org", b"<@a,@b:", b".@", b'"', b"a:;", b"," * 200_000])
def test_a_sender_that_is_no_address_is_nobody(sender: bytes) -> None:
    reply = read_reply(mail(From=sender))
    assert reply is None or reply.sender != "ada@example.org"


@pytest.mark.parametrize(
    "date",
    [
        b"Fri, 31 Dec 9999 23:59:59 -2359",
        b"Fri, 31 Dec 99999999999999999999 23:59:59 -0000",
        b"Fri, 31 Dec 2026 23:59:59 +99999999999999999999",
        b"yesterday",
        b"Fri, 31 Dec 2026 23:59:59",
    ],
)
def test_a_date_that_is_none_is_left_out(date: bytes) -> None:
    reply = read_reply(mail(Date=date))
    assert reply is not None
    assert reply.at is None


@pytest.mark.parametrize(
    "content",
    [
        b'text/plain; charset="utf\0-8"',
        b'text/plain; charset="punycode"',
        b'text/plain; charset="undefined"',
        b'text/plain; charset="hex"',
        b"text/html",
        b"message/rfc822",
        b'multipart/mixed; boundary="b"',
    ],
)
def test_a_text_that_cannot_be_read_is_no_page(content: bytes) -> None:
    assert read_reply(mail(Content_Type=content)) is None


def test_parts_in_parts_without_end_are_no_page() -> None:
    deep = b"".join(
        b'--b%d\r\nContent-Type: multipart/mixed; boundary="b%d"\r\n\r\n' % (n, n + 1) for n in range(2_000)
    )
    assert read_reply(mail(deep, Content_Type=b'multipart/mixed; boundary="b0"')) is None


def test_what_would_command_a_terminal_or_be_no_text_is_taken_out() -> None:
    reply = read_reply(mail("Rested\x1b[2J\x07 well \N{SEEDLING}.".encode()))
    assert reply is not None
    assert reply.text == "Rested[2J well \N{SEEDLING}."
    reply = read_reply(mail(b"+2AA- well", Content_Type=b'text/plain; charset="utf-7"'))
    assert reply is not None
    assert reply.text == "well"


@pytest.mark.parametrize(
    "unit", [b"On ", b"On a wrote ", b"Am 23 schrieb ", b"Den 4 skrev ", b"\n", b"\n\t ", b"> a\n> On b\n"]
)
def test_no_text_keeps_the_reader_for_minutes(unit: bytes) -> None:
    """Without a bound each of them takes from many seconds to hours, so that this would not end."""
    read_reply(mail((unit * 100_000)[:250_000]))


def test_a_long_paragraph_keeps_all_its_words() -> None:
    words = " ".join(f"word{number}" for number in range(300))
    reply = read_reply(mail(f"{words}\n\nOn Mon, 23 Nov 2026, Hedgerow <a@b.org> wrote:\n> Your week".encode()))
    assert reply is not None
    assert reply.text.split() == words.split()
