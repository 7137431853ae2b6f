from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from hedgerow.core.policy.said import Proposed, State
from hedgerow.core.request import Refusal
from hedgerow.flows.cycle import survey
from hedgerow.flows.deciding import Decision, accept, decide, newest, of_week, refuse, undo
from hedgerow.flows.household import Household
from hedgerow.flows.weekly import make_report
from hedgerow.settings.edits import File
from tests.agenda import WEEK, at
from tests.fakes.proposals import MemoryProposals
from tests.planted import PLANTED
from tests.played import Played, play

NAME = "dinner-lost-on-wednesdays"
NOW = at("mon+1", "06:00")
OLD, NEW = 'windows = ["18:00-19:15"]  # before the news', 'windows = ["18:00-20:00"]  # before the news'


@cache
def lived(name: str) -> tuple[Played, Proposed]:
    played = play(PLANTED[name].script)
    household = played.household
    make_report(household, survey(household, 13), WEEK)
    proposed = newest(household)
    assert proposed is not None
    return played, proposed


@pytest.fixture
def one() -> Household:
    return with_proposal(NAME)


def with_proposal(name: str) -> Household:
    played, proposed = lived(name)
    played.life.clock.at = NOW
    return replace(played.household, proposals=MemoryProposals({proposed.week: proposed}))


@pytest.fixture
def file(tmp_path: Path) -> File:
    path = tmp_path / "hedgerow.toml"
    path.write_text(PLANTED[NAME].script.text)
    return File(path, {})


def open_of(household: Household) -> Proposed:
    proposed = newest(household)
    assert proposed is not None
    return proposed


def done(household: Household, decision: Decision | Refusal) -> Proposed:
    assert isinstance(decision, Decision), decision
    assert decide(household, decision) is None
    return open_of(household)


def refusal(decision: Decision | Refusal | None) -> str:
    assert isinstance(decision, Refusal)
    return decision.sentence


def test_accepting_changes_one_line_of_the_settings_and_keeps_its_comment(one: Household, file: File) -> None:
    before = file.path.read_text()
    assert OLD in before
    kept = done(one, accept(one, open_of(one), file))
    assert (kept.state, kept.decided_at) == (State.ACCEPTED, NOW)
    assert file.path.read_text() == before.replace(OLD, NEW)


def test_what_would_be_done_is_shown_and_nothing_is_done(one: Household, file: File) -> None:
    before = file.path.read_text()
    decision = accept(one, open_of(one), file)
    assert isinstance(decision, Decision)
    assert decision.edit is not None
    assert f"-{OLD}\n+{NEW}\n" in decision.edit.diff()
    assert (file.path.read_text(), open_of(one).state) == (before, State.PROPOSED)


def test_taking_back_restores_the_file_to_the_byte(one: Household, file: File) -> None:
    before = file.path.read_bytes()
    accepted = done(one, accept(one, open_of(one), file))
    taken_back = done(one, undo(one, accepted, file))
    assert (taken_back.state, file.path.read_bytes()) == (State.UNDONE, before)


def test_what_the_person_wrote_there_since_is_theirs(one: Household, file: File) -> None:
    accepted = done(one, accept(one, open_of(one), file))
    mine = file.path.read_text().replace("20:00", "20:30")
    file.path.write_text(mine)
    assert refusal(undo(one, accepted, file)).startswith("windows of dinner was changed since")
    assert (file.path.read_text(), open_of(one).state) == (mine, State.ACCEPTED)


def test_refusing_changes_nothing_but_the_record(one: Household, file: File) -> None:
    before = file.path.read_bytes()
    assert done(one, refuse(one, open_of(one))).state is State.REFUSED
    assert file.path.read_bytes() == before


def test_what_was_refused_may_be_accepted_after_all(one: Household, file: File) -> None:
    refused = done(one, refuse(one, open_of(one)))
    assert done(one, accept(one, refused, file)).state is State.ACCEPTED


def test_what_was_taken_back_may_be_accepted_again(one: Household, file: File) -> None:
    before = file.path.read_bytes()
    again = done(one, undo(one, done(one, accept(one, open_of(one), file)), file))
    done(one, undo(one, done(one, accept(one, again, file)), file))
    assert file.path.read_bytes() == before


@pytest.mark.parametrize(
    ("state", "asked", "answer"),
    [
        (State.ACCEPTED, "accept", "It was accepted already."),
        (State.ACCEPTED, "refuse", "It was accepted: take it back first."),
        (State.REFUSED, "refuse", "It was refused already."),
        (State.PROPOSED, "undo", "It was not accepted, so there is nothing to take back."),
        (State.UNDONE, "undo", "It was taken back already."),
    ],
)
def test_what_can_not_be_done_is_said(one: Household, file: File, state: State, asked: str, answer: str) -> None:
    proposed = replace(open_of(one), state=state)
    answers = {
        "accept": lambda: accept(one, proposed, file),
        "refuse": lambda: refuse(one, proposed),
        "undo": lambda: undo(one, proposed, file),
    }
    assert refusal(answers[asked]()) == answer


def test_of_two_clicks_at_once_one_counts(one: Household, file: File) -> None:
    first, second = accept(one, open_of(one), file), refuse(one, open_of(one))
    done(one, first)
    assert isinstance(second, Decision)
    assert refusal(decide(one, second)) == "Somebody decided on it at the same moment: look again."


def test_settings_that_changed_meanwhile_are_left_and_the_proposal_stays_open(one: Household, file: File) -> None:
    decision = accept(one, open_of(one), file)
    assert isinstance(decision, Decision)
    mine = file.path.read_text() + "# mine\n"
    file.path.write_text(mine)
    assert refusal(decide(one, decision)) == "The settings were changed by another program meanwhile: try again."
    assert (file.path.read_text(), open_of(one)) == (mine, decision.before)


def test_settings_that_can_not_be_written_leave_the_proposal_open(one: Household, file: File) -> None:
    decision = accept(one, open_of(one), file)
    assert isinstance(decision, Decision)
    file.path.unlink()
    with pytest.raises(OSError, match="No such file"):
        decide(one, decision)
    assert open_of(one) == decision.before


def test_settings_that_do_not_load_are_not_changed(one: Household, file: File) -> None:
    file.path.write_text(file.path.read_text().replace("18:00-19:15", "18:00"))
    assert "Nothing was written." in refusal(accept(one, open_of(one), file))


def test_a_meeting_is_asked_for_by_the_person_and_no_setting_changes(file: File) -> None:
    one, before = with_proposal("focus-eaten-by-one-recurring-meeting"), file.path.read_bytes()
    accepted = done(one, accept(one, open_of(one), file))
    assert (accepted.state, file.path.read_bytes()) == (State.ACCEPTED, before)
    assert done(one, undo(one, accepted, file)).state is State.UNDONE


def test_a_proposal_is_found_by_its_week(one: Household) -> None:
    assert of_week(one, "2026-W47") == newest(one)
    assert of_week(one, "2026-W46") is None
