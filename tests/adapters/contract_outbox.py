"""What every `ports.Outbox` does. A test module inherits `OutboxContract` and gives the fixture `opened`."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from hedgerow.ports import LetterState, Outbox, Refused
from tests.agenda import utc

SUNDAY = utc("2026-11-22 17:00")
MINUTE = timedelta(minutes=1)
STALE = SUNDAY + 15 * MINUTE

Opened = Callable[[], Outbox]
"""Gives another outbox over the same letters, as another process would have it."""


class OutboxContract:
    def test_a_letter_nobody_claimed_has_no_state(self, opened: Opened) -> None:
        assert opened().state("weekly", "2026-W47") is None

    def test_only_the_first_claim_wins(self, opened: Opened) -> None:
        first, second = opened(), opened()
        assert first.claim("weekly", "2026-W47", SUNDAY)
        assert not second.claim("weekly", "2026-W47", SUNDAY)
        assert not first.claim("weekly", "2026-W47", SUNDAY)
        assert second.state("weekly", "2026-W47") is LetterState.CLAIMED

    def test_weeks_and_kinds_do_not_stand_in_each_others_way(self, opened: Opened) -> None:
        outbox = opened()
        assert outbox.claim("weekly", "2026-W47", SUNDAY)
        assert outbox.claim("weekly", "2026-W48", SUNDAY)
        assert outbox.claim("notice", "2026-W47", SUNDAY)

    def test_a_letter_goes_out_once(self, opened: Opened) -> None:
        outbox = opened()
        outbox.claim("weekly", "2026-W47", SUNDAY)
        outbox.settle("weekly", "2026-W47", LetterState.HANDING_OVER, SUNDAY)
        outbox.settle("weekly", "2026-W47", LetterState.SENT, SUNDAY + MINUTE)
        assert outbox.state("weekly", "2026-W47") is LetterState.SENT
        assert not opened().claim("weekly", "2026-W47", SUNDAY + timedelta(days=365))

    def test_after_a_release_the_letter_may_be_claimed_again(self, opened: Opened) -> None:
        first, second = opened(), opened()
        first.claim("weekly", "2026-W47", SUNDAY)
        first.release("weekly", "2026-W47")
        assert first.state("weekly", "2026-W47") is None
        assert second.claim("weekly", "2026-W47", SUNDAY)

    def test_a_refusal_after_the_text_was_handed_over_may_be_released(self, opened: Opened) -> None:
        outbox = opened()
        outbox.claim("weekly", "2026-W47", SUNDAY)
        outbox.settle("weekly", "2026-W47", LetterState.HANDING_OVER, SUNDAY)
        outbox.release("weekly", "2026-W47")
        assert outbox.claim("weekly", "2026-W47", SUNDAY)

    def test_releasing_what_nobody_claimed_does_nothing(self, opened: Opened) -> None:
        opened().release("weekly", "2026-W47")
        assert opened().state("weekly", "2026-W47") is None

    def test_a_claim_that_went_no_further_is_stale_after_a_quarter_of_an_hour(self, opened: Opened) -> None:
        crashed, next_one, third = opened(), opened(), opened()
        crashed.claim("weekly", "2026-W47", SUNDAY)
        assert not next_one.claim("weekly", "2026-W47", STALE - timedelta(seconds=1))
        assert next_one.claim("weekly", "2026-W47", STALE)
        assert not third.claim("weekly", "2026-W47", STALE + timedelta(seconds=1))

    @pytest.mark.parametrize("state", [LetterState.HANDING_OVER, LetterState.SENT, LetterState.UNCERTAIN])
    def test_a_letter_that_may_have_arrived_is_never_claimed_again(self, opened: Opened, state: LetterState) -> None:
        outbox = opened()
        outbox.claim("weekly", "2026-W47", SUNDAY)
        outbox.settle("weekly", "2026-W47", state, SUNDAY)
        assert not opened().claim("weekly", "2026-W47", SUNDAY + timedelta(days=365))
        assert outbox.state("weekly", "2026-W47") is state

    def test_the_next_run_can_settle_what_a_crash_left_handing_over(self, opened: Opened) -> None:
        crashed, next_one = opened(), opened()
        crashed.claim("weekly", "2026-W47", SUNDAY)
        crashed.settle("weekly", "2026-W47", LetterState.HANDING_OVER, SUNDAY)
        next_one.settle("weekly", "2026-W47", LetterState.UNCERTAIN, STALE)
        assert next_one.state("weekly", "2026-W47") is LetterState.UNCERTAIN

    def test_a_person_may_ask_for_an_uncertain_letter_again(self, opened: Opened) -> None:
        outbox, command = opened(), opened()
        outbox.claim("weekly", "2026-W47", SUNDAY)
        outbox.settle("weekly", "2026-W47", LetterState.UNCERTAIN, SUNDAY)
        command.release("weekly", "2026-W47")
        assert command.claim("weekly", "2026-W47", STALE)

    def test_what_may_have_arrived_is_listed(self, opened: Opened) -> None:
        outbox = opened()
        ways = {
            "2026-W44": (LetterState.HANDING_OVER, LetterState.UNCERTAIN),
            "2026-W45": (LetterState.HANDING_OVER,),
            "2026-W46": (LetterState.HANDING_OVER, LetterState.SENT),
            "2026-W47": (),
        }
        for week, states in reversed(ways.items()):
            outbox.claim("weekly", week, SUNDAY)
            for state in states:
                outbox.settle("weekly", week, state, SUNDAY)
        outbox.claim("notice", "2026-W43", SUNDAY)
        outbox.settle("notice", "2026-W43", LetterState.UNCERTAIN, SUNDAY)
        assert list(opened().doubtful("weekly", STALE - timedelta(seconds=1))) == ["2026-W44"]
        assert list(opened().doubtful("weekly", STALE)) == ["2026-W44", "2026-W45"]

    @pytest.mark.parametrize("state", [LetterState.HANDING_OVER, LetterState.UNCERTAIN])
    def test_of_two_that_want_a_doubtful_letter_sent_again_one_may(self, opened: Opened, state: LetterState) -> None:
        outbox, one, other = opened(), opened(), opened()
        outbox.claim("weekly", "2026-W47", SUNDAY)
        outbox.settle("weekly", "2026-W47", state, SUNDAY)
        assert one.claim_doubtful("weekly", "2026-W47", STALE)
        assert not other.claim_doubtful("weekly", "2026-W47", STALE)
        one.settle("weekly", "2026-W47", LetterState.HANDING_OVER, STALE)
        one.settle("weekly", "2026-W47", LetterState.SENT, STALE)

    @pytest.mark.parametrize("state", [None, LetterState.CLAIMED, LetterState.SENT])
    def test_only_a_doubtful_letter_is_sent_again(self, opened: Opened, state: LetterState | None) -> None:
        outbox = opened()
        if state is not None:
            outbox.claim("weekly", "2026-W47", SUNDAY)
        if state is LetterState.SENT:
            outbox.settle("weekly", "2026-W47", state, SUNDAY)
        assert not opened().claim_doubtful("weekly", "2026-W47", STALE)
        assert outbox.state("weekly", "2026-W47") is state

    def test_a_letter_just_being_handed_over_is_not_taken_away(self, opened: Opened) -> None:
        outbox = opened()
        outbox.claim("weekly", "2026-W47", SUNDAY)
        outbox.settle("weekly", "2026-W47", LetterState.HANDING_OVER, SUNDAY)
        assert not opened().claim_doubtful("weekly", "2026-W47", SUNDAY + MINUTE)

    def test_a_sent_letter_is_not_forgotten(self, opened: Opened) -> None:
        outbox = opened()
        outbox.claim("weekly", "2026-W47", SUNDAY)
        outbox.settle("weekly", "2026-W47", LetterState.SENT, SUNDAY)
        outbox.release("weekly", "2026-W47")
        opened().release("weekly", "2026-W47")
        with pytest.raises(Refused):
            outbox.settle("weekly", "2026-W47", LetterState.UNCERTAIN, SUNDAY)
        assert outbox.state("weekly", "2026-W47") is LetterState.SENT

    def test_one_that_was_slow_and_lost_its_claim_cannot_send_nor_release(self, opened: Opened) -> None:
        slow, fast = opened(), opened()
        slow.claim("weekly", "2026-W47", SUNDAY)
        assert fast.claim("weekly", "2026-W47", STALE)
        with pytest.raises(Refused, match="2026-W47"):
            slow.settle("weekly", "2026-W47", LetterState.HANDING_OVER, STALE)
        slow.release("weekly", "2026-W47")
        assert fast.state("weekly", "2026-W47") is LetterState.CLAIMED
        fast.settle("weekly", "2026-W47", LetterState.HANDING_OVER, STALE)

    def test_the_text_is_handed_over_at_most_once(self, opened: Opened) -> None:
        outbox = opened()
        outbox.claim("weekly", "2026-W47", SUNDAY)
        outbox.settle("weekly", "2026-W47", LetterState.HANDING_OVER, SUNDAY)
        with pytest.raises(Refused):
            outbox.settle("weekly", "2026-W47", LetterState.HANDING_OVER, SUNDAY)

    @pytest.mark.parametrize("state", list(LetterState))
    def test_a_letter_nobody_claimed_is_not_settled(self, opened: Opened, state: LetterState) -> None:
        with pytest.raises(Refused):
            opened().settle("weekly", "2026-W47", state, SUNDAY)
        assert opened().state("weekly", "2026-W47") is None
