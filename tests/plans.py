"""Builders for plans: a wish, what is busy, what stands already, all in the words of `tests.agenda`.

    plan([wish("run", "17:00-21:00", ideal="18:00")], busy("mon 17:30-18:30  Sync"))

Every plan made here went through the checker.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from hedgerow.core.block import BlockId, IntentionId, Slot
from hedgerow.core.board import Skip
from hedgerow.core.check import check_plan
from hedgerow.core.days import Week, Weekday
from hedgerow.core.domains import Domain
from hedgerow.core.intention import Intention, Length
from hedgerow.core.occurrence import CalendarId, Transparency
from hedgerow.core.outlook import busy_of
from hedgerow.core.plan import Block, Busy, Given, Hold, Placed, Plan, PlanRules, Previous
from hedgerow.core.planner import plan_blocks
from hedgerow.core.span import Span
from hedgerow.core.why.scene import Scene, scene_of
from tests.agenda import BERLIN, NAMES, WEEK, agenda, at, day_of, minutes, windows

NOW = at("sun-1", "12:00")
RULES = PlanRules(BERLIN, (WEEK,))


def wish(name: str = "run", within: str = "17:00-21:00", days: str = "", ideal: str = "", **more: Any) -> Intention:
    """One hour a day, shrinking to half an hour; `days` as in "mon wed", any day when empty."""
    chosen = frozenset(Weekday(NAMES.index(day)) for day in days.split()) or frozenset(Weekday)
    plain = Intention(
        IntentionId(name),
        name.title(),
        frozenset({Domain.SELF}),
        Length(30, 60, 90),
        CalendarId("blocks"),
        windows(within),
    )
    return replace(plain, days=chosen, ideal_start=minutes(ideal) if ideal else None, **more)


def busy(*lines: str, zone: ZoneInfo = BERLIN, domain: Domain = Domain.WORK) -> tuple[Busy, ...]:
    return busy_of(agenda(*lines, zone=zone, domain=domain))


def placed(where: Span, slot: str, name: str = "run", hold: Hold = Hold.NONE) -> Placed:
    """A busy block of `name` for the day `slot`; its id tells both."""
    return Placed(BlockId(f"{name}{slot}"), Slot(IntentionId(name), day_of(slot)), where, hold, Transparency.OPAQUE)


@dataclass(frozen=True, slots=True)
class Case:
    """A planning task, changed bit by bit."""

    wishes: Sequence[Intention]
    busy: Sequence[Busy] = ()
    rules: PlanRules = RULES
    now: datetime = NOW
    previous: Previous = field(default_factory=Previous)

    def plan(self) -> Plan:
        made = plan_blocks(self.given)
        assert check_plan(made, self.given) == ()
        return made

    @property
    def given(self) -> Given:
        return Given(self.wishes, self.busy, self.rules, self.now, self.previous)

    def scene(self, working: Sequence[Span] = ()) -> Scene:
        return scene_of(self.given, self.plan(), working)


def plan(wishes: Sequence[Intention], busy: Sequence[Busy] = (), **more: Any) -> Plan:
    return Case(wishes, busy, **more).plan()


def kept(*standing: Placed, skipped: Sequence[str] = (), name: str = "run") -> Previous:
    return Previous(standing, frozenset(skip(day, name=name) for day in skipped))


def skip(slot: str, lay: str = "", name: str = "run") -> Skip:
    """A block for the day `slot` that was deleted there, or on the day `lay`."""
    return Skip(Slot(IntentionId(name), day_of(slot)), day_of(lay or slot))


def booked(made: Plan) -> tuple[Placed, ...]:
    """The plan after it was written to the calendar."""
    return tuple(_booked(block) for block in made.blocks)


def _booked(block: Block) -> Placed:
    fresh = BlockId(f"{block.slot.intention}{block.slot.day:%Y%m%d}")
    return Placed(block.block or fresh, block.slot, block.span, Hold.NONE, block.transparency)


def wall(made: Plan, zone: ZoneInfo = BERLIN) -> list[str]:
    """`mon 18:00-19:00` for each block."""
    return [_wall(block.span, zone) for block in made.blocks]


def _wall(where: Span, zone: ZoneInfo) -> str:
    start, end = where.start.astimezone(zone), where.end.astimezone(zone)
    return f"{NAMES[start.weekday()]} {start:%H:%M}-{end:%H:%M}"


def in_utc(made: Plan) -> list[str]:
    """`2026-03-29 06:00-07:00`, to the minute, in UTC."""
    assert all(block.span.start.tzinfo is UTC and block.span.start.second == 0 for block in made.blocks)
    return [f"{block.span.start:%Y-%m-%d %H:%M}-{block.span.end:%H:%M}" for block in made.blocks]


def weeks(first: str, many: int = 1) -> tuple[Week, ...]:
    """`weeks("2026-W13", 2)`."""
    year, _, number = first.partition("-W")
    return tuple(Week(int(year), int(number)).plus(n) for n in range(many))
