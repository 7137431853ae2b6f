"""Invitations in a whole household: settings → calendars → mails, and the feed that shows them again."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

from hedgerow.adapters.clock import CountedIds, StillClock
from hedgerow.adapters.imip.invitation import Addresses, calendar_text
from hedgerow.adapters.imip.told import Method, Shown, Told
from hedgerow.compose import open_household
from hedgerow.core.timeline import SetAside
from hedgerow.core.week import Seen
from hedgerow.flows.cycle import apply, current_week, survey, view
from hedgerow.flows.household import Household
from hedgerow.flows.leave import leave, look_around
from hedgerow.flows.performing import Outcome
from hedgerow.ports import Pause
from hedgerow.settings.values import Settings
from tests.adapters.imip.receiver import Receiver
from tests.agenda import at
from tests.fakes.post_office import PostOffice
from tests.settings.reading import settings

NOW = at("mon", "06:00")
LIFE = """
[person]
time_zone = "Europe/Berlin"
addresses = ["robin@example.org"]
[[calendars]]
name = "invited"
kind = "invitations"
domains = ["self"]
role = "hold"
[[calendars]]
name = "own"
kind = "file"
path = "own.ics"
domains = ["work"]
[[intentions]]
id = "run"
title = "Run"
domains = ["self"]
length = "1h"
times_per_week = 2
windows = ["18:00-20:00"]
[letter]
to = "robin@example.org"
from = "hedgerow@example.org"
[letter.smtp]
host = "127.0.0.1"
port = {port}
tls = "none"
[server]
data = "data"
"""
EMPTY = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Own//EN\r\nEND:VCALENDAR\r\n"


@pytest.fixture
def office() -> Iterator[PostOffice]:
    with PostOffice() as office:
        yield office


@pytest.fixture
def life(tmp_path: Path, office: PostOffice) -> Settings:
    tmp_path.joinpath("own.ics").write_text(EMPTY)
    return settings(LIFE.format(port=office.port), base=tmp_path)


@contextmanager
def household(life: Settings) -> Iterator[Household]:
    with open_household(life, StillClock(NOW), CountedIds(), exclusive=True) as opened:
        yield opened


def outcomes(life: Settings) -> Sequence[Outcome]:
    with household(life) as opened:
        surveyed = survey(opened)
        return [each.outcome for each in apply(opened, surveyed, [each.id for each in life.calendars])]


def entries(office: PostOffice) -> set[str]:
    receiver = Receiver("robin@example.org")
    for data in office.delivered:
        receiver.take(data)
    return set(receiver.entries)


def test_blocks_are_mailed_once_and_a_second_run_mails_nothing(life: Settings, office: PostOffice) -> None:
    assert outcomes(life) == [Outcome.DONE] * 4
    assert len(entries(office)) == len(office.delivered) == 4
    assert outcomes(life) == []
    assert len(office.delivered) == 4


def test_what_could_not_be_mailed_is_booked_once_when_it_can(life: Settings, office: PostOffice) -> None:
    office.answers["MAIL"] = "451 busy"
    assert outcomes(life) == [Outcome.UNKNOWN] * 4
    assert outcomes(life) == []
    del office.answers["MAIL"]
    assert outcomes(life) == []
    assert len(entries(office)) == len(office.delivered) == 4
    with household(life) as opened:
        assert len(opened.ledger.bookings()) == 4
        assert list(opened.ledger.open_intents()) == []


def test_who_only_looks_mails_nothing_and_whoever_serves_mails_in_its_turn(life: Settings, office: PostOffice) -> None:
    office.answers["MAIL"] = "451 busy"
    outcomes(life)
    del office.answers["MAIL"]
    with open_household(life, StillClock(NOW), CountedIds(), exclusive=False) as opened:
        survey(opened)
        assert entries(office) == set()
        with opened.alone():
            survey(opened)
        assert len(entries(office)) == 4


def test_in_a_pause_no_invitation_is_mailed(life: Settings, office: PostOffice) -> None:
    office.answers["MAIL"] = "451 busy"
    outcomes(life)
    del office.answers["MAIL"]
    with household(life) as opened:
        opened.breaks.set_pause(Pause(NOW, None))
        survey(opened)
        assert office.delivered == []
        opened.breaks.set_pause(Pause(NOW, NOW))
        survey(opened)
    assert len(entries(office)) == 4


def test_an_empty_file_in_place_of_what_is_held_cancels_nothing_at_once(life: Settings, office: PostOffice) -> None:
    outcomes(life)
    [path] = (life.server.data / "invitations").glob("*.ics")
    path.write_text(EMPTY)
    with household(life) as opened:
        assert survey(opened).outlook.doubtful == {life.calendars[0].id}
        assert opened.uncancelled() == {life.calendars[0].id: 4}
    assert len(entries(office)) == len(office.delivered) == 4


def test_leaving_cancels_every_invitation(life: Settings, office: PostOffice) -> None:
    outcomes(life)
    with household(life) as opened:
        found = look_around(opened, keep_changed=False, keep_past=False)
        assert [each.outcome for each in leave(opened, found.steps, opened.new_plan())] == [Outcome.DONE] * 4
    assert entries(office) == set()


def test_with_the_database_lost_the_blocks_are_adopted_and_nothing_is_mailed(
    life: Settings, office: PostOffice
) -> None:
    outcomes(life)
    for part in life.server.data.glob("hedgerow.sqlite*"):
        part.unlink()
    assert outcomes(life) == []
    assert len(office.delivered) == 4


@pytest.mark.parametrize("dropped", ["", "X-HEDGEROW-BLOCK"], ids=["whole", "without what it does not know"])
def test_a_calendar_that_shows_the_invitations_back_makes_nobody_busy_twice(
    tmp_path: Path, life: Settings, office: PostOffice, dropped: str
) -> None:
    outcomes(life)
    with household(life) as opened:
        told = [
            Told(each.block, Method.REQUEST, Shown(each.span, each.title, each.transparency), 0, NOW)
            for each in opened.ledger.bookings()
        ]
        texts = [calendar_text(each, Addresses("hedgerow@example.org", "robin@example.org")) for each in told]
        shown = "".join(texts).replace("\r\n ", "")
        kept = [line for line in shown.splitlines() if not (dropped and line.startswith(dropped))]
        tmp_path.joinpath("own.ics").write_text("\r\n".join(kept), newline="")
        week = current_week(life, NOW)
        seen = view(opened, week, week.plus(1))
        assert seen.coverage.seen == (Seen(life.calendars[0].id, 4), Seen(life.calendars[1].id, 4))
        assert (seen.timeline.entries, seen.timeline.set_aside) == ((), {SetAside.OURS: 8})
    assert outcomes(life) == []
