"""What was asked of the server, in order, with all that a test may want to assert."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

_WRITES = ("insert", "update", "patch", "delete", "import", "move", "quickAdd", "clear", "send")


@dataclass(frozen=True, slots=True)
class Logged:
    at: datetime
    method: str
    """The HTTP verb."""
    path: str
    """Decoded, without the query."""
    operation: str
    """`events.insert`; `token`, `authorize`, `revoke`; `batch`; empty for what is not served."""
    query: Mapping[str, Any]
    """By type; what is repeated as a list."""
    headers: Mapping[str, str]
    body: Any
    """The JSON, or the form of `/token` and `/revoke`."""
    account: str
    token: str
    status: int | None
    """None where the connection was dropped without an answer."""
    reason: str
    fault: str
    cost: int

    @property
    def if_match(self) -> str | None:
        return self.headers.get("if-match")

    @property
    def send_updates(self) -> str | None:
        told = self.query.get("sendUpdates")
        return None if told is None else str(told)

    @property
    def event_id(self) -> str:
        """The id that it names, in its path or its body."""
        _, events, rest = self.path.partition("/events/")
        named = rest.partition("/")[0] if events else ""
        return named or (str(self.body.get("id", "")) if isinstance(self.body, dict) else "")

    @property
    def is_call(self) -> bool:
        """Of the calendar or of mail, and not of the sign-in."""
        return "." in self.operation

    @property
    def is_write(self) -> bool:
        return self.operation.rpartition(".")[2] in _WRITES

    @property
    def line(self) -> str:
        return f"{self.operation or self.method + ' ' + self.path} {self.status} {self.reason or self.fault}".strip()


@dataclass(slots=True)
class Journal:
    entries: list[Logged] = field(default_factory=list)
    _days: Counter[date] = field(default_factory=Counter)

    def add(self, entry: Logged) -> None:
        self.entries.append(entry)
        if entry.is_call:
            self._days[entry.at.date()] += 1

    def __iter__(self) -> Iterator[Logged]:
        return iter(tuple(self.entries))

    def __len__(self) -> int:
        return len(self.entries)

    def of(self, *operations: str) -> list[Logged]:
        return [each for each in self if each.operation in operations]

    def calls(self) -> list[Logged]:
        """Of the calendar, and not of the sign-in."""
        return [each for each in self if each.is_call]

    def writes(self) -> list[Logged]:
        return [each for each in self if each.is_write]

    def bare_writes(self) -> list[str]:
        """Writes to an event that was there, which would have overwritten whatever it had become."""
        blind = [each for each in self.of("events.update", "events.patch", "events.delete") if each.if_match is None]
        return [each.line for each in blind]

    def lines(self) -> list[str]:
        return [each.line for each in self]

    def per_day(self) -> dict[date, int]:
        """How many calls of the calendar there were, those that were forgotten too."""
        return dict(self._days)

    def forget(self) -> None:
        """All but the count of each day: a year of entries is large."""
        self.entries.clear()

    def clear(self) -> None:
        self.entries.clear()
        self._days.clear()
