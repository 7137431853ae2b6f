"""What starts within the freeze stays where it is, except when work is put over it."""

import pytest

from hedgerow.core.domains import Domain
from hedgerow.core.plan import Busy, Previous, Reason
from tests.agenda import at, span
from tests.plans import busy, kept, placed, plan, wall, wish

EVENING = wish("run", "17:00-21:00", ideal="18:00")
MORNING = at("mon", "08:00")
STANDING: Previous = kept(placed(span("mon", "18:00-19:00"), "mon"))


def made(*over: Busy) -> tuple[list[str], list[Reason]]:
    done = plan([EVENING], over, now=MORNING, previous=STANDING)
    return wall(done), [block.reason for block in done.blocks]


def test_work_put_over_it_moves_it() -> None:
    assert made(*busy("mon 18:30-18:45  Call")) == (["mon 17:30-18:30"], [Reason.MOVED])


@pytest.mark.parametrize(
    "over",
    [
        busy("mon 18:30-18:45  Choir", domain=Domain.COMMUNITY),
        busy("mon 17:00-21:00  Visit", domain=Domain.HOME),
        busy("mon  Birthday (all-day)", domain=Domain.HOME),
        busy("mon  Fair (all-day)"),
    ],
)
def test_nothing_else_put_over_it_moves_or_removes_it(over: tuple[Busy, ...]) -> None:
    assert made(*over) == (["mon 18:00-19:00"], [Reason.FROZEN])


def test_what_is_not_frozen_yet_gives_way_to_anything() -> None:
    over = busy("mon 18:30-18:45  Choir", domain=Domain.COMMUNITY)
    early = plan([EVENING], over, now=at("sun-1", "17:00"), previous=STANDING)
    assert wall(early) == ["mon 17:30-18:30"]
