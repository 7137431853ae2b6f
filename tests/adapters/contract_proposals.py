"""What every `ports.Proposals` does. A test module inherits `ProposalsContract` and gives the fixture `proposals`."""

from dataclasses import replace

from hedgerow.core.policy.said import Proposed, State
from hedgerow.ports.proposals import Proposals
from tests.agenda import utc

NOON = utc("2026-11-23 12:00")
W47 = Proposed(
    "2026-W47",
    "intention/dinner/time",
    {"kind": "later", "title": "Dîner, “ici”", "weeks": ["2026-W40", "2026-W41"], "held": 480, "ask": None},
)
NOTHING = Proposed("2026-W46", "", {})


class ProposalsContract:
    def test_there_are_none_to_begin_with(self, proposals: Proposals) -> None:
        assert list(proposals.load()) == []

    def test_what_was_proposed_is_loaded_whole_in_order_of_week(self, proposals: Proposals) -> None:
        assert proposals.add(W47)
        assert proposals.add(NOTHING)
        assert list(proposals.load()) == [NOTHING, W47]

    def test_a_week_proposes_once(self, proposals: Proposals) -> None:
        proposals.add(W47)
        assert not proposals.add(replace(W47, subject="intention/run/time"))
        assert list(proposals.load()) == [W47]

    def test_a_decision_takes_the_place_of_what_was_open(self, proposals: Proposals) -> None:
        proposals.add(W47)
        accepted = replace(W47, state=State.ACCEPTED, decided_at=NOON, content={**W47.content, "kept": ["18:00"]})
        assert proposals.decide(accepted, State.PROPOSED)
        assert list(proposals.load()) == [accepted]

    def test_of_two_decisions_at_once_one_counts(self, proposals: Proposals) -> None:
        proposals.add(W47)
        refused = replace(W47, state=State.REFUSED, decided_at=NOON)
        assert proposals.decide(refused, State.PROPOSED)
        assert not proposals.decide(replace(refused, state=State.ACCEPTED), State.PROPOSED)
        assert list(proposals.load()) == [refused]

    def test_what_was_never_proposed_can_not_be_decided(self, proposals: Proposals) -> None:
        assert not proposals.decide(W47, State.PROPOSED)
        assert list(proposals.load()) == []
