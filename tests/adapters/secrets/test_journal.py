import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from hedgerow.adapters.secrets.journal import SealedJournal
from hedgerow.adapters.secrets.sealed import SealedSecrets
from hedgerow.adapters.store.database import Store, open_store
from hedgerow.ports import AuthorizationExpired, PersonId, Refused
from tests.adapters.contract_journal import THOUGHT, JournalContract, Opened
from tests.adapters.secrets.test_sealed import place
from tests.fakes.journal import MemoryJournal

ANNA, BEN = PersonId("anna"), PersonId("ben")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "data" / "hedgerow.sqlite") as store:
        yield store


def journal(store: Store, tmp_path: Path, person: PersonId = ANNA) -> SealedJournal:
    return SealedJournal(store.pages(person), SealedSecrets(store.vault(person), person, place(tmp_path)))


class TestMemoryJournal(JournalContract):
    @pytest.fixture
    def opened(self) -> Opened:
        kept = MemoryJournal()
        return lambda: kept


class TestSealedJournal(JournalContract):
    @pytest.fixture
    def opened(self, store: Store, tmp_path: Path) -> Opened:
        return lambda: journal(store, tmp_path)


def test_whoever_takes_the_data_folder_reads_neither_question_nor_answer(store: Store, tmp_path: Path) -> None:
    journal(store, tmp_path).write(replace(THOUGHT, question="canary-question", answer="canary-answer"))
    kept = b"".join(path.read_bytes() for path in (tmp_path / "data").rglob("*") if path.is_file())
    assert b"canary" not in kept


def test_a_reply_is_not_taken_while_there_is_no_key_to_seal_its_page_with(store: Store, tmp_path: Path) -> None:
    ours = journal(store, tmp_path)
    (tmp_path / "locked").write_text("no folder")
    keyless = replace(
        ours, sealing=replace(ours.sealing, place=replace(place(tmp_path), file=tmp_path / "locked" / "k"))
    )
    with pytest.raises(Refused):
        keyless.take("<1@mail>", THOUGHT.at)
    assert ours.take("<1@mail>", THOUGHT.at)


def test_a_page_moved_to_another_week_or_person_does_not_open(store: Store, tmp_path: Path) -> None:
    for change in ("week = '2026-W46'", "person = 'ben'"):
        journal(store, tmp_path).write(THOUGHT)
        with closing(sqlite3.connect(tmp_path / "data" / "hedgerow.sqlite")) as connection:
            connection.execute(f"UPDATE journal SET {change} WHERE id = (SELECT max(id) FROM journal)")
            connection.commit()
        person = BEN if "ben" in change else ANNA
        with pytest.raises(AuthorizationExpired):
            journal(store, tmp_path, person).pages()


def test_pages_of_one_person_are_none_of_anothers(store: Store, tmp_path: Path) -> None:
    page = journal(store, tmp_path).write(THOUGHT)
    other = journal(store, tmp_path, BEN)
    other.ask("2026-W47", ["rested"])
    assert (list(other.pages()), other.forget(page)) == ([], False)
    assert journal(store, tmp_path).asked(["2026-W47"]) == {}
