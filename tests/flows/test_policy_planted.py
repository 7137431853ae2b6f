"""Lives with a planted flaw: the change that mends it is proposed first, and gives what it promised when it is made."""

from dataclasses import dataclass
from functools import cache

import pytest

from hedgerow.core.policy.facts import gather
from hedgerow.core.policy.propose import Proposal, propose
from hedgerow.core.policy.tally import Tally, total
from hedgerow.settings.changing import put, settings_of, take_back
from tests.agenda import WEEK
from tests.planted import PLANTED
from tests.played import Played, play


@dataclass(frozen=True)
class Told:
    played: Played
    real: Tally
    proposal: Proposal


@cache
def told(name: str) -> Told:
    played = play(PLANTED[name].script)
    past, policy = played.past(), played.policy
    proposal = propose(past, policy, (), WEEK)
    assert proposal is not None
    return Told(played, really(played), proposal)


def really(played: Played) -> Tally:
    return total(gather(played.past(), played.policy).tallies.values())


each_life = pytest.mark.parametrize("name", PLANTED)


@each_life
def test_the_planted_change_is_the_first_proposal(name: str) -> None:
    change = told(name).proposal.change
    assert change.kind is PLANTED[name].kind
    assert PLANTED[name].is_it(change)


@each_life
def test_the_evidence_is_of_four_weeks_or_more_of_the_last_eight(name: str) -> None:
    proposal = told(name).proposal
    assert proposal.of == 8
    assert 4 <= len(proposal.candidate.weeks) <= proposal.candidate.count


@each_life
def test_played_again_as_it_was_every_week_comes_to_what_it_did(name: str) -> None:
    assert told(name).proposal.before == told(name).real


@each_life
def test_what_is_predicted_comes_true_when_the_change_is_really_made(name: str) -> None:
    one = told(name)
    settings = settings_of(one.proposal.change, one.played.policy)
    text, done = put(one.played.text, settings)
    again = play(one.played.script, text, one.proposal.change.shift)
    assert really(again) == one.proposal.after
    assert take_back(text, done) == one.played.text
