"""A real IMAP server (pymap) on the loopback, with one mailbox in memory."""

import imaplib
import socket
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass, field
from threading import Event
from types import TracebackType
from typing import Self

USER, PASSWORD = "robin", "correct horse"
_PATIENCE = 30.0


@dataclass
class MailboxServer:
    tls: tuple[str, str] | None = None
    """Files of a certificate and its key: it offers STARTTLS, and lets nobody in without."""
    port: int = field(init=False)

    def __enter__(self) -> Self:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])
        secured = ["--cert", self.tls[0], "--key", self.tls[1]] if self.tls else ["--no-tls"]
        words = ["--no-service", "managesieve", "--host", "127.0.0.1", "--port", str(self.port), *secured, "dict"]
        credentials = ["--demo-data", "--demo-user", USER, "--demo-password", PASSWORD]
        program = [sys.executable, "-c", "from pymap.main import main; main()", *words, *credentials]
        self._process = subprocess.Popen(program, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self._wait()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._process.kill()
        self._process.wait()

    def put(self, mail: str, folder: str = "INBOX") -> None:
        with imaplib.IMAP4("127.0.0.1", self.port) as box:
            box.login(USER, PASSWORD)
            box.append(folder, "", "", mail.replace("\n", "\r\n").encode())

    def flags(self) -> list[bytes]:
        with imaplib.IMAP4("127.0.0.1", self.port) as box:
            box.login(USER, PASSWORD)
            box.select("INBOX", readonly=True)
            _, found = box.uid("FETCH", "1:*", "(FLAGS)")
            return [part for part in found if isinstance(part, bytes)]

    def _wait(self) -> None:
        for _ in range(int(_PATIENCE / 0.1)):
            with suppress(OSError), socket.create_connection(("127.0.0.1", self.port), timeout=1):
                return
            assert self._process.poll() is None, "the mailbox server ended"
            Event().wait(0.1)
        raise AssertionError("the mailbox server does not answer")
