"""Letters by SMTP, at most once.

The commands are given one by one, because what an error means depends on where it falls: before the server is ready for
the text nothing has arrived; after it only the server's answer tells.
"""

import re
import smtplib
import ssl
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from email.message import EmailMessage
from ipaddress import ip_address

from hedgerow.adapters.mail.deadline import Deadline, TimedSmtp, TimedSmtpOverTls
from hedgerow.adapters.mail.wire import envelope, write
from hedgerow.ports import Refused, Unavailable, UncertainDelivery
from hedgerow.settings.values import Tls

# instead of this machine's own name: nothing to look up, and nothing told
_HELLO = "[127.0.0.1]"
_LINE_WITH_DOT = re.compile(rb"^\.", re.MULTILINE)
_LONGEST_REPLY = 200


@dataclass(frozen=True, slots=True)
class SmtpMailer:
    host: str
    port: int
    tls: Tls
    user: str = ""
    """Empty: without signing in."""
    password: str = field(default="", repr=False)
    timeout: float = 30.0
    """Seconds, for each step; all of them together get three times as long."""
    trust: ssl.SSLContext | None = None
    """None: the authorities this system trusts."""

    def send(self, message: EmailMessage, handing_over: Callable[[], None]) -> str:
        """Whom it went to, and through which server. Raises Unavailable, Refused or UncertainDelivery."""
        data = write(message)
        sender, recipients = envelope(message)
        if self.tls is Tls.NONE and self.user and not _is_loopback(self.host):
            raise Refused(
                f"The password would go to {self.host} in clear text: set letter.smtp.tls to starttls or tls."
            )
        with Deadline(3 * self.timeout) as deadline, ExitStack() as opened:
            with self._failing(), self._in_time(deadline):
                server = self._connected(deadline)
                opened.callback(server.close)
                self._sign_in(server)
                self._announce(server, sender, recipients, len(data))
            handing_over()
            self._hand_over(server, data)
            with suppress(smtplib.SMTPException, OSError):
                server.quit()
        return f"{', '.join(recipients)} through {self.host}"

    def _connected(self, deadline: Deadline) -> smtplib.SMTP:
        place = {"host": self.host, "port": self.port, "local_hostname": _HELLO, "timeout": self.timeout}
        if self.tls is Tls.TLS:
            return TimedSmtpOverTls(deadline, context=self._context, **place)
        return TimedSmtp(deadline, **place)

    @property
    def _context(self) -> ssl.SSLContext:
        # smtplib's own default checks no certificate
        return self.trust or ssl.create_default_context()

    def _sign_in(self, server: smtplib.SMTP) -> None:
        server.ehlo_or_helo_if_needed()
        if self.tls is Tls.STARTTLS:
            if not server.has_extn("starttls"):
                raise Refused(f"{self.host} offers no encryption on port {self.port}: check letter.smtp.port and tls.")
            server.starttls(context=self._context)
            server.ehlo_or_helo_if_needed()
        if self.user:
            if not server.has_extn("auth"):
                raise Refused(f"{self.host} takes no sign-in on port {self.port}: check letter.smtp.port and tls.")
            server.login(self.user, self.password)

    def _announce(self, server: smtplib.SMTP, sender: str, recipients: Sequence[str], size: int) -> None:
        """As far as the server's word that the text may come."""
        options = [f"size={size}"] if server.has_extn("size") else []
        self._expect(server.mail(sender, options), "2", "the sender", "letter.from and letter.smtp.user")
        for recipient in recipients:
            self._expect(server.rcpt(recipient), "2", "the recipient", "letter.to")
        self._expect(server.docmd("DATA"), "354", "the letter", "letter.to")

    def _hand_over(self, server: smtplib.SMTP, data: bytes) -> None:
        # RFC 5321 section 4.5.2
        stuffed = _LINE_WITH_DOT.sub(b"..", data)
        try:
            server.send(stuffed + b".\r\n")
            reply = server.getreply()
        except (smtplib.SMTPException, OSError) as error:
            raise UncertainDelivery(
                f"The connection to {self.host} was lost while the letter was handed over: it may or may not arrive."
            ) from error
        if not 200 <= reply[0] < 600:
            raise UncertainDelivery(f"{self.host} gave no clear answer to the letter: it may or may not arrive.")
        self._expect(reply, "2", "the letter", "letter.to")

    def _expect(self, reply: tuple[int, bytes], code: str, what: str, setting: str) -> None:
        """Raises Refused or Unavailable unless the code begins so."""
        if str(reply[0]).startswith(code):
            return
        if 500 <= reply[0] < 600:
            raise Refused(f"{self.host} did not accept {what} ({_readable(*reply)}): check {setting}.")
        raise Unavailable(f"{self.host} cannot take {what} now ({_readable(*reply)}); it will be tried again.")

    @contextmanager
    def _in_time(self, deadline: Deadline) -> Iterator[None]:
        """What fails because the time is over says so."""
        try:
            yield
        except (smtplib.SMTPException, OSError) as error:
            if not deadline.is_over:
                raise
            raise Unavailable(
                f"{self.host} did not get as far as the letter within {deadline.seconds:g} seconds; it will be tried"
                " again."
            ) from error

    @contextmanager
    def _failing(self) -> Iterator[None]:
        """Before the text is sent, a fault means that nothing has arrived."""
        try:
            yield
        except smtplib.SMTPResponseException as error:
            what, setting = "the connection", "letter.smtp"
            if isinstance(error, smtplib.SMTPAuthenticationError):
                what, setting = "the sign-in", "letter.smtp.user and its password"
            self._expect((error.smtp_code, _bytes(error.smtp_error)), "2", what, setting)
            raise
        except smtplib.SMTPServerDisconnected as error:
            raise Unavailable(f"{self.host} broke off before the letter was sent; it will be tried again.") from error
        except (smtplib.SMTPException, UnicodeError) as error:
            raise Refused(f"{self.host} and Hedgerow know no common way to sign in: check letter.smtp.user.") from error
        except ssl.SSLError as error:
            reason = getattr(error, "verify_message", "") or error.reason or "TLS failed"
            raise Unavailable(
                f"{self.host} has no connection that can be trusted ({reason}): check letter.smtp.host, port and tls."
            ) from error
        except OSError as error:
            reason = error.strerror or "no answer in time"
            raise Unavailable(
                f"{self.host} could not be reached on port {self.port} ({reason}); it will be tried again."
            ) from error


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _bytes(text: bytes | str) -> bytes:
    return text if isinstance(text, bytes) else text.encode()


def _readable(code: int, text: bytes) -> str:
    """What a server said, on one line and not for long."""
    words = "".join(letter if letter.isprintable() else " " for letter in text.decode("utf-8", "replace"))
    return " ".join([str(code), *words.split()])[:_LONGEST_REPLY]
