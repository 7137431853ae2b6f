"""What the cycle keeps of a person's own thoughts, and of the questions that letters asked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NewType, Protocol

PageId = NewType("PageId", int)


@dataclass(frozen=True, slots=True)
class Page:
    """One thought of the person. Nobody but them reads it, and nothing is concluded from it."""

    id: PageId
    week: str
    """That it looks back on: `2026-W47`."""
    key: str
    """Of the question; empty for a thought of their own."""
    question: str = field(repr=False)
    """As it was asked."""
    answer: str = field(repr=False)
    at: datetime


class Journal(Protocol):
    def pages(self) -> Sequence[Page]:
        """In the order they were written. Raises AuthorizationExpired when they do not open, Refused."""

    def write(self, page: Page) -> PageId:
        """Whatever its id, it gets a new one. Raises Refused where it could not be sealed."""

    def forget(self, page: PageId) -> bool:
        """Whether there was one."""

    def take(self, reply: str, at: datetime) -> bool:
        """Whether a reply of that Message-ID is new; it is not from then on."""

    def ask(self, week: str, keys: Sequence[str]) -> Sequence[str]:
        """Keeps which questions the letter of a week asks; gives those it asked before, where it did."""

    def asked(self, weeks: Sequence[str]) -> Mapping[str, Sequence[str]]:
        """The keys by week, of those weeks that asked."""


@dataclass(frozen=True, slots=True)
class Reply:
    """A mail that answers a letter of ours."""

    id: str
    """Its Message-ID."""
    answers: str
    """The left side of the letter's Message-ID."""
    sender: str
    """As the mail says, in lower case; anybody could say so."""
    text: str = field(repr=False)
    """Without what it quotes, and without a signature."""
    at: datetime | None = None
    """When its writer says it was written; None where that is not to be read."""


class Mailbox(Protocol):
    """The mailbox that letters may be answered to."""

    def since(self, day: date) -> Sequence[Reply]:
        """Of mails that came on that day or later, in the order they came. Changes nothing there.

        Raises Unavailable, Refused.
        """
