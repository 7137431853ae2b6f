"""A day from left to right: position carries time, shape carries meaning, colour only repeats it.

A page may stretch a strip to its own width and keeps the height, so nothing in it depends on being round.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from hedgerow.letter.pictures.colours import BLOCK, INTRUDING, PAST, WORK
from hedgerow.letter.pictures.picture import draw, rounded
from hedgerow.letter.reader import Picture
from hedgerow.letter.strips import Look, Placed

WIDTH, HEIGHT = 416, 30
_NARROWEST = 3.0
"""A call of five minutes is to be seen."""
_HATCH = (
    '<defs><pattern id="h" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    f'<rect width="5" height="5" fill="{INTRUDING}"/><rect width="1.6" height="5" fill="#E9B99C"/></pattern></defs>'
)


@dataclass(frozen=True, slots=True)
class _Box:
    left: float
    width: float
    middle: float

    def rect(self, height: float, radius: float, paint: str) -> str:
        x, y, w = rounded(self.left), rounded(self.middle - height / 2), rounded(self.width)
        return f'<rect x="{x}" y="{y}" width="{w}" height="{rounded(height)}" rx="{rounded(radius)}" {paint}/>'

    def outline(self, height: float, radius: float, paint: str) -> str:
        """Its stroke of 1.6 stays inside."""
        inner = _Box(self.left + 0.8, max(self.width - 1.6, 1), self.middle)
        return inner.rect(height - 1.6, radius, f'fill="none" stroke-width="1.6" {paint}')


def draw_day(placed: Sequence[Placed]) -> Picture:
    line = _Box(0, WIDTH, HEIGHT / 2).rect(6, 3, _faint(0.3))
    boxes = [(each.look, _box(each)) for each in placed]
    return _picture(WIDTH, HEIGHT, [line, *(_SHAPES[look](box, HEIGHT - 2) for look, box in boxes)])


def draw_key(look: Look) -> Picture:
    """As it stands in the legend, on a line of text."""
    width = {Look.MOVED: 20, Look.LOST: 20, Look.KEPT: 18}.get(look, 20)
    return _picture(width, 20, [_SHAPES[look](_Box(0, width, 10), 20)])


def _picture(width: int, height: int, shapes: Iterable[str]) -> Picture:
    drawn = "".join(shapes)
    return draw(width, height, f"{_HATCH if 'url(#h)' in drawn else ''}{drawn}")


def _box(placed: Placed) -> _Box:
    """Gaps of less than a pixel would join what is apart."""
    left, width = placed.left * WIDTH / 100, placed.width * WIDTH / 100
    gap = 0.5 if placed.look in (Look.WORK, Look.INTRUDING) else 0.0
    width = max(width - 2 * gap, _NARROWEST)
    return _Box(min(left + gap, WIDTH - width), width, HEIGHT / 2)


def _moved(box: _Box, height: float) -> str:
    return box.outline(height - 2, 5, f'stroke="{BLOCK}"') + _arrow(box)


def _arrow(box: _Box) -> str:
    """None where there is no room for one."""
    if box.width < 12:
        return ""
    x, y, reach = box.left + box.width / 2, box.middle, min(6.0, box.width / 2 - 4)
    tip, back = rounded(x + reach), rounded(x - reach)
    barb = rounded(x + reach - 3.5)
    head = f"M{barb} {rounded(y - 3.5)} {tip} {rounded(y)} {barb} {rounded(y + 3.5)}"
    return (
        f'<path d="M{back} {rounded(y)}H{tip}{head}" fill="none" stroke="{BLOCK}" stroke-width="1.6"'
        ' stroke-linecap="round" stroke-linejoin="round"/>'
    )


def _faint(opacity: float) -> str:
    """Carries no meaning that is not carried elsewhere, so it may be faint."""
    return f'fill="{PAST}" fill-opacity="{opacity}"'


_SHAPES: Mapping[Look, Callable[[_Box, float], str]] = {
    Look.IDLE: lambda _box, _height: "",
    Look.ON_CALL: lambda box, _: box.outline(14, 3, f'stroke="{PAST}"'),
    Look.WINDOW: lambda box, _: box.rect(16, 3, _faint(0.3)),
    Look.WORK: lambda box, _: box.rect(10, 2, f'fill="{WORK}"'),
    Look.INTRUDING: lambda box, _: box.rect(18, 3, 'fill="url(#h)"'),
    Look.KEPT: lambda box, height: box.rect(height, 5, f'fill="{BLOCK}"'),
    Look.MOVED: _moved,
    Look.LOST: lambda box, height: box.outline(height, 4, f'stroke="{INTRUDING}" stroke-dasharray="3 2"'),
}
"""Each in a box, of the height that what is taller than work has."""
