"""Links whose tokens can be read by eye, and the used ones in memory."""

from dataclasses import dataclass, field
from datetime import UTC, datetime

from hedgerow.core.errand import Done, Errand, Kind
from hedgerow.ports import Refused


@dataclass
class MemoryLinks:
    used: dict[str, Done] = field(default_factory=dict)
    ready: bool = True
    broken: Exception | None = None

    def is_ready(self) -> bool:
        return self.ready

    def sign(self, errand: Errand, until: datetime) -> str:
        parts = (errand.kind, errand.week, errand.item.replace("/", "+"), f"{int(until.timestamp()) // 60}")
        return "~".join(parts)

    def read(self, token: str, now: datetime) -> Errand:
        if self.broken is not None:
            raise self.broken
        parts = token.split("~")
        if len(parts) != 4 or parts[0] not in set(Kind):
            raise Refused("This link is not whole: open it from the letter itself.")
        if now >= datetime.fromtimestamp(int(parts[3]) * 60, UTC):
            raise Refused("This link is over: the newest letter has links that work.")
        return Errand(Kind(parts[0]), parts[1], parts[2].replace("+", "/"))

    def claim(self, token: str, at: datetime) -> bool:
        if token in self.used:
            return False
        self.used[token] = Done("")
        return True

    def settle(self, token: str, done: Done) -> None:
        self.used[token] = done

    def release(self, token: str) -> None:
        self.used.pop(token, None)

    def done(self, token: str) -> Done | None:
        return self.used.get(token)
