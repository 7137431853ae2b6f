"""The one meeting to move that gives a place back: thought of by arithmetic, told once plans made with it have it.

A meeting moves within its day, by quarters of an hour and at most four hours, to where nothing else is. One of work
moves within the hours that others may expect the person to be at work; another one stays out of them, and of the night.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from hedgerow.core.board import ON_CALL
from hedgerow.core.days import instant, local_day
from hedgerow.core.fate import SHIFT
from hedgerow.core.intention import MINUTE, Intention, Opening, lengths
from hedgerow.core.places import QUARTER
from hedgerow.core.plan import Busy, Unplaced
from hedgerow.core.planner import plan_blocks
from hedgerow.core.span import Span
from hedgerow.core.why.facts import Change, NoChange
from hedgerow.core.why.nowhere import missed_days
from hedgerow.core.why.scene import HELD, Obstacle, Scene, befores, obstacles, scene_of
from hedgerow.core.why.worth import counts_of, minutes_of, worth_of

MOST_SHIFT = timedelta(hours=4)
MOST_TRIED = 4
_STEP = QUARTER * MINUTE
_CIVIL = 7 * 60, 22 * 60
"""Minutes of the day between which a person may be asked to do something of their own."""


@dataclass(frozen=True, slots=True)
class Idea:
    what: Busy
    to: Span

    @property
    def rank(self) -> tuple[timedelta, datetime, str]:
        return abs(self.to.start - self.what.span.start), self.to.start, self.what.title


def find_change(scene: Scene, gap: Unplaced) -> Change | NoChange:
    alone = list(_alone_in_the_way(scene, gap))
    ideas = {idea for obstacle, wanted in alone for idea in _moves(scene, obstacle, wanted)}
    tried = (_try(scene, gap, idea) for idea in sorted(ideas, key=lambda idea: idea.rank)[:MOST_TRIED])
    return next((change for change in tried if change), NoChange(needs_two=not alone))


def _alone_in_the_way(scene: Scene, gap: Unplaced) -> Iterator[tuple[Obstacle, Span]]:
    """Each start that exactly one meeting forbids, whatever blocks of ours that may move lie there."""
    wish = gap.intention
    length = lengths(wish)[-1]
    for day in missed_days(scene, gap):
        openings = scene.board.openings_on(wish, day)
        firm = [each for each in obstacles(scene, wish, openings, None) if each.is_firm]
        for opening in openings:
            unknown = scene.board.unknown_near(wish, opening)
            for start in _starts(opening, firm, length, scene.board.earliest.bound):
                wanted = Span(start, start + length)
                over = [each for each in firm if each.zone.overlaps(wanted)]
                if len(over) == 1 and over[0].piece is None and not any(span.overlaps(wanted) for span in unknown):
                    yield over[0], wanted


def _starts(opening: Opening, firm: Sequence[Obstacle], length: timedelta, earliest: datetime) -> list[datetime]:
    """Quarters of an hour, and what touches something that is firm."""
    reach = opening.reach(length, earliest)
    if reach is None:
        return []
    first, last = reach
    touching = (at for each in firm for at in (each.zone.end, each.zone.start - length))
    marks = {first, last, *(at for at in touching if first <= at <= last)}
    mark = first
    while mark < last:
        marks.add(mark)
        mark += _STEP
    return sorted(marks)


def _moves(scene: Scene, obstacle: Obstacle, wanted: Span) -> Iterator[Idea]:
    """The least that it moves to leave the place free, earlier and later."""
    if not is_movable(scene, obstacle.what):
        return
    back, forth = obstacle.zone.end - wanted.start, wanted.end - obstacle.zone.start
    for least, sign in ((back, -1), (forth, 1)):
        for steps in range(-(-least // _STEP), MOST_SHIFT // _STEP + 1):
            by = sign * steps * _STEP
            to = Span(obstacle.what.span.start + by, obstacle.what.span.end + by)
            if is_acceptable(scene, obstacle.what, to):
                yield Idea(obstacle.what, to)
                break


def is_movable(scene: Scene, what: Busy) -> bool:
    soonest = scene.given.now + scene.given.rules.notice
    return not what.all_day and what.title not in (SHIFT, ON_CALL, HELD) and what.span.start >= soonest


def is_acceptable(scene: Scene, what: Busy, to: Span) -> bool:
    """May it be asked for, and does it run into nothing new?"""
    rules = scene.given.rules
    is_same_day = _days(scene, to) == _days(scene, what.span) and len(_days(scene, to)) == 1
    if not is_same_day or to.start < scene.given.now + rules.notice or any(to.overlaps(span) for span in rules.unknown):
        return False
    if not (_is_at_work(scene, to) if what.is_work else _is_own_time(scene, what, to)):
        return False
    others = (other for other in scene.busy if other != what and other.span.overlaps(to))
    is_free = all(other.all_day and other.span.covers(what.span) for other in others)
    return is_free and not any(piece.stays for piece in scene.board.over(to))


def _is_at_work(scene: Scene, to: Span) -> bool:
    return any(working.covers(to) for working in scene.working)


def _is_own_time(scene: Scene, what: Busy, to: Span) -> bool:
    day, zone = local_day(to.start, scene.given.rules.zone), scene.given.rules.zone
    civil = Span(*(instant(day, minutes, zone) for minutes in _CIVIL))
    at_work = any(working.overlaps(to) and not working.overlaps(what.span) for working in scene.working)
    return civil.covers(to) and not at_work


def _days(scene: Scene, span: Span) -> set[date]:
    zone = scene.given.rules.zone
    return {local_day(span.start, zone), local_day(span.end - MINUTE, zone)}


def _try(scene: Scene, gap: Unplaced, idea: Idea) -> Change | None:
    """Planned with it, on what stands now and on what the plan will have put there."""
    busy = tuple(replace(each, span=idea.to) if each == idea.what else each for each in scene.given.busy)
    gained: tuple[Span, ...] = ()
    for previous in befores(scene):
        given = replace(scene.given, busy=busy, previous=previous)
        plan = plan_blocks(given.intentions, given.busy, given.rules, given.now, given.previous)
        gained = gains(scene, scene_of(given, plan, scene.working), gap)
        if not gained:
            return None
    return Change(gap.intention.id, gap.week, idea.what, idea.to, gained)


def gains(before: Scene, after: Scene, gap: Unplaced) -> tuple[Span, ...]:
    """The blocks that are there more of the one, where nothing else is lost and the plan as a whole is worth more."""
    key = gap.intention.id, gap.week
    counts, had = counts_of(after), counts_of(before)
    minutes, lasted = minutes_of(after), minutes_of(before)
    is_whole = all(counts[each] >= had[each] and minutes[each] >= lasted[each] for each in had)
    if not is_whole or counts[key] <= had[key] or worth_of(after) <= worth_of(before):
        return ()
    return _new_spans(before, after, gap.intention, gap)[: counts[key] - had[key]]


def _new_spans(before: Scene, after: Scene, wish: Intention, gap: Unplaced) -> tuple[Span, ...]:
    """Those of days that had none first."""
    old = [piece for piece in before.board.of(wish) if piece.day in gap.week.days]
    days, spans = {piece.day for piece in old}, {piece.span for piece in old}
    new = [piece for piece in after.board.of(wish) if piece.day in gap.week.days and piece.span not in spans]
    return tuple(piece.span for piece in sorted(new, key=lambda piece: (piece.day in days, piece.span)))
