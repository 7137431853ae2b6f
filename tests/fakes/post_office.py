"""A mail server on the loopback that answers as scripted.

with PostOffice() as office:
    office.answers["RCPT"] = "550 no such mailbox"
"""

import asyncio
import ssl
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from threading import Thread
from types import TracebackType
from typing import Any, Self

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

HANG_UP = "hang up"
SILENCE = "silence"
DRIP = "drip"
"""Lines of an answer that never ends, one now and then."""
USER, PASSWORD = "robin", "correct horse"


@dataclass
class PostOffice:
    tls: ssl.SSLContext | None = None
    """With it the server offers STARTTLS, or speaks TLS from the first byte on."""
    at_once: bool = False
    size_limit: int = 1 << 25
    answers: dict[str, str] = field(default_factory=dict)
    """What to answer instead, by command (MAIL, RCPT, DATA: to the text) or by the usual answer (220, 354)."""
    delivered: list[bytes] = field(default_factory=list)
    envelopes: list[tuple[str | None, list[str]]] = field(default_factory=list)
    events: list[str] = field(default_factory=list)
    signed_in: list[str] = field(default_factory=list)
    connections: int = 0

    @property
    def letters(self) -> list[EmailMessage]:
        return [message_from_bytes(data, _class=EmailMessage, policy=default) for data in self.delivered]

    def __enter__(self) -> Self:
        self._loop = asyncio.new_event_loop()
        self._thread = Thread(target=self._loop.run_forever)
        self._thread.start()
        self._server = asyncio.run_coroutine_threadsafe(self._open(), self._loop).result()
        self.port = int(self._server.sockets[0].getsockname()[1])
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        asyncio.run_coroutine_threadsafe(self._close(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    async def _open(self) -> asyncio.Server:
        return await self._loop.create_server(self._speak, "127.0.0.1", 0, ssl=self.tls if self.at_once else None)

    async def _close(self) -> None:
        self._server.close()
        conversations = asyncio.all_tasks() - {asyncio.current_task()}
        for conversation in conversations:
            conversation.cancel()
        await asyncio.gather(*conversations, return_exceptions=True)
        await asyncio.sleep(0)

    def said(self, status: str) -> None:
        """Before it goes out: for those who want to know the moment."""

    def _speak(self) -> "_Clerk":
        self.connections += 1
        return _Clerk(
            self,
            hostname="post.example",
            data_size_limit=self.size_limit,
            tls_context=None if self.at_once else self.tls,
            auth_require_tls=self.tls is not None and not self.at_once,
            authenticator=self._authenticate,
            loop=self._loop,
        )

    def _authenticate(self, server: SMTP, session: Session, envelope: Envelope, way: str, given: Any) -> AuthResult:
        known = isinstance(given, LoginPassword) and (given.login, given.password) == (
            USER.encode(),
            PASSWORD.encode(),
        )
        self.signed_in += [USER] if known else []
        return AuthResult(success=known, handled=False)

    async def handle_MAIL(  # noqa: N802 - a name of aiosmtpd
        self, server: SMTP, _: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return self.answers.get("MAIL", "250 OK")

    async def handle_RCPT(  # noqa: N802 - a name of aiosmtpd
        self, server: SMTP, _: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        envelope.rcpt_tos.append(address)
        return self.answers.get("RCPT", "250 OK")

    async def handle_DATA(  # noqa: N802 - a name of aiosmtpd
        self, server: SMTP, _: Session, envelope: Envelope
    ) -> str:
        self.events.append("the text")
        answer = self.answers.get("DATA", "250 OK")
        if answer.startswith("250"):
            assert isinstance(envelope.content, bytes)
            self.delivered.append(envelope.content)
            self.envelopes.append((envelope.mail_from, envelope.rcpt_tos))
        return answer


class _Clerk(SMTP):
    async def push(self, status: str | bytes) -> None:
        said = status.decode() if isinstance(status, bytes) else status
        office: PostOffice = self.event_handler
        said = office.answers.get(said[:3], said)
        office.events.append(said[:3])
        office.said(said)
        if said == HANG_UP and self.transport is not None:
            self.transport.close()
        elif said == DRIP:
            await self._drip()
        elif said != SILENCE:
            await super().push(said)

    async def _drip(self) -> None:
        transport = self.transport
        assert transport is not None
        try:
            while not transport.is_closing():
                await super().push("250-and")
                await asyncio.sleep(0.02)
        finally:
            transport.close()
