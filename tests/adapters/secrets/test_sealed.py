"""Secrets in a real database: what a thief of it gets, and what happens to whoever changes it."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from hedgerow.adapters.secrets.keys import KeyPlace
from hedgerow.adapters.secrets.sealed import SealedSecrets
from hedgerow.adapters.store.database import Store, open_store
from hedgerow.adapters.store.vault import SqlVault
from hedgerow.ports import AuthorizationExpired, PersonId, Refused, SecretName, Secrets
from tests.adapters.contract_secrets import CLUB, HOME, NOON, SecretsContract
from tests.fakes.secrets import MemorySecrets, MemoryVault

ANNA, BEN = PersonId("anna"), PersonId("ben")
TOKEN = "tok-4711-never-in-clear"


def place(tmp_path: Path, passphrase: str = "") -> KeyPlace:
    return KeyPlace(None, keyring=False, passphrase=passphrase, file=tmp_path / "keys" / "key", data=tmp_path / "data")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "data" / "hedgerow.sqlite") as store:
        yield store


class TestInMemory(SecretsContract):
    @pytest.fixture
    def secrets(self) -> Secrets:
        return MemorySecrets()


class TestSealedInMemory(SecretsContract):
    @pytest.fixture
    def secrets(self, tmp_path: Path) -> Secrets:
        return SealedSecrets(MemoryVault(), ANNA, place(tmp_path))


class TestSealedInTheDatabase(SecretsContract):
    @pytest.fixture
    def secrets(self, store: Store, tmp_path: Path) -> Secrets:
        return SealedSecrets(store.vault(ANNA), ANNA, place(tmp_path))


class TestSealedByPassphrase(SecretsContract):
    @pytest.fixture
    def secrets(self, store: Store, tmp_path: Path) -> Secrets:
        return SealedSecrets(store.vault(ANNA), ANNA, place(tmp_path, "three blind mice"))


def test_no_file_of_the_data_folder_holds_a_secret_in_clear(store: Store, tmp_path: Path) -> None:
    data = tmp_path / "data"
    SealedSecrets(store.vault(ANNA), ANNA, place(tmp_path)).save(HOME, TOKEN, NOON)
    with closing(sqlite3.connect(data / "hedgerow.sqlite")) as live, closing(sqlite3.connect(data / "backup")) as copy:
        live.backup(copy)
    files = {file.name: file.read_bytes() for file in data.iterdir()}
    assert {"hedgerow.sqlite", "hedgerow.sqlite-wal", "backup"} <= files.keys()
    assert [name for name, content in files.items() if TOKEN.encode() in content] == []
    assert any(HOME.encode() in content for content in files.values()), "the row itself is there"


def test_two_rows_that_change_places_both_ask_to_connect_again(store: Store, tmp_path: Path) -> None:
    secrets = SealedSecrets(store.vault(ANNA), ANNA, place(tmp_path))
    secrets.save(HOME, "one", NOON)
    secrets.save(CLUB, "two", NOON)
    with closing(sqlite3.connect(tmp_path / "data" / "hedgerow.sqlite")) as raw, raw:
        for old, new in ((HOME, "x"), (CLUB, HOME), ("x", CLUB)):
            raw.execute("UPDATE secret SET name = ? WHERE name = ?", (new, old))
    for name in (HOME, CLUB):
        with pytest.raises(AuthorizationExpired, match="changed or moved"):
            secrets.load(name)


def test_a_row_of_one_person_does_not_open_for_another(store: Store, tmp_path: Path) -> None:
    SealedSecrets(store.vault(ANNA), ANNA, place(tmp_path)).save(HOME, "one", NOON)
    bens = SealedSecrets(store.vault(BEN), BEN, place(tmp_path))
    assert bens.load(HOME) is None
    with closing(sqlite3.connect(tmp_path / "data" / "hedgerow.sqlite")) as raw, raw:
        raw.execute("UPDATE secret SET person = ?", (BEN,))
    with pytest.raises(AuthorizationExpired):
        bens.load(HOME)


def test_one_changed_bit_is_enough(tmp_path: Path) -> None:
    vault = MemoryVault()
    secrets = SealedSecrets(vault, ANNA, place(tmp_path))
    secrets.save(HOME, TOKEN, NOON)
    key, sealed = vault.rows[HOME]
    for at in range(len(sealed)):
        vault.rows[HOME] = (key, sealed[:at] + bytes([sealed[at] ^ 1]) + sealed[at + 1 :])
        with pytest.raises(AuthorizationExpired):
            secrets.load(HOME)


def test_the_same_secret_is_sealed_in_other_bytes_each_time(tmp_path: Path) -> None:
    vault = MemoryVault()
    secrets = SealedSecrets(vault, ANNA, place(tmp_path))
    secrets.save(HOME, TOKEN, NOON)
    first = vault.rows[HOME]
    secrets.save(HOME, TOKEN, NOON)
    assert vault.rows[HOME] != first


def test_without_its_key_a_secret_asks_to_connect_again_and_stays_where_it_is(tmp_path: Path) -> None:
    vault = MemoryVault()
    SealedSecrets(vault, ANNA, place(tmp_path)).save(HOME, TOKEN, NOON)
    (tmp_path / "keys" / "key").rename(tmp_path / "away")
    later = SealedSecrets(vault, ANNA, place(tmp_path))
    with pytest.raises(AuthorizationExpired, match="put the key back"):
        later.load(HOME)
    (tmp_path / "away").rename(tmp_path / "keys" / "key")
    assert later.load(HOME) == TOKEN


def test_two_that_save_first_at_the_same_moment_can_both_be_opened(store: Store, tmp_path: Path) -> None:
    where = place(tmp_path, "three blind mice")
    with open_store(tmp_path / "data" / "hedgerow.sqlite") as other:
        quick = SealedSecrets(other.vault(ANNA), ANNA, where)
        slow = SealedSecrets(_Overtaken(other.vault(ANNA), lambda: quick.save(CLUB, "two", NOON)), ANNA, where)
        slow.save(HOME, "one", NOON)
        later = SealedSecrets(store.vault(ANNA), ANNA, where)
        assert (later.load(HOME), later.load(CLUB)) == ("one", "two")


class _Overtaken:
    """Another one is quicker between the first look into the vault and what follows from it."""

    def __init__(self, vault: SqlVault, meanwhile: Callable[[], None]) -> None:
        self._vault = vault
        self._due = [meanwhile]
        self.keep, self.keep_first, self.drop, self.names = vault.keep, vault.keep_first, vault.drop, vault.names

    def row(self, name: SecretName) -> tuple[str, bytes] | None:
        found = self._vault.row(name)
        for meanwhile in (self._due.pop() for _ in tuple(self._due)):
            meanwhile()
        return found


def test_another_passphrase_opens_nothing(tmp_path: Path) -> None:
    vault = MemoryVault()
    SealedSecrets(vault, ANNA, place(tmp_path, "three blind mice")).save(HOME, TOKEN, NOON)
    with pytest.raises(AuthorizationExpired):
        SealedSecrets(vault, ANNA, place(tmp_path, "three kind mice")).load(HOME)


def test_a_key_beside_what_it_opens_is_refused(tmp_path: Path) -> None:
    beside = KeyPlace(None, keyring=False, passphrase="", file=tmp_path / "data" / "key", data=tmp_path / "data")
    with pytest.raises(Refused, match="put it elsewhere"):
        SealedSecrets(MemoryVault(), ANNA, beside).save(HOME, TOKEN, NOON)
