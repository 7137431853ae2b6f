"""What every `ports.Breaks` does. Inherit, and give the fixture `breaks`."""

from hedgerow.ports import Breaks, Pause
from tests.adapters.contract_ledger import LATER, NOON


class BreaksContract:
    def test_nobody_pauses_at_first(self, breaks: Breaks) -> None:
        assert breaks.pause() is None

    def test_a_pause_is_kept_with_its_end_or_without(self, breaks: Breaks) -> None:
        for pause in (Pause(NOON, LATER), Pause(LATER, None)):
            breaks.set_pause(pause)
            assert breaks.pause() == pause

    def test_resuming_ends_it_and_may_be_said_again(self, breaks: Breaks) -> None:
        breaks.set_pause(Pause(NOON, LATER))
        breaks.set_pause(None)
        breaks.set_pause(None)
        assert breaks.pause() is None
