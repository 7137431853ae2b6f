"""A journal in memory."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import count

from hedgerow.ports.journal import Page, PageId


@dataclass
class MemoryJournal:
    """Several of them share the pages that they are given, as processes share a database."""

    written: list[Page] = field(default_factory=list)
    questions: dict[str, Sequence[str]] = field(default_factory=dict)
    replies: set[str] = field(default_factory=set)
    _numbers: "count[int]" = field(default_factory=lambda: count(1))

    def pages(self) -> Sequence[Page]:
        return list(self.written)

    def write(self, page: Page) -> PageId:
        number = PageId(next(self._numbers))
        self.written.append(replace(page, id=number))
        return number

    def forget(self, page: PageId) -> bool:
        left = [each for each in self.written if each.id != page]
        is_gone = len(left) < len(self.written)
        self.written[:] = left
        return is_gone

    def take(self, reply: str, at: datetime) -> bool:
        is_new = reply not in self.replies
        self.replies.add(reply)
        return is_new

    def ask(self, week: str, keys: Sequence[str]) -> Sequence[str]:
        if keys:
            self.questions.setdefault(week, sorted(keys))
        return list(self.questions.get(week, ()))

    def asked(self, weeks: Sequence[str]) -> Mapping[str, Sequence[str]]:
        return {week: list(self.questions[week]) for week in weeks if week in self.questions}
