"""What planning starts from: an empty board of the calendar, and what stands already with the wish that it serves."""

from collections.abc import Iterator
from dataclasses import dataclass

from hedgerow.core.board import Board, by_intention, calendar_of
from hedgerow.core.days import local_day
from hedgerow.core.intention import Intention
from hedgerow.core.places import earliest_start
from hedgerow.core.plan import Busy, Given, Hold, Placed
from hedgerow.core.seasonal import wish_in

HELD = "a block that you hold"
"""What one is called whose intention is gone."""


@dataclass(frozen=True, slots=True)
class Start:
    board: Board
    busy: tuple[Busy, ...]
    """All that binds, with what the person holds of intentions that are gone."""
    soft: tuple[Busy, ...]
    """What is not certain: it takes better places, and leaves none out."""
    standing: tuple[tuple[Placed, Intention], ...]
    """Of earlier weeks what may still matter."""


def start_of(given: Given) -> Start:
    rules, known = given.rules, tuple(_known(given))
    orphans = (p for p, wish in known if wish is None and p.hold is not Hold.NONE)
    binding = rules.binding(given.busy)
    busy = (*binding, *(Busy(p.span, HELD, is_work=False) for p in orphans))
    soft = tuple(rules.soft(given.busy))
    work = (thing.span for thing in binding if thing.is_work and not thing.all_day)
    spans, rather_not = [thing.span for thing in busy], [thing.span for thing in soft]
    calendar = calendar_of(spans, work, rules.unknown, rules.on_call, rather_not)
    skipped = by_intention(skip for skip in given.previous.skipped if max(skip.days) >= rules.begins)
    board = Board(calendar, skipped, rules.zone, earliest_start(given.now + rules.notice, rules.zone), rules.guards)
    return Start(board, busy, soft, tuple((p, wish) for p, wish in known if wish is not None))


def _known(given: Given) -> Iterator[tuple[Placed, Intention | None]]:
    rules = given.rules
    since = rules.remembers_from(given.intentions)
    for placed in given.previous.placed:
        if placed.span.start >= since:
            week = rules.week_of(local_day(placed.span.start, rules.zone))
            yield placed, wish_in(week, placed.slot.intention, given.intentions, rules.changes)
