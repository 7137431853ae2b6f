from collections.abc import Iterator
from pathlib import Path
from string import ascii_letters, digits

import pytest

from hedgerow.adapters.clock import RandomIds, StillClock
from hedgerow.adapters.links import KEY, SignedLinks
from hedgerow.adapters.store.database import open_store
from hedgerow.ports import PersonId, Refused
from tests.adapters.contract_links import LATER, MONDAY, SKIP, LinksContract, Opened
from tests.fakes.links import MemoryLinks
from tests.fakes.secrets import MemorySecrets

URL_SAFE = f"{ascii_letters}{digits}-_"
ANNA, BEN = PersonId("anna"), PersonId("ben")


class TestMemoryLinks(LinksContract):
    @pytest.fixture
    def opened(self) -> Opened:
        links = MemoryLinks()
        return lambda: MemoryLinks(links.used)


class TestSignedLinks(LinksContract):
    @pytest.fixture
    def opened(self, tmp_path: Path) -> Iterator[Opened]:
        with open_store(tmp_path / "hedgerow.db") as store:
            secrets = MemorySecrets()
            made = SignedLinks(secrets, store.used_links(ANNA), StillClock(MONDAY), RandomIds())
            made.prepare()
            yield lambda: SignedLinks(secrets, store.used_links(ANNA), StillClock(MONDAY), RandomIds())

    def test_a_changed_token_is_refused_wherever_it_was_changed(self, opened: Opened) -> None:
        token = opened().sign(SKIP, LATER)
        for place in range(0, len(token), 5):
            other = "A" if token[place] != "A" else "B"
            with pytest.raises(Refused, match="not whole"):
                opened().read(token[:place] + other + token[place + 1 :], MONDAY)

    def test_a_used_link_is_no_new_one_in_another_spelling(self, opened: Opened) -> None:
        token = opened().sign(SKIP, LATER)
        others = {token[:-1] + last for last in URL_SAFE} | {f"{token}=", f"{token}é", f"{token}\ud800"}
        for other in others - {token}:
            with pytest.raises(Refused, match="not whole"):
                opened().read(other, MONDAY)

    def test_one_persons_used_links_are_none_of_anothers(self, tmp_path: Path) -> None:
        with open_store(tmp_path / "two.db") as store:
            assert store.used_links(ANNA).claim("d", MONDAY)
            assert store.used_links(BEN).claim("d", MONDAY)


def test_another_key_reads_none_of_it(tmp_path: Path) -> None:
    with open_store(tmp_path / "hedgerow.db") as store:
        here, there = (
            SignedLinks(MemorySecrets(), store.used_links(ANNA), StillClock(MONDAY), RandomIds()) for _ in range(2)
        )
        here.prepare()
        there.prepare()
        with pytest.raises(Refused, match="not whole"):
            there.read(here.sign(SKIP, LATER), MONDAY)


def test_before_anybody_answered_there_is_nothing_to_sign_with(tmp_path: Path) -> None:
    with open_store(tmp_path / "hedgerow.db") as store:
        links = SignedLinks(MemorySecrets(), store.used_links(ANNA), StillClock(MONDAY), RandomIds())
        assert not links.is_ready()
        with pytest.raises(Refused, match="hedgerow serve"):
            links.sign(SKIP, LATER)
        links.prepare()
        key = links.secrets.load(KEY)
        links.prepare()
        assert (links.is_ready(), links.secrets.load(KEY)) == (True, key)
