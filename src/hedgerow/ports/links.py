"""What the links of letters, and the pages behind them, need from the world."""

from datetime import datetime
from typing import Protocol

from hedgerow.core.errand import Done, Errand


class Links(Protocol):
    """Tokens for one errand each, which their page does for whoever holds them."""

    def is_ready(self) -> bool:
        """Whether anything was ever there to answer them: else nothing is to be linked."""

    def sign(self, errand: Errand, until: datetime) -> str:
        """The token; the same for the same errand and time."""

    def read(self, token: str, now: datetime) -> Errand:
        """Raises Refused when it is not ours, was changed, or is over."""

    def claim(self, token: str, at: datetime) -> bool:
        """True for exactly one caller, until `release`."""

    def settle(self, token: str, done: Done) -> None:
        """Remembers what came of it."""

    def release(self, token: str) -> None:
        """Nothing was done: the link may be used."""

    def done(self, token: str) -> Done | None:
        """None when it was not used."""
