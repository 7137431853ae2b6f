"""Letters as files."""

from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pytest

from hedgerow.adapters.mail.folder import FolderMailer
from hedgerow.ports import Refused, Unavailable
from tests.adapters.contract_mailer import ONE_CLICK, MailerContract, Post, letter


def read(folder: Path) -> list[EmailMessage]:
    return [
        message_from_bytes(path.read_bytes(), _class=EmailMessage, policy=default)
        for path in sorted(folder.glob("*.eml"))
    ]


class TestFolder(MailerContract):
    @pytest.fixture
    def post(self, tmp_path: Path) -> Post:
        folder = tmp_path / "outbox"
        return Post(FolderMailer(folder), lambda: read(folder))


def send(folder: Path, message: EmailMessage) -> Path:
    return Path(FolderMailer(folder).send(message, lambda: None))


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_letter_is_three_files_named_after_its_message_id(tmp_path: Path) -> None:
    path = send(tmp_path, letter())
    assert path == tmp_path / "report.weekly.2026-W47.0a1b2c.eml"
    assert names(tmp_path) == [f"report.weekly.2026-W47.0a1b2c.{ending}" for ending in ("eml", "html", "txt")]
    assert path.with_suffix(".txt").read_text() == "Hello\n.a line with a dot\n\nTschüß\n"
    assert path.with_suffix(".html").read_text() == "<p>Hello <img src='cid:day'></p>\n"


def test_the_same_letter_twice_is_the_same_file_byte_for_byte(tmp_path: Path) -> None:
    first = send(tmp_path, letter()).read_bytes()
    assert send(tmp_path, letter()).read_bytes() == first
    assert len(names(tmp_path)) == 3


def test_a_long_unsubscribe_link_stays_readable(tmp_path: Path) -> None:
    assert f"\r\nList-Unsubscribe: {ONE_CLICK}\r\n".encode() in send(tmp_path, letter()).read_bytes()


def test_encoded_words_stay_within_what_mail_programs_accept(tmp_path: Path) -> None:
    subject = "Diese Woche: " + "drei Abende für dich – " * 8 + "Ende"
    data = send(tmp_path, letter(subject)).read_bytes()
    assert max(len(word) for word in data.split() if word.startswith(b"=?")) <= 75
    assert read(tmp_path)[0]["Subject"] == subject


def test_without_a_message_id_the_week_names_the_file(tmp_path: Path) -> None:
    message = letter()
    del message["Message-ID"]
    assert send(tmp_path, message).name == "letter-2026-W47.eml"


def test_without_either_the_content_names_the_file(tmp_path: Path) -> None:
    message = letter(subject="Hello")
    del message["Message-ID"]
    assert send(tmp_path, message) == send(tmp_path, message)


@pytest.mark.parametrize("local", ["../../etc/passwd", "..", "a/b", ".hidden", "x" * 300])
def test_no_name_leads_out_of_the_folder(tmp_path: Path, local: str) -> None:
    message = letter()
    message.replace_header("Message-ID", f"<{local}@example.org>")
    path = send(tmp_path / "outbox", message)
    assert path.parent == tmp_path / "outbox"
    assert not path.name.startswith(".")
    assert names(tmp_path) == ["outbox"]


def test_two_names_do_not_become_one(tmp_path: Path) -> None:
    for local in ("a/b", "a_b"):
        message = letter()
        message.replace_header("Message-ID", f"<{local}@example.org>")
        send(tmp_path, message)
    assert len(list(tmp_path.glob("*.eml"))) == 2


def test_a_letter_without_a_page_has_no_page_beside_it(tmp_path: Path) -> None:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "a@example.org", "b@example.org", "2026-W47"
    message.set_content("Hello\n")
    send(tmp_path, message)
    assert names(tmp_path) == ["letter-2026-W47.eml", "letter-2026-W47.txt"]


def test_a_folder_that_cannot_be_made_says_so(tmp_path: Path) -> None:
    (tmp_path / "outbox").write_text("a file")
    with pytest.raises(Unavailable, match=r"could not be written to .*outbox"):
        send(tmp_path / "outbox", letter())


def test_without_its_texts_the_letter_has_not_arrived(tmp_path: Path) -> None:
    (tmp_path / "report.weekly.2026-W47.0a1b2c.txt").mkdir()
    with pytest.raises(Unavailable):
        send(tmp_path, letter())
    assert read(tmp_path) == []


def test_a_failure_leaves_no_half_letter(tmp_path: Path) -> None:
    def full() -> None:
        raise RuntimeError

    with pytest.raises(RuntimeError):
        FolderMailer(tmp_path).send(letter(), full)
    assert names(tmp_path) == []


INJECTIONS = [
    "=?utf-8?q?Lunch=0d=0aBcc:_evil@example.net?=",
    "=?utf-8?q?Lunch=0aBcc:_evil@example.net?=",
    "=?utf-8?b?THVuY2gNCkJjYzogZXZpbEBleGFtcGxlLm5ldA==?=",
    "=?utf-8?q?Lunch=0d=0a=0d=0a<h1>Pay</h1>?=",
    "=?utf-8?q?Lunch=0d?=",
    "Lunch\x00",
    "=?utf-8?q?Lunch=E2=80=A8Bcc:_evil@example.net?=",
    "=?utf-8?q?Lunch=C2=85Bcc:_evil@example.net?=",
]


@pytest.mark.parametrize("subject", INJECTIONS)
def test_a_title_cannot_smuggle_in_a_header(tmp_path: Path, subject: str) -> None:
    with pytest.raises(Refused, match="header"):
        send(tmp_path, letter(subject=subject))
    assert list(tmp_path.iterdir()) == []


def test_the_page_beside_the_letter_carries_its_pictures(tmp_path: Path) -> None:
    message = letter("Week 47")
    message.clear_content()
    message.set_content("text")
    message.add_alternative('<img src="cid:mon@x"><img src="cid:gone@x">', subtype="html")
    [_, page] = message.iter_parts()
    page.add_related(b"PNG", "image", "png", cid="<mon@x>")
    kept = Path(FolderMailer(tmp_path).send(message, lambda: None))
    assert '<img src="data:image/png;base64,UE5H"><img src="cid:gone@x">' in kept.with_suffix(".html").read_text()
