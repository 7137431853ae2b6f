"""Four overlapping ellipses, one for each domain of a life; in each of their fifteen regions, its number of events."""

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from math import cos, radians, sin

from hedgerow.core.domains import Domain
from hedgerow.core.overlap import Region
from hedgerow.letter.pictures.colours import DOMAINS, INK, PAPER
from hedgerow.letter.pictures.picture import FAMILY, draw, rounded
from hedgerow.letter.reader import Picture

WIDTH, HEIGHT = 420, 284
RADIUS = 16
"""Of the largest disc; every region has room for one round its place."""


@dataclass(frozen=True, slots=True)
class Ellipse:
    x: float
    y: float
    long: float
    short: float
    degrees: float
    """From the x axis towards the y axis, that is clockwise on the page."""

    def holds(self, x: float, y: float) -> bool:
        turn = radians(self.degrees)
        along = (x - self.x) * cos(turn) + (y - self.y) * sin(turn)
        across = (y - self.y) * cos(turn) - (x - self.x) * sin(turn)
        return (along / self.long) ** 2 + (across / self.short) ** 2 < 1


ELLIPSES: Mapping[Domain, Ellipse] = {
    Domain.WORK: Ellipse(152, 181, 153, 69, 30),
    Domain.HOME: Ellipse(201, 138, 169, 62, 37),
    Domain.COMMUNITY: Ellipse(219, 138, 169, 62, -37),
    Domain.SELF: Ellipse(268, 181, 153, 69, -30),
}
_W, _H, _C, _S = Domain.WORK, Domain.HOME, Domain.COMMUNITY, Domain.SELF
PLACES: Mapping[Region, tuple[int, int]] = {
    frozenset({_W}): (54, 150),
    frozenset({_H}): (115, 52),
    frozenset({_C}): (305, 52),
    frozenset({_S}): (366, 150),
    frozenset({_W, _H}): (110, 111),
    frozenset({_W, _C}): (108, 198),
    frozenset({_W, _S}): (210, 254),
    frozenset({_H, _C}): (210, 95),
    frozenset({_H, _S}): (312, 198),
    frozenset({_C, _S}): (310, 111),
    frozenset({_W, _H, _C}): (150, 144),
    frozenset({_W, _H, _S}): (264, 222),
    frozenset({_W, _C, _S}): (156, 222),
    frozenset({_H, _C, _S}): (270, 144),
    frozenset({_W, _H, _C, _S}): (210, 180),
}
"""The middle of each region: as far as can be from every ellipse."""
_TAGS: Mapping[Domain, tuple[int, int]] = {_W: (4, 79), _H: (112, 17), _C: (308, 17), _S: (WIDTH - 4, 79)}
"""Where the name of each stands: its left end, its middle, its middle, its right end."""
_ANCHORS: Mapping[Domain, float] = {_W: 0.0, _H: 0.5, _C: 0.5, _S: 1.0}
_SIZE = 15
_LONGEST = 184
"""A longer name is set smaller: two of them have to stand side by side."""


def draw_venn(regions: Mapping[Region, int], names: Mapping[Domain, str]) -> Picture:
    """`names` are those of the domains in the reader's language; regions without events stay empty."""
    discs = [_disc(region, count) for region, count in regions.items() if count]
    shapes = [*(_ellipse(domain) for domain in Domain), *sorted(discs), *(_tag(d, names[d]) for d in Domain)]
    return draw(WIDTH, HEIGHT, "".join(shapes))


def _ellipse(domain: Domain) -> str:
    at, colour = ELLIPSES[domain], DOMAINS[domain]
    return (
        f'<ellipse cx="{at.x}" cy="{at.y}" rx="{at.long}" ry="{at.short}"'
        f' transform="rotate({at.degrees} {at.x} {at.y})"'
        f' fill="{colour}" fill-opacity="0.2" stroke="{colour}" stroke-width="1.6"/>'
    )


def _disc(region: Region, count: int) -> str:
    """Dark where an event served several."""
    x, y = PLACES[region]
    if len(region) == 1:
        shape = f'<circle cx="{x}" cy="{y}" r="13" fill="{PAPER}" fill-opacity="0.92"/>'
        return shape + _text((x, y), str(count), INK, _SIZE if count < 100 else 12)
    shape = f'<circle cx="{x}" cy="{y}" r="{RADIUS - 1}" fill="{INK}" stroke="{PAPER}" stroke-width="1.6"/>'
    return shape + _text((x, y), str(count), PAPER, 16 if count < 100 else 13)


def _tag(domain: Domain, name: str) -> str:
    left, y, wide = place_tag(domain, name)
    shape = f'<rect x="{rounded(left)}" y="{y - 13}" width="{rounded(wide)}" height="26" rx="13"'
    label = _text((left + wide / 2, y), name, PAPER, _size_of(name))
    return f'{shape} fill="{DOMAINS[domain]}"/>{label}'


def place_tag(domain: Domain, name: str) -> tuple[float, int, float]:
    """Its left end, its middle from above, and its width; it is 26 high."""
    wide = width_of(name) * _size_of(name) + 24
    at, y = _TAGS[domain]
    return at - _ANCHORS[domain] * wide, y, wide


def _size_of(name: str) -> float:
    return min(_SIZE, _SIZE * _LONGEST / (width_of(name) * _SIZE + 24))


def _text(middle: tuple[float, float], said: str, colour: str, size: float) -> str:
    """Capitals of the font are 0.73 of its size."""
    x, y = middle[0], middle[1] + 0.365 * size
    return (
        f'<text x="{rounded(x)}" y="{rounded(y)}" font-family="{FAMILY}" font-size="{rounded(size)}"'
        f' text-anchor="middle" fill="{colour}">{escape(said)}</text>'
    )


def width_of(text: str) -> float:
    """At most about so many times the size of the font; by letter, since nothing here measures text."""
    return sum(0.32 if c in " .,'ijl|’" else 0.95 if c in "mwMW&" else 0.68 if c.isupper() else 0.6 for c in text)
