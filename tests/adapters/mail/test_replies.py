from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from hedgerow.adapters.mail import imap
from hedgerow.adapters.mail.replies import MOST_BYTES, ImapReplies
from hedgerow.ports import Refused, Unavailable
from hedgerow.ports.journal import Mailbox, Reply
from hedgerow.settings.values import Tls
from tests.agenda import utc
from tests.fakes.drip import Dripping
from tests.fakes.mailbox import MemoryMailbox
from tests.fakes.mailbox_server import PASSWORD, USER, MailboxServer
from tests.fakes.post_office import PostOffice
from tests.fakes.tls import Pair, make_pair

LETTER = "letter.2026-W47.abc123abc123"
LONG_AGO = date(2000, 1, 1)


def mail(text: str, *headers: str, answers: str = f"<{LETTER}@example.org>", number: int = 1) -> str:
    head = [
        "From: Ada <Ada@Example.org>",
        "Subject: Re: Your week 47",
        f"Message-ID: <{number}@mail.example.org>",
        f"In-Reply-To: {answers}",
        "Date: Mon, 23 Nov 2026 20:15:00 +0100",
        "MIME-Version: 1.0",
        'Content-Type: text/plain; charset="utf-8"',
        "Content-Transfer-Encoding: 8bit",
        *headers,
    ]
    return "\n".join([*head, "", text])


REPLY = Reply("<1@mail.example.org>", LETTER, "ada@example.org", "After the walk 🌿.", utc("2026-11-23 19:15"))


def box(server: MailboxServer, password: str = PASSWORD, folder: str = "INBOX") -> ImapReplies:
    return ImapReplies("127.0.0.1", server.port, Tls.NONE, USER, password, folder, timeout=10)


@pytest.fixture(scope="module")
def shared() -> Iterator[MailboxServer]:
    with MailboxServer() as server:
        yield server


@pytest.fixture
def server() -> Iterator[MailboxServer]:
    with MailboxServer() as server:
        yield server


Filled = Callable[[], Mailbox]
"""A mailbox with one reply."""


class RepliesContract:
    def test_a_reply_says_whose_it_is_and_which_letter_it_answers(self, filled: Filled) -> None:
        assert list(filled().since(LONG_AGO)) == [REPLY]

    def test_it_is_there_again_at_the_next_look(self, filled: Filled) -> None:
        replies = filled()
        assert list(replies.since(LONG_AGO)) == list(replies.since(LONG_AGO)) != []

    def test_what_came_before_is_left_out(self, filled: Filled) -> None:
        assert list(filled().since(date(2999, 1, 1))) == []


class TestMemoryMailbox(RepliesContract):
    @pytest.fixture
    def filled(self) -> Filled:
        return lambda: MemoryMailbox([REPLY])


class TestImapReplies(RepliesContract):
    @pytest.fixture
    def filled(self, server: MailboxServer) -> Filled:
        server.put(mail("After the walk 🌿."))
        return lambda: box(server)


@pytest.mark.parametrize(
    "quoted",
    [
        "Mine.\n\nOn Mon, 23 Nov 2026 at 09:00, Hedgerow <a@b.org> wrote:\n> Your week\n> and more",
        "Mine.\n\nAm 23.11.2026 um 09:00 schrieb Hedgerow <a@b.org>:\n\n> Deine Woche",
        "Mine.\n\nLe lun. 23 nov. 2026 à 09:00, Hedgerow <a@b.org> a écrit :\n> Ta semaine",
        f"Mine.\n\n{'_' * 32}\nFrom: Hedgerow <a@b.org>\nSent: Monday\nTo: Ada\nSubject: Your week\n\nx",
        "> When did you feel rested?\nMine.",
        "Mine.\n\n-- \nAda\n+49 30 123",
    ],
)
def test_only_the_persons_own_words_are_kept(shared: MailboxServer, quoted: str) -> None:
    shared.put(mail(quoted, number=abs(hash(quoted))))
    assert list(box(shared).since(LONG_AGO))[-1].text == "Mine."


@pytest.mark.parametrize(
    "other",
    [
        mail("x", answers="<something@else.example>"),
        mail("x", "Auto-Submitted: auto-replied"),
        mail("> only a quote"),
        mail("x").replace("Message-ID: <1@mail.example.org>\n", ""),
        mail("x" * (MOST_BYTES + 1)),
        mail("x").replace("utf-8", "no-such-charset"),
    ],
    ids=["no letter of ours", "a vacation notice", "nothing of one's own", "without an id", "huge", "charset"],
)
def test_what_is_no_answer_is_left_alone(server: MailboxServer, other: str) -> None:
    server.put(other)
    assert list(box(server).since(LONG_AGO)) == []


def test_reading_changes_nothing_in_the_mailbox(server: MailboxServer) -> None:
    server.put(mail("Mine."))
    before = server.flags()
    box(server).since(LONG_AGO)
    assert server.flags() == before
    assert b"Seen" not in before[-1]


def test_a_wrong_password_names_the_setting(shared: MailboxServer) -> None:
    with pytest.raises(Refused, match=r"letter\.replies"):
        box(shared, password="wrong").since(LONG_AGO)


def test_a_folder_that_is_not_there_is_named(shared: MailboxServer) -> None:
    with pytest.raises(Refused, match='Hedge"row'):
        box(shared, folder='Hedge"row').since(LONG_AGO)


def test_a_mailbox_that_does_not_answer_is_tried_again_later() -> None:
    with MailboxServer() as gone:
        pass
    with pytest.raises(Unavailable, match="will be tried again"):
        box(gone).since(LONG_AGO)


def test_what_is_no_mailbox_is_tried_again_later() -> None:
    with PostOffice() as office, pytest.raises((Unavailable, Refused)):
        ImapReplies("127.0.0.1", office.port, Tls.NONE, USER, PASSWORD, timeout=3).since(LONG_AGO)


@pytest.mark.parametrize(
    ("tls", "first", "ended"),
    [(Tls.NONE, b"* OK", "took too long"), (Tls.TLS, b"\x16\x03\x03\x01\x00\x02", "was lost")],
)
def test_a_server_that_never_ends_its_greeting_is_left_when_the_time_is_over(
    tls: Tls, first: bytes, ended: str
) -> None:
    with Dripping(first, b"x", pause=0.1) as slow, pytest.raises(Unavailable, match=ended):
        ImapReplies("127.0.0.1", slow.port, tls, USER, PASSWORD, timeout=0.5).since(LONG_AGO)


@pytest.mark.parametrize("more", [b"* 1 EXISTS\r\n" * 1000, b"* X {99999999999}\r\n"])
def test_a_server_that_says_more_than_it_was_asked_for_is_left(more: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(imap, "MOST_BYTES", 200_000)
    with Dripping(b"* OK ready\r\n", more) as endless, pytest.raises(Unavailable, match="was lost"):
        ImapReplies("127.0.0.1", endless.port, Tls.NONE, USER, PASSWORD, timeout=60).since(LONG_AGO)


def test_what_imap_cannot_say_names_the_setting_and_not_the_password(shared: MailboxServer) -> None:
    with pytest.raises(Refused, match=r"letter\.replies") as refused:
        box(shared, password="schl\xfcssel").since(LONG_AGO)
    assert "\xfc" not in str(refused.value)


def test_the_password_is_not_in_what_is_shown(shared: MailboxServer) -> None:
    assert PASSWORD not in repr(box(shared))


def test_a_password_never_leaves_this_machine_in_the_clear() -> None:
    with pytest.raises(Refused, match="clear text"):
        ImapReplies("imap.example.org", 143, Tls.NONE, USER, PASSWORD).since(LONG_AGO)


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> tuple[Pair, Path]:
    folder = tmp_path_factory.mktemp("tls")
    return make_pair(folder), folder


@pytest.mark.part("openssl")
def test_by_starttls_it_signs_in_encrypted_and_trusts_no_stranger(pair: tuple[Pair, Path]) -> None:
    trusted, folder = pair
    with MailboxServer((str(folder / "certificate.pem"), str(folder / "key.pem"))) as server:
        ours = ImapReplies("127.0.0.1", server.port, Tls.STARTTLS, USER, PASSWORD, timeout=10, trust=trusted.client)
        assert list(ours.since(LONG_AGO)) == []
        with pytest.raises(Unavailable):
            ImapReplies("127.0.0.1", server.port, Tls.STARTTLS, USER, PASSWORD, timeout=10).since(LONG_AGO)
