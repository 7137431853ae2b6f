"""Whom a letter is for, and the letter."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from hedgerow.core.boundary import Boundary
from hedgerow.letter.language import ENGLISH, Language
from hedgerow.letter.titles import Titles


@dataclass(frozen=True, slots=True)
class Reader:
    name: str
    """May be empty."""
    boundary: Boundary
    """In the zone that all times of the letter are said in."""
    hide_titles: bool = False
    """No title of an event or block stands in the letter."""
    pictures: bool = True
    """False: strips are drawn with cells of a table, and there is nothing inline to carry."""
    language: Language = ENGLISH

    @property
    def zone(self) -> ZoneInfo:
        return self.boundary.zone

    @property
    def titles(self) -> Titles:
        return Titles(self.hide_titles, self.language)


@dataclass(frozen=True, slots=True)
class Picture:
    cid: str
    """Of RFC 2392, without `cid:` and brackets; the same for the same drawing, so that a mail holds it once."""
    png: bytes
    width: int
    """In CSS pixels, as is the height."""
    height: int


@dataclass(frozen=True, slots=True)
class Letter:
    week: str
    """`2026-W47`."""
    subject: str
    """Without any title; ASCII in English."""
    html: str
    text: str
    pictures: tuple[Picture, ...] = ()
    """Those that the HTML shows, each once."""
