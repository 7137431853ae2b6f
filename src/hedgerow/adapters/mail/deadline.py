"""A mail server that may not take for ever: the time-out of smtplib is for each step, and any byte renews it."""

import smtplib
import socket
from contextlib import suppress
from threading import Timer
from types import TracebackType
from typing import Any, Self


class Deadline:
    """Cuts the connection when its time is over, whatever is being done with it."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.is_over = False
        self._connection: socket.socket | None = None
        self._timer = Timer(seconds, self._cut)
        self._timer.daemon = True

    def __enter__(self) -> Self:
        self._timer.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._timer.cancel()
        self._timer.join()
        if self._connection is not None:
            self._connection.close()

    def watch(self, connection: socket.socket) -> None:
        """A second handle, because TLS takes the first one over."""
        self._connection = connection.dup()
        if self.is_over:
            self._cut()

    def _cut(self) -> None:
        self.is_over = True
        if self._connection is not None:
            with suppress(OSError):
                self._connection.shutdown(socket.SHUT_RDWR)


class TimedSmtp(smtplib.SMTP):
    def __init__(self, deadline: Deadline, **options: Any) -> None:
        self._deadline = deadline
        super().__init__(**options)

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        connection: socket.socket = super()._get_socket(host, port, timeout)  # type: ignore[misc]
        self._deadline.watch(connection)
        return connection


class TimedSmtpOverTls(smtplib.SMTP_SSL, TimedSmtp):
    """In this order, so that the connection is watched from before the handshake on."""

    def __init__(self, deadline: Deadline, **options: Any) -> None:
        self._deadline = deadline
        smtplib.SMTP_SSL.__init__(self, **options)
