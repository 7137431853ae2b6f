"""Lives in which nothing is wrong for long: no change is proposed, whatever happens once or twice."""

import random  # noqa: TID251 - seeded test data
from collections.abc import Iterator
from datetime import timedelta
from importlib.resources import files
from pathlib import Path

import pytest

from hedgerow.adapters.clock import StillClock
from hedgerow.cli.demo import MORNINGS, as_it_stood
from hedgerow.compose import open_household, still_ids
from hedgerow.core.policy.facts import gather
from hedgerow.core.policy.propose import propose
from hedgerow.core.policy.replay import replay
from hedgerow.flows.cycle import apply, survey
from hedgerow.flows.refine import past_of, policy_of
from hedgerow.flows.weekly import WEEKS_BEFORE, review_weeks
from hedgerow.settings.load import load_settings
from hedgerow.settings.values import Settings
from tests.agenda import NAMES, WEEK
from tests.planted import DINNER, FOCUS, OFFICE, RUN, STANDUPS, WALK
from tests.played import NUMBERS, Came, Did, Script, play

MEETINGS = ("Sync", "Review", "Hiring", "1:1", "Design", "Board", "Retro")
ROOMY = {
    DINNER: DINNER.replace("18:00-19:15", "17:30-21:00"),
    FOCUS: FOCUS.replace('length = "2h"', 'length = "90min"').replace("09:00-11:30", "09:00-17:00"),
    RUN: RUN,
    WALK: WALK.replace("12:00-13:00", "11:30-14:30"),
}


def healthy(seed: int) -> Script:
    """Meetings within working hours, wishes with room, and each mishap in three weeks of eight at most."""
    chance = random.Random(seed)
    wishes = chance.sample(sorted(ROOMY), k=chance.randint(2, 4))
    known = [
        Came(f"{day} {start:02d}:{part}-{start + 1:02d}:{part}  {title}", series=True, yes=chance.random() < 0.5)
        for title in chance.sample(MEETINGS, k=chance.randint(2, 6))
        for day, start, part in [
            (chance.choice(NAMES[:5]), chance.choice((9, 10, 14, 15)), chance.choice(("00", "30")))
        ]
    ]
    hands = tuple(Did("walk", f"{day} 07:00", weeks=_some(chance)) for day in ("tue", "thu"))
    return Script(OFFICE + "".join(ROOMY[wish] for wish in wishes), (*STANDUPS, *known, *_mishaps(chance)), hands)


def _mishaps(chance: random.Random) -> Iterator[Came]:
    for n in range(chance.randint(2, 5)):
        day, start = chance.choice(NAMES[:5]), chance.choice((12, 17, 18, 19))
        came = chance.choice(("07:00", "11:00"))
        yield Came(f"{day} {start}:00-{start + 1}:30  Mishap {n}", f"{day} {came}", weeks=_some(chance))


def _some(chance: random.Random) -> frozenset[int]:
    return frozenset(chance.sample(NUMBERS, k=chance.randint(0, 2)))


@pytest.mark.parametrize("seed", range(12))
def test_a_life_with_mishaps_and_no_flaw_is_left_as_it_is(seed: int) -> None:
    played = play(healthy(seed))
    assert propose(played.past(), played.policy, (), WEEK) is None


@pytest.mark.parametrize("seed", [*range(6), 209])
def test_played_again_as_it_was_a_life_with_mishaps_comes_to_what_it_did(seed: int) -> None:
    played = play(healthy(seed))
    past, policy = played.past(), played.policy
    assert replay(past, policy) == gather(past, policy).tallies


@pytest.mark.parametrize("name", ["carer", "shift-worker", "student", "professional"])
def test_a_sample_life_that_is_well_is_left_as_it_is(name: str, tmp_path: Path) -> None:
    sample = files("hedgerow").joinpath("samples", name)
    (tmp_path / "hedgerow.toml").write_bytes(sample.joinpath("hedgerow.toml").read_bytes())
    settings = load_settings(tmp_path / "hedgerow.toml", {})
    assert isinstance(settings, Settings)
    ids = still_ids()
    for back in range(9, -1, -1):
        morning = MORNINGS[-1] - timedelta(weeks=back)
        for calendar in sample.iterdir():
            if calendar.name.endswith(".ics"):
                (tmp_path / calendar.name).write_bytes(as_it_stood(calendar.read_bytes(), morning))
        with open_household(settings, StillClock(morning), ids, exclusive=True) as household:
            surveyed = survey(household, 0 if back else WEEKS_BEFORE + 1)
            apply(household, surveyed, {step.calendar for step in surveyed.outlook.steps})
            if not back:
                reviews = review_weeks(household, surveyed.view, [WEEK.plus(-n) for n in range(WEEKS_BEFORE, -1, -1)])
                past = past_of(household, surveyed.view, reviews)
                assert past is not None
                assert past.bookings
                assert propose(past, policy_of(household), (), WEEK) is None
