"""What every `ports.Links` does. A test module inherits `LinksContract` and gives the fixture `opened`."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from hedgerow.core.errand import Done, Errand, Kind
from hedgerow.ports import Refused
from hedgerow.ports.links import Links
from tests.agenda import utc

MONDAY = utc("2026-11-23 09:00")
LATER = MONDAY + timedelta(days=8)
SKIP = Errand(Kind.SKIP, "2026-W47", "run/2026-11-26")
DONE = Done("Skipped: Über den Fluss.", Errand(Kind.UNDO, "2026-W47", "k3v9"))

Opened = Callable[[], Links]
"""Gives others over the same records, as another process would have them."""


class LinksContract:
    def test_a_token_says_its_errand_until_it_is_over(self, opened: Opened) -> None:
        token = opened().sign(SKIP, LATER)
        assert opened().read(token, LATER - timedelta(minutes=1)) == SKIP
        with pytest.raises(Refused, match="is over"):
            opened().read(token, LATER)

    @pytest.mark.parametrize("kind", list(Kind))
    def test_every_errand_comes_back_from_an_address(self, opened: Opened, kind: Kind) -> None:
        token = opened().sign(Errand(kind, "2026-W01"), LATER)
        assert opened().read(token, MONDAY) == Errand(kind, "2026-W01")
        assert "/" not in token
        assert len(token) < 200

    @pytest.mark.parametrize("token", ["", "x", "a.b", "~" * 3, "é", "A" * 5000])
    def test_what_is_no_token_of_ours_is_refused(self, opened: Opened, token: str) -> None:
        with pytest.raises(Refused, match="not whole"):
            opened().read(token, MONDAY)

    def test_the_same_errand_has_the_same_token(self, opened: Opened) -> None:
        assert opened().sign(SKIP, LATER) == opened().sign(SKIP, LATER)

    def test_only_the_first_claim_wins_until_it_is_released(self, opened: Opened) -> None:
        one, other = opened(), opened()
        token, another = one.sign(SKIP, LATER), one.sign(Errand(Kind.STOP, "2026-W47"), LATER)
        assert (one.claim(token, MONDAY), other.claim(token, MONDAY), other.claim(another, MONDAY)) == (
            True,
            False,
            True,
        )
        assert other.done(token) == Done("")
        one.release(token)
        assert other.done(token) is None
        assert other.claim(token, MONDAY)

    @pytest.mark.parametrize("done", [DONE, Done("Booked.")])
    def test_what_came_of_it_is_remembered(self, opened: Opened, done: Done) -> None:
        token = opened().sign(SKIP, LATER)
        assert opened().done(token) is None
        opened().claim(token, MONDAY)
        opened().settle(token, done)
        assert opened().done(token) == done
        assert not opened().claim(token, MONDAY)
