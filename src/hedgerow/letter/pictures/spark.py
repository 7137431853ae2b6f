"""The last weeks of one number as dots: no bars, since their scale does not begin at nought."""

from collections.abc import Sequence
from itertools import groupby

from hedgerow.letter.pictures.colours import PAST
from hedgerow.letter.pictures.picture import draw, rounded
from hedgerow.letter.reader import Picture

WIDTH, HEIGHT = 146, 34
WEEKS = 8
FEWEST = 3
"""With fewer weeks there is nothing to see."""
_EDGE = 8
_LAST = 5.0
_COMPARED = 4
"""The usual is the median of the four weeks before."""


def draw_spark(history: Sequence[int | None], usual: int | None, colour: str) -> Picture | None:
    """The weeks of `history` end with this one, which is known; a gap is a week that says nothing."""
    shown = history[-WEEKS:]
    known = [value for value in shown if value is not None]
    if len(known) < FEWEST:
        return None
    scale = _Scale((*known, usual) if usual is not None else known, len(shown))
    dots = [(scale.x(place), scale.y(value)) if value is not None else None for place, value in enumerate(shown)]
    drawn = [_line(dots), *(_dot(*dot, 3, PAST) for dot in dots[:-1] if dot)]
    drawn += [_median(scale, usual)] if usual is not None else []
    drawn += [_dot(*dot, _LAST, colour) for dot in dots[-1:] if dot]
    return draw(WIDTH, HEIGHT, "".join(drawn))


class _Scale:
    def __init__(self, values: Sequence[int], weeks: int) -> None:
        self.low, self.reach, self.weeks = min(values), max(values) - min(values), weeks

    def x(self, place: float) -> float:
        """The last week stands at the right, however few there are before it."""
        return WIDTH - _EDGE - (self.weeks - 1 - place) * (WIDTH - 2 * _EDGE) / (WEEKS - 1)

    def y(self, value: int) -> float:
        share = (value - self.low) / self.reach if self.reach else 0.5
        return HEIGHT - _LAST - 1 - share * (HEIGHT - 2 * _LAST - 2)


def _line(dots: Sequence[tuple[float, float] | None]) -> str:
    runs = [[dot for dot in run if dot] for is_dot, run in groupby(dots, key=bool) if is_dot]
    path = "".join(f"M{' '.join(f'{rounded(x)} {rounded(y)}' for x, y in run)}" for run in runs)
    return f'<path d="{path}" fill="none" stroke="{PAST}" stroke-opacity="0.6" stroke-width="1.6"/>'


def _median(scale: _Scale, usual: int) -> str:
    y, left = rounded(scale.y(usual)), rounded(max(scale.x(scale.weeks - 1 - _COMPARED), _EDGE) - 4)
    return f'<path d="M{left} {y}H{WIDTH}" stroke="{PAST}" stroke-width="1.6" stroke-dasharray="4 3"/>'


def _dot(x: float, y: float, radius: float, colour: str) -> str:
    return f'<circle cx="{rounded(x)}" cy="{rounded(y)}" r="{rounded(radius)}" fill="{colour}"/>'
