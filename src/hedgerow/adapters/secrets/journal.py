"""`ports.journal.Journal`: each page sealed as a password is, bound to its person and week."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from hedgerow.adapters.secrets.sealed import SealedSecrets
from hedgerow.core.digest import digest_of
from hedgerow.ports import SecretName
from hedgerow.ports.journal import Page, PageId

Row = tuple[int, str, str, str, bytes, datetime]


class Pages(Protocol):
    """Rows: id, week, key of the question, name of the sealing key, what is sealed, when it was written."""

    def rows(self) -> Sequence[Row]: ...

    def add(self, row: Row) -> int:
        """Its id, which is not that of `row`."""

    def drop(self, page: int) -> bool: ...

    def take(self, reply: str, at: datetime) -> bool: ...

    def ask(self, week: str, keys: Sequence[str]) -> Sequence[str]: ...

    def asked(self, weeks: Sequence[str]) -> Mapping[str, Sequence[str]]: ...


@dataclass(frozen=True, slots=True)
class SealedJournal:
    kept: Pages
    sealing: SealedSecrets

    def pages(self) -> Sequence[Page]:
        return [self._page(row) for row in self.kept.rows()]

    def write(self, page: Page) -> PageId:
        said = json.dumps([page.question, page.answer])
        key, sealed = self.sealing.close(_name(page.week, page.key), said, page.at)
        return PageId(self.kept.add((0, page.week, page.key, key, sealed, page.at)))

    def forget(self, page: PageId) -> bool:
        return self.kept.drop(page)

    def take(self, reply: str, at: datetime) -> bool:
        """Raises what would keep its page from being written: a reply taken without one would be lost."""
        self.sealing.close(_name("", ""), "", at)
        return self.kept.take(digest_of([reply]), at)

    def ask(self, week: str, keys: Sequence[str]) -> Sequence[str]:
        return self.kept.ask(week, keys)

    def asked(self, weeks: Sequence[str]) -> Mapping[str, Sequence[str]]:
        return self.kept.asked(weeks)

    def _page(self, row: Row) -> Page:
        number, week, key, sealed_with, sealed, at = row
        question, answer = json.loads(self.sealing.open(_name(week, key), sealed_with, sealed))
        return Page(PageId(number), week, key, question, answer, at)


def _name(week: str, key: str) -> SecretName:
    return SecretName(f"journal/{week}/{key}")
