"""Letters as files: the mail itself, and beside it each text as a person can open it."""

import os
import re
from base64 import b64encode
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import EmailMessage
from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile

from hedgerow.adapters.mail.wire import write
from hedgerow.ports import Unavailable

_STRANGE = re.compile(r"[^A-Za-z0-9._-]+")
_WEEK = re.compile(r"\b\d{4}-W\d{2}\b")
_LONGEST = 100


@dataclass(frozen=True, slots=True)
class FolderMailer:
    folder: Path
    """It is made when needed."""

    def send(self, message: EmailMessage, handing_over: Callable[[], None]) -> str:
        """The path of the .eml. The same letter gives the same files again. Raises Unavailable or Refused."""
        data = write(message)
        letter = self.folder / f"{name_of(message, data)}.eml"
        texts = {letter.with_suffix(ending): text.encode() for ending, text in _texts(message).items()}
        staged: dict[Path, Path] = {}
        try:
            with self._failing():
                self._stage({**texts, letter: data}, staged)
            handing_over()
            with self._failing():
                for path in [*texts, letter]:  # the mail last: without it nothing has arrived
                    os.replace(staged[path], path)
                _settle(self.folder)
        finally:
            for left in staged.values():
                left.unlink(missing_ok=True)
        return str(letter)

    def _stage(self, contents: Mapping[Path, bytes], staged: dict[Path, Path]) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        for path, content in contents.items():
            with NamedTemporaryFile(dir=self.folder, prefix=".", suffix=".new", delete=False) as new:
                staged[path] = Path(new.name)
                new.write(content)
                new.flush()
                os.fsync(new.fileno())

    @contextmanager
    def _failing(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            reason = error.strerror or "it is not clear why"
            raise Unavailable(
                f"The letter could not be written to {self.folder} ({reason}); it will be tried again."
            ) from error


def name_of(message: EmailMessage, data: bytes) -> str:
    """After the Message-ID, else the week in the subject, else the content."""
    local = str(message["Message-ID"] or "").strip().strip("<>").partition("@")[0]
    week = _WEEK.search(str(message["Subject"] or ""))
    wanted = local or (f"letter-{week[0]}" if week else f"letter-{sha256(data).hexdigest()[:12]}")
    name = _STRANGE.sub("_", wanted).lstrip(".")[:_LONGEST]
    # two names must not become one by what was taken out of them
    return name if name == wanted else f"{name}-{sha256(wanted.encode()).hexdigest()[:8]}"


def _texts(message: EmailMessage) -> Mapping[str, str]:
    found = {".html": message.get_body(("html",)), ".txt": message.get_body(("plain",))}
    texts = {ending: part.get_content() for ending, part in found.items() if isinstance(part, EmailMessage)}
    return {ending: _with_pictures(text, message) if ending == ".html" else text for ending, text in texts.items()}


def _with_pictures(page: str, message: EmailMessage) -> str:
    """A browser finds no part of a mail by its Content-ID: RFC 2392."""
    for part in message.walk():
        name, data = str(part["Content-ID"] or "").strip("<>"), part.get_payload(decode=True)
        if name and isinstance(data, bytes):
            inline = f"data:{part.get_content_type()};base64,{b64encode(data).decode()}"
            page = page.replace(f'"cid:{name}"', f'"{inline}"')
    return page


def _settle(folder: Path) -> None:
    """The names reach the disk too."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
