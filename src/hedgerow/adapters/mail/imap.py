"""An IMAP connection that neither lasts for ever nor fills the memory, whatever the server says."""

import imaplib
import ssl
from dataclasses import dataclass
from socket import socket

from hedgerow.adapters.mail.deadline import Deadline

MOST_BYTES = 48 * 1024 * 1024
"""Of all that one look at a mailbox may bring: a server may send more than it was asked for."""


@dataclass(frozen=True, slots=True)
class Place:
    host: str
    port: int
    timeout: float
    """Seconds, for each step."""
    context: ssl.SSLContext | None
    """None: TLS only when STARTTLS is said."""


class TimedImap(imaplib.IMAP4):
    def __init__(self, place: Place, deadline: Deadline) -> None:
        self._context, self._deadline, self._left = place.context, deadline, MOST_BYTES
        super().__init__(place.host, place.port, place.timeout)

    def _create_socket(self, timeout: float | None) -> socket:
        """Watched from before the handshake and the greeting on."""
        connection: socket = super()._create_socket(timeout)  # type: ignore[misc]
        self._deadline.watch(connection)
        return self._context.wrap_socket(connection, server_hostname=self.host) if self._context else connection

    def read(self, size: int) -> bytes:
        self._spend(size)
        return super().read(size)

    def readline(self) -> bytes:
        line = super().readline()
        self._spend(len(line))
        return line

    def _spend(self, size: int) -> None:
        """Raises imaplib.IMAP4.abort."""
        self._left -= size
        if self._left < 0:
            raise self.abort("more than was asked for")
