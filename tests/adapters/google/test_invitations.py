"""Answering invitations at Google: one entry of one event, told to whoever holds it."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from hedgerow.adapters.google.events import ANSWERS
from hedgerow.adapters.google.invitations import GoogleInvitations
from hedgerow.core.occurrence import PartStat
from hedgerow.core.reply import Invitation, InvitationId
from hedgerow.core.span import Span
from hedgerow.ports import AuthorizationExpired, PreconditionFailed
from tests.adapters.contract_invitations import WHEN, InvitationsContract
from tests.adapters.google.bench import WEEK, WORK, Bench, bench
from tests.adapters.google.test_source import lenient, lossy, strict
from tests.agenda import BERLIN
from tests.fakes.google import ADA
from tests.fakes.google.faults import Backend
from tests.fakes.google.hands import Hands
from tests.fakes.google.modes import Modes
from tests.fakes.google.wire import Answer, Request

BOSS, EVE = "boss@example.org", "eve@example.org"
ME = {"email": ADA, "responseStatus": "needsAction"}
GUESTS = [
    {"email": BOSS, "responseStatus": "accepted"},
    {"email": EVE, "displayName": "Eve", "responseStatus": "tentative", "comment": "If it ends early"},
    ME,
]


@dataclass
class Letters:
    google: Bench
    calendar: GoogleInvitations

    @property
    def hands(self) -> Hands:
        return self.google.server.hands()

    def later(self) -> None:
        """Later than what was read is good for."""
        self.google.advance(minutes=2)
        self.calendar.collection.read("source", WEEK)

    def invited(self, title: str, when: Span, **more: object) -> InvitationId:
        name = self.hands.invite(title, when.start.isoformat(), when.end.isoformat(), **more)
        self.later()
        return InvitationId(name)

    def answered(self, which: InvitationId, partstat: PartStat) -> None:
        word = next(word for word, each in ANSWERS.items() if each is partstat)
        self.hands.answer(which, word)
        self.later()

    def moved(self, which: InvitationId, where: Span) -> None:
        self.hands.move(which, where.start.isoformat(), where.end.isoformat())

    def cancelled(self, which: InvitationId) -> None:
        self.hands.delete(which)

    def heard(self) -> list[str]:
        asked = (each.body["attendees"] for each in self.google.server.log.of("events.patch"))
        own = (each for people in asked for each in people if each["email"] == ADA)
        words = [ANSWERS[each["responseStatus"]].value for each in own]
        assert [each.to for each in self.google.server.state.notified] == [BOSS] * len(words)
        return words

    def only(self) -> Invitation:
        [found] = self.calendar.find()
        return found


@pytest.fixture
def letters(tmp_path: Path) -> Iterator[Letters]:
    with bench(tmp_path) as held:
        collection = held.collection()
        collection.read("source", WEEK)
        yield Letters(held, GoogleInvitations(WORK, collection, BERLIN))


class TestGoogle(InvitationsContract):
    @pytest.fixture(params=[strict, lenient, lossy])
    def bench(self, request: pytest.FixtureRequest, letters: Letters) -> Letters:
        mood: Callable[[Modes], None] = request.param
        mood(letters.google.server.modes)
        return letters


def test_only_our_own_entry_changes_and_the_version_is_named(letters: Letters) -> None:
    name = letters.invited("Sync", WHEN, attendees=GUESTS, location="Room 4")
    before = letters.hands.held(name)
    letters.calendar.answer(letters.only(), PartStat.DECLINED, "I run then")
    [call] = letters.google.server.log.of("events.patch")
    assert set(call.body) == {"attendees"}
    assert call.query["sendUpdates"] == "all"
    after = letters.hands.held(name)
    mine = ME | {"responseStatus": "declined", "comment": "I run then"}
    assert [{k: v for k, v in each.items() if k not in ("self", "organizer")} for each in after["attendees"]] == [
        *GUESTS[:2],
        mine,
    ]
    changed = ("attendees", "updated")
    assert {k: v for k, v in after.items() if k not in changed} == {k: v for k, v in before.items() if k not in changed}
    assert letters.google.server.log.bare_writes() == []


def test_of_a_series_only_the_one_that_is_meant_is_declined(letters: Letters) -> None:
    letters.invited("Weekly", WHEN, recurrence=["RRULE:FREQ=DAILY;COUNT=3"])
    first, second, third = letters.calendar.find()
    letters.calendar.answer(second, PartStat.DECLINED, "Not on that day")
    letters.later()
    assert [each.id for each in letters.calendar.find()] == [first.id, third.id]


def test_what_its_holder_cut_off_from_a_series_is_no_new_invitation(letters: Letters) -> None:
    """ "This and following" makes a new series, created now, of what the person may have agreed on long ago."""
    series = letters.invited("Weekly", WHEN, recurrence=["RRULE:FREQ=DAILY;COUNT=3"])
    first, second, _ = letters.calendar.find()
    assert {each.sequence for each in letters.calendar.find()} == {0}
    letters.hands.split(series, second.id.removeprefix(f"{series}_"))
    letters.later()
    assert [each.sequence > 0 for each in letters.calendar.find()] == [False, True, True, True]
    assert letters.calendar.find()[0].id == first.id


def test_what_one_holds_or_made_or_is_not_asked_to_is_no_invitation(letters: Letters) -> None:
    me = {"email": ADA}
    times = (WHEN.start.isoformat(), WHEN.end.isoformat())
    letters.hands.add("Mine", *times, attendees=GUESTS)
    letters.hands.invite("Made for the boss", *times, creator=me)
    letters.hands.add("Without guests", *times)
    letters.invited("Others", WHEN, attendees=GUESTS[:2])
    assert list(letters.calendar.find()) == []


def test_finding_asks_nothing_beside_the_reading_of_the_calendar(letters: Letters) -> None:
    letters.invited("Sync", WHEN)
    letters.google.server.log.clear()
    letters.calendar.find()
    assert letters.google.asked == []


def few(request: Request, backend: Backend) -> Answer:
    """As of an event with hundreds of guests."""
    answer = backend(request)
    event = json.loads(answer.body)
    own = [each for each in event["attendees"] if each["email"] == ADA]
    return replace(answer, body=json.dumps(event | {"attendees": own, "attendeesOmitted": True}).encode())


def test_where_guests_were_left_away_the_own_entry_goes_alone(letters: Letters) -> None:
    name = letters.invited("Everybody", WHEN, attendees=GUESTS)
    letters.google.server.faults.next("events.get", few)
    letters.calendar.answer(letters.only(), PartStat.DECLINED, "No")
    [call] = letters.google.server.log.of("events.patch")
    assert (call.body["attendeesOmitted"], [each["email"] for each in call.body["attendees"]]) == (True, [ADA])
    assert len(letters.hands.held(name)["attendees"]) == len(GUESTS)


def test_without_the_right_to_write_there_none_is_found_and_none_is_answered(tmp_path: Path) -> None:
    with bench(tmp_path, None, "calendar.readonly", "calendar.app.created") as held:
        collection = held.collection()
        name = held.server.hands().invite("Sync", WHEN.start.isoformat(), WHEN.end.isoformat())
        collection.read("source", WEEK)
        place = GoogleInvitations(WORK, collection, BERLIN)
        assert list(place.find()) == []
        there = place.look(InvitationId(name))
        assert there is not None
        with pytest.raises(AuthorizationExpired, match="does not allow this"):
            place.answer(there, PartStat.DECLINED, "No")


def test_a_change_between_looking_and_writing_is_met_by_the_version(letters: Letters) -> None:
    name = letters.invited("Sync", WHEN)

    def meddle(request: Request, backend: Backend) -> Answer:
        letters.hands.edit(name, summary="Renamed")
        return backend(request)

    letters.google.server.faults.next("events.patch", meddle)
    with pytest.raises(PreconditionFailed):
        letters.calendar.answer(letters.only(), PartStat.DECLINED, "No")
    assert letters.hands.held(name)["attendees"][1]["responseStatus"] == "needsAction"
