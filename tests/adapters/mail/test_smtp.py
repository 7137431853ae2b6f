"""Letters by SMTP: at most once, whatever goes wrong where."""

import socket
import ssl
from collections.abc import Callable, Iterator
from email.message import EmailMessage
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hedgerow.adapters.mail.deadline import Deadline
from hedgerow.adapters.mail.smtp import SmtpMailer
from hedgerow.adapters.mail.wire import write
from hedgerow.ports import Refused, Unavailable, UncertainDelivery
from hedgerow.settings.values import Tls
from tests.adapters.contract_mailer import ONE_CLICK, MailerContract, Post, contents, letter
from tests.fakes.post_office import DRIP, HANG_UP, PASSWORD, SILENCE, USER, PostOffice
from tests.fakes.tls import Pair, make_pair


@pytest.fixture
def office() -> Iterator[PostOffice]:
    with PostOffice() as opened:
        yield opened


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Pair:
    return make_pair(tmp_path_factory.mktemp("tls"))


def mailer(office: PostOffice, tls: Tls = Tls.NONE, **more: Any) -> SmtpMailer:
    return SmtpMailer("127.0.0.1", office.port, tls, timeout=5, **more)


def nothing() -> None:
    pass


class TestSmtp(MailerContract):
    @pytest.fixture
    def post(self, office: PostOffice) -> Post:
        return Post(mailer(office), lambda: office.letters)


def test_the_envelope_is_taken_from_the_letter(office: PostOffice) -> None:
    sent = letter()
    sent["Cc"] = "Alex <alex@example.org>"
    assert mailer(office).send(sent, nothing) == "robin@example.org, alex@example.org through 127.0.0.1"
    assert office.envelopes == [("hedgerow@example.org", ["robin@example.org", "alex@example.org"])]


def test_the_server_gets_the_bytes_that_the_folder_would_hold(office: PostOffice) -> None:
    mailer(office).send(letter(), nothing)
    assert office.delivered == [write(letter())]
    assert f"List-Unsubscribe: {ONE_CLICK}\r\n".encode() in office.delivered[0]


def test_handing_over_is_told_between_the_servers_word_and_the_text(office: PostOffice) -> None:
    mailer(office).send(letter(), lambda: office.events.append("handing over"))
    tail = office.events[office.events.index("354") :]
    assert tail[:4] == ["354", "handing over", "the text", "250"]


def test_a_line_of_one_dot_does_not_end_the_letter(office: PostOffice) -> None:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "a@example.org", "b@example.org", "Dots"
    message.set_content(".\n..\n.a\nQUIT\n")
    mailer(office).send(message, nothing)
    assert contents(office.letters[0]) == [("text/plain", ".\n..\n.a\nQUIT\n")]


@given(subject=st.text(st.characters(exclude_categories=("C", "Z")), max_size=200), text=st.text(max_size=400))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=40)
def test_no_text_can_break_out_of_the_letter(subject: str, text: str) -> None:
    data = write(letter(f"W47 {subject}", text))
    assert data.isascii()
    assert b"\n" not in data.replace(b"\r\n", b"")
    assert b"\r" not in data.replace(b"\r\n", b"")
    assert max(map(len, data.split(b"\r\n"))) <= 998


# Encryption and signing in


@pytest.mark.part("openssl")
@pytest.mark.parametrize("tls", [Tls.STARTTLS, Tls.TLS])
def test_a_letter_goes_out_encrypted_and_signed_in(pair: Pair, tls: Tls) -> None:
    with PostOffice(pair.server, at_once=tls is Tls.TLS) as office:
        mailer(office, tls, user=USER, password=PASSWORD, trust=pair.client).send(letter(), nothing)
        assert (len(office.letters), office.signed_in) == (1, [USER])


@pytest.mark.part("openssl")
@pytest.mark.parametrize("tls", [Tls.STARTTLS, Tls.TLS])
def test_an_unknown_certificate_gets_neither_password_nor_letter(pair: Pair, tls: Tls) -> None:
    with PostOffice(pair.server, at_once=tls is Tls.TLS) as office:
        with pytest.raises(Unavailable, match=r"can be trusted \(self.signed certificate\): check letter\.smtp\.host"):
            mailer(office, tls, user=USER, password=PASSWORD).send(letter(), nothing)
        assert (office.letters, office.signed_in) == ([], [])


@pytest.mark.part("openssl")
@pytest.mark.parametrize(("user", "password"), [(USER, "guess"), ("eve", PASSWORD)])
def test_a_wrong_password_names_the_setting(pair: Pair, user: str, password: str) -> None:
    with PostOffice(pair.server) as office:
        sender = mailer(office, Tls.STARTTLS, user=user, password=password, trust=pair.client)
        with pytest.raises(Refused, match=r"did not accept the sign-in \(535 .*check letter\.smtp\.user"):
            sender.send(letter(), nothing)
        assert office.letters == []


@pytest.mark.part("openssl")
def test_a_password_beyond_ascii_is_refused_in_words(pair: Pair) -> None:
    with PostOffice(pair.server) as office, pytest.raises(Refused, match=r"check letter\.smtp\.user"):
        mailer(office, Tls.STARTTLS, user=USER, password="pässword", trust=pair.client).send(letter(), nothing)


def test_a_server_without_encryption_is_not_sent_to_in_the_clear(office: PostOffice) -> None:
    with pytest.raises(Refused, match="offers no encryption"):
        mailer(office, Tls.STARTTLS).send(letter(), nothing)
    assert office.letters == []


def test_a_password_never_leaves_this_machine_in_the_clear() -> None:
    with pytest.raises(Refused, match=r"clear text: set letter\.smtp\.tls"):
        SmtpMailer("mail.example.org", 25, Tls.NONE, USER, PASSWORD).send(letter(), nothing)


def test_on_this_machine_a_password_may_go_in_the_clear(office: PostOffice) -> None:
    mailer(office, user=USER, password=PASSWORD).send(letter(), nothing)
    assert (len(office.letters), office.signed_in) == (1, [USER])


def test_the_password_is_not_in_what_is_shown_of_the_mailer() -> None:
    assert PASSWORD not in repr(SmtpMailer("mail.example.org", 25, Tls.TLS, USER, PASSWORD))


# What went wrong, and where

BEFORE: dict[str, tuple[dict[str, str], type[Exception], str]] = {
    "busy at the door": ({"220": "421 too busy"}, Unavailable, r"421 too busy\); it will be tried again"),
    "closed at the door": ({"220": "554 no service"}, Refused, r"554 no service\): check letter\.smtp"),
    "sender later": ({"MAIL": "451 try later"}, Unavailable, r"the sender now \(451 try later\)"),
    "sender refused": ({"MAIL": "553 not yours"}, Refused, r"the sender \(553 not yours\): check letter\.from"),
    "recipient later": ({"RCPT": "450 greylisted"}, Unavailable, "450 greylisted"),
    "recipient unknown": ({"RCPT": "550 no such mailbox"}, Refused, r"550 no such mailbox\): check letter\.to"),
    "text later": ({"354": "452 disk full"}, Unavailable, "452 disk full"),
    "text refused": ({"354": "554 no valid recipients"}, Refused, "554 no valid recipients"),
    "gibberish": ({"MAIL": "well"}, Unavailable, "tried again"),
    "hung up at the recipient": ({"RCPT": HANG_UP}, Unavailable, "broke off before the letter was sent"),
}


@pytest.mark.parametrize("name", BEFORE)
def test_before_the_text_a_fault_is_certain(office: PostOffice, name: str) -> None:
    answers, kind, sentence = BEFORE[name]
    office.answers |= answers
    told: list[str] = []
    with pytest.raises(kind, match=sentence):
        mailer(office).send(letter(), lambda: told.append("handing over"))
    assert (told, office.letters) == ([], [])


def test_a_letter_that_is_too_large_is_not_even_begun(office: PostOffice) -> None:
    office.size_limit = 1000
    with pytest.raises(Refused, match=r"552 .*exceeds"):
        mailer(office).send(letter(), nothing)
    assert "354" not in office.events


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        ("452 mailbox full", Unavailable),
        ("550 looks like spam", Refused),
        (HANG_UP, UncertainDelivery),
        ("well", UncertainDelivery),
        ("199 hm", UncertainDelivery),
    ],
)
def test_after_the_text_only_a_clear_answer_is_certain(office: PostOffice, answer: str, kind: type[Exception]) -> None:
    office.answers["DATA"] = answer
    told: list[str] = []
    with pytest.raises(kind) as caught:
        mailer(office).send(letter(), lambda: told.append("handing over"))
    assert type(caught.value) is kind
    assert told == ["handing over"]


def test_a_server_that_says_nothing_more_leaves_it_uncertain(office: PostOffice) -> None:
    office.answers["DATA"] = SILENCE
    with pytest.raises(UncertainDelivery, match="may or may not arrive"):
        SmtpMailer("127.0.0.1", office.port, Tls.NONE, timeout=0.3).send(letter(), nothing)


@pytest.mark.parametrize("answer", ["220", "MAIL", "RCPT", "354"])
def test_a_server_that_talks_without_end_before_the_text_is_cut_off(office: PostOffice, answer: str) -> None:
    office.answers[answer] = DRIP
    with pytest.raises(Unavailable, match=r"did not get as far as the letter within 0\.9 seconds; it will be tried"):
        SmtpMailer("127.0.0.1", office.port, Tls.NONE, timeout=0.3).send(letter(), nothing)
    assert office.letters == []


def test_a_server_that_talks_without_end_after_the_text_leaves_it_uncertain(office: PostOffice) -> None:
    office.answers["DATA"] = DRIP
    with pytest.raises(UncertainDelivery, match="may or may not arrive"):
        SmtpMailer("127.0.0.1", office.port, Tls.NONE, timeout=0.3).send(letter(), nothing)


def test_a_server_that_talks_without_end_after_the_letter_has_it(office: PostOffice) -> None:
    office.answers["221"] = DRIP
    SmtpMailer("127.0.0.1", office.port, Tls.NONE, timeout=0.3).send(letter(), nothing)
    assert len(office.letters) == 1


def test_a_handshake_that_never_ends_is_cut_off() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, Deadline(0.3) as deadline:
        with socket.create_connection(server.getsockname()) as plain:
            deadline.watch(plain)
            with (
                pytest.raises(OSError, match="EOF"),
                ssl.create_default_context().wrap_socket(plain, server_hostname="localhost"),
            ):
                pass
        assert deadline.is_over


def test_a_lost_farewell_does_not_make_a_sent_letter_uncertain(office: PostOffice) -> None:
    office.answers["221"] = HANG_UP
    mailer(office).send(letter(), nothing)
    assert len(office.letters) == 1


def test_a_server_that_is_not_there_is_tried_again_later() -> None:
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        with pytest.raises(Unavailable, match=r"could not be reached on port \d+ \(Connection refused\)"):
            SmtpMailer("127.0.0.1", bound.getsockname()[1], Tls.NONE).send(letter(), nothing)


@pytest.mark.parametrize("tls", [Tls.NONE, Tls.TLS])
def test_a_silent_server_is_given_up(tls: Tls) -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        with pytest.raises(Unavailable, match="tried again"):
            SmtpMailer("127.0.0.1", silent.getsockname()[1], tls, timeout=0.3).send(letter(), nothing)


# Letters that are not sent


def without_sender(message: EmailMessage) -> None:
    del message["From"]


def without_recipient(message: EmailMessage) -> None:
    del message["To"]


def hidden_recipient(message: EmailMessage) -> None:
    message["Bcc"] = "eve@example.net"


def no_address(message: EmailMessage) -> None:
    message.replace_header("To", "Robin")


def beyond_ascii(message: EmailMessage) -> None:
    message.replace_header("To", "röbin@example.org")


def header_in_a_name(message: EmailMessage) -> None:
    message["X-Lunch: yes\r\nBcc"] = "evil@example.net"


def smuggled_header(message: EmailMessage) -> None:
    message.replace_header("Subject", "=?utf-8?q?Lunch=0d=0aBcc:_evil@example.net?=")


@pytest.mark.parametrize(
    "spoil",
    [without_sender, without_recipient, hidden_recipient, no_address, beyond_ascii, header_in_a_name, smuggled_header],
)
def test_a_letter_that_is_not_right_is_refused_before_anybody_is_called(
    office: PostOffice, spoil: Callable[[EmailMessage], None]
) -> None:
    message = letter()
    spoil(message)
    with pytest.raises(Refused):
        mailer(office).send(message, nothing)
    assert office.connections == 0
