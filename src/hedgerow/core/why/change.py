"""The one meeting to move that gives a block back: thought of by arithmetic, told once plans made with it have it."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from functools import partial
from itertools import islice

from hedgerow.core.intention import Opening, lengths
from hedgerow.core.plan import Unplaced
from hedgerow.core.span import Span
from hedgerow.core.why.facts import Change, NoChange
from hedgerow.core.why.moves import STEP, Idea, is_movable, shifts
from hedgerow.core.why.nowhere import missed_days
from hedgerow.core.why.scene import Obstacle, Scene, obstacles
from hedgerow.core.why.trial import first_that_helps, gain_of


def find_change(scene: Scene, gap: Unplaced) -> Change | NoChange:
    alone = list(_alone_in_the_way(scene, gap))
    ideas = {idea for obstacle, wanted in alone for idea in _moves(scene, obstacle, wanted)}
    ranked = sorted(ideas, key=lambda idea: idea.rank)
    return first_that_helps(scene, ranked, gap.week, partial(gains, gap)) or NoChange(needs_two=not alone)


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
                if len(over) == 1 and not over[0].is_ours and not any(span.overlaps(wanted) for span in unknown):
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
        mark += STEP
    return sorted(marks)


def _moves(scene: Scene, obstacle: Obstacle, wanted: Span) -> Iterator[Idea]:
    """The least that it moves to leave the place free, earlier and later."""
    if not is_movable(scene, obstacle.what):
        return
    back, forth = obstacle.zone.end - wanted.start, wanted.end - obstacle.zone.start
    for least, sign in ((back, -1), (forth, 1)):
        yield from islice(shifts(scene, obstacle.what, sign, least), 1)


def gains(gap: Unplaced, before: Scene, after: Scene) -> tuple[Span, ...]:
    """The blocks that are there more of the one, where nothing else is lost and the plan as a whole is worth more."""
    more = gain_of(before, after, (gap.intention.id, gap.week))
    new = _new_spans(before, after, gap) if more else ()
    return new if gap.intention.is_in_hours else new[:more]


def _new_spans(before: Scene, after: Scene, gap: Unplaced) -> tuple[Span, ...]:
    """Those of days that had none first."""
    old = [piece for piece in before.board.of(gap.intention) if piece.day in gap.week.days]
    days, spans = {piece.day for piece in old}, {piece.span for piece in old}
    new = [piece for piece in after.board.of(gap.intention) if piece.day in gap.week.days and piece.span not in spans]
    return tuple(piece.span for piece in sorted(new, key=lambda piece: (piece.day in days, piece.span)))
