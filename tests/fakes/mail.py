"""A mailbox in memory."""

from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default


@dataclass
class Mailbox:
    """Takes every letter, unless told to fail once before or after the text is handed over."""

    letters: list[EmailMessage] = field(default_factory=list)
    fails_before: Exception | None = None
    fails_after: Exception | None = None

    def send(self, message: EmailMessage, handing_over: Callable[[], None]) -> str:
        failure, self.fails_before = self.fails_before, None
        if failure:
            raise failure
        handing_over()
        failure, self.fails_after = self.fails_after, None
        if failure:
            raise failure
        self.letters.append(message_from_bytes(deepcopy(message).as_bytes(), _class=EmailMessage, policy=default))
        return f"{message['To']} in memory"
