"""SVG → PNG."""

from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from hedgerow.letter.reader import Picture

FONT = Path(__file__).parent / "fonts" / "InterSemiBold.ttf"
FAMILY = "Inter SemiBold"
"""As the font calls itself: text in any other family vanishes."""
_DENSITY = 2
"""Pixels to a CSS pixel, for the screens of phones."""
_HOST = "pictures.hedgerow.invalid"
"""RFC 2606 keeps it from being anybody's."""


@lru_cache(maxsize=64)
def draw(width: int, height: int, shapes: str) -> Picture:
    """`shapes` is SVG in CSS pixels; raises ValueError when it is none."""
    import resvg_py  # noqa: PLC0415 - only a letter with pictures should pay for it

    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}">'
        f"{shapes}</svg>"
    )
    fonts = [str(FONT)] if "<text" in shapes else []
    name = sha256(svg.encode()).hexdigest()[:16]
    png = bytes(resvg_py.svg_to_bytes(svg_string=svg, zoom=_DENSITY, skip_system_fonts=True, font_files=fonts))
    return Picture(f"{name}@{_HOST}", png, width, height)


def rounded(number: float) -> str:
    """As short as a hundredth of a pixel may be written."""
    return f"{number:.2f}".rstrip("0").rstrip(".")
