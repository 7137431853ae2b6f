"""What a plan is worth apart from what it moves, and what each intention gets of it."""

from collections import Counter
from collections.abc import Iterator, Mapping

from hedgerow.core.block import IntentionId
from hedgerow.core.board import Board, Piece
from hedgerow.core.days import Week
from hedgerow.core.search.objective import preference, rewards, shrink
from hedgerow.core.why.scene import Scene

Share = tuple[IntentionId, Week]


def counts_of(scene: Scene) -> Mapping[Share, int]:
    """Blocks of each intention and week."""
    return Counter(key for key, _ in _shares(scene))


def minutes_of(scene: Scene) -> Mapping[Share, int]:
    found: Counter[Share] = Counter()
    for key, piece in _shares(scene):
        found[key] += piece.span.minutes
    return found


def worth_of(scene: Scene) -> int:
    """Without the bonuses for what stands, so that plans made at different times can be compared."""
    total, seen = 0, set()
    for (name, week), piece in _shares(scene):
        total -= cost_of(scene.board, piece)
        if (name, week) not in seen:
            seen.add((name, week))
            total += sum(rewards_of(scene, piece, week)[: scene.board.count(piece.intention, week)])
    return total


def rewards_of(scene: Scene, piece: Piece, week: Week) -> tuple[int, ...]:
    """Of each block that the week asks for."""
    many = scene.board.count(piece.intention, week)
    return rewards(piece.intention, many + max(0, scene.board.missing(piece.intention, week)))


def cost_of(board: Board, piece: Piece) -> int:
    openings = board.openings_on(piece.intention, piece.day)
    return shrink(piece.intention, piece.span) + preference(piece.intention, piece.span, openings)


def _shares(scene: Scene) -> Iterator[tuple[Share, Piece]]:
    for piece in scene.board.pieces:
        if piece.day >= scene.given.rules.begins:
            yield (piece.intention.id, scene.week_of(piece)), piece
