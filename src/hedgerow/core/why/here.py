"""Why a block lies where it lies."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from hedgerow.core.board import Piece
from hedgerow.core.intention import MINUTE, Intention, Opening
from hedgerow.core.places import QUARTER
from hedgerow.core.plan import FACTS, Block, Reason
from hedgerow.core.search.objective import bonus, chunk_fee, preference, shrink, uncertain
from hedgerow.core.span import Span
from hedgerow.core.why.facts import Barrier, Fact, Here, Ousted, Shown, Taken, Terms
from hedgerow.core.why.scene import Obstacle, Scene, obstacles
from hedgerow.core.why.worth import worth_of_block

MOST_BARRIERS = 3
_STEP = QUARTER * MINUTE
_STOOD = (Reason.KEPT, Reason.FROZEN)


def tell_here(scene: Scene, block: Block) -> tuple[Fact, ...]:
    """What begun or released blocks are shown as is not ours to say; what is a fact has no better start."""
    piece = piece_of(scene, block)
    wish, rules = piece.intention, scene.given.rules
    facts: list[Fact] = [Here(block.reason, block.span, wish.ideal_start, wish.length.ideal, rules.freeze)]
    if block.reason not in FACTS:
        facts += _ousted(scene, block, piece)
        facts += _taken(scene, piece)
    if block.reason not in (*FACTS, Reason.FROZEN):
        facts.append(terms_of(scene, block, piece))
    if block.reason not in (Reason.RELEASED, Reason.PAST):
        facts.append(_shown(scene, block, wish))
    return tuple(facts)


def piece_of(scene: Scene, block: Block) -> Piece:
    return next(p for p in scene.board.pieces if (p.slot, p.span) == (block.slot, block.span))


def _shown(scene: Scene, block: Block, wish: Intention) -> Shown:
    rules = scene.given.rules
    return Shown(
        transparency=block.transparency,
        defence=wish.defence,
        is_pinned=block.reason in FACTS,
        places=block.other_places,
        least_places=rules.free_places,
        ahead=block.span.start - scene.given.now,
        least_ahead=rules.free_until,
    )


def _ousted(scene: Scene, block: Block, piece: Piece) -> Iterator[Ousted]:
    before = next((p.span for p in scene.given.previous.placed if p.block == block.block), None)
    if before is None or before == block.span:
        return
    openings = scene.board.openings_on(piece.intention, scene.board.day(before))
    over = [each for each in obstacles(scene, piece.intention, openings, piece) if each.zone.overlaps(before)]
    if over:
        yield Ousted(before, over[0].what)


def _taken(scene: Scene, piece: Piece) -> Iterator[Taken]:
    openings = _openings_around(scene, piece)
    near = obstacles(scene, piece.intention, openings, piece)
    first: dict[Obstacle, Barrier] = {}
    for start in _better_starts(openings, piece.span, scene.board.earliest.bound):
        wanted = Span(start, start + piece.span.length)
        over = next((each for each in near if each.zone.overlaps(wanted)), None)
        if over is not None:
            first.setdefault(over, Barrier(wanted, over.what))
    if first:
        yield Taken(tuple(first.values())[:MOST_BARRIERS])


def _openings_around(scene: Scene, piece: Piece) -> list[Opening]:
    """Of its day, and what of the same windows lies before midnight."""
    wish, board = piece.intention, scene.board
    today = board.openings_on(wish, piece.day)
    wished = {opening.wished for opening in today if opening.admits(piece.span)}
    before = board.openings_on(wish, piece.day - timedelta(days=1))
    return [*(opening for opening in before if opening.wished in wished), *today]


def _better_starts(openings: Sequence[Opening], span: Span, earliest: datetime) -> list[datetime]:
    """From the wished one outwards in quarters of an hour, as far as the start that it has."""
    found: dict[datetime, timedelta] = {}
    for opening in openings:
        reach = opening.reach(span.length, earliest)
        if reach is None:
            continue
        first, last = reach
        away = abs(span.start - opening.wished)
        for step in range(-(-away // _STEP)):
            for start in (opening.wished - step * _STEP, opening.wished + step * _STEP):
                if first <= start <= last:
                    found[start] = min(step * _STEP, found.get(start, away))
    return sorted(found, key=lambda start: (found[start], start))


def terms_of(scene: Scene, block: Block, piece: Piece) -> Terms:
    wish, span = piece.intention, piece.span
    openings = scene.board.openings_on(wish, piece.day)
    away = min((abs(span.start - o.wished) for o in openings if o.admits(span)), default=timedelta())
    under = scene.board.softly(piece.occupied)
    stands = block.reason in _STOOD
    return Terms(
        priority=wish.priority,
        worth=worth_of_block(scene, piece),
        fee=chunk_fee(wish, span),
        short=shrink(wish, span),
        minutes_short=max(0, wish.length.ideal - span.minutes),
        away=preference(wish, span, openings),
        doubt=uncertain(wish, span, under),
        minutes_away=away // MINUTE if wish.ideal_start is not None else 0,
        kept=bonus(wish, span.start - scene.given.now, is_left=not under) if stands else 0,
    )
