"""A week in few signs: a bar against its limit, a mark for each evening and block. Colour only repeats them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from rich.console import Console
from rich.text import Text

from hedgerow.cli.lines import can_take
from hedgerow.core.fate import Fate
from hedgerow.core.history import WeekRecord

FARTHEST = 3
WITHIN, BEYOND, HELD, FAINT = "cyan", "red", "green", "dim"


@dataclass(frozen=True, slots=True)
class Signs:
    parts: str
    """Of a cell, from the thinnest to the whole."""
    limit: str
    crossed: str
    cut: str
    """Where a bar goes on beyond its row."""
    above: str
    """Points down at the limit."""
    free: str
    touched: str
    fates: dict[Fate, str]

    @property
    def full(self) -> str:
        return self.parts[-1]


DRAWN = Signs("▏▎▍▌▋▊▉█", "┊", "┃", "▶", "▾", "·", "●", {Fate.KEPT: "■", Fate.MOVED: "◧", Fate.LOST: "□"})
TYPED = Signs("=", ":", "|", ">", "v", ".", "x", {Fate.KEPT: "K", Fate.MOVED: "M", Fate.LOST: "L"})
_STYLES = {Fate.KEPT: HELD, Fate.MOVED: HELD, Fate.LOST: BEYOND}


def signs_for(console: Console) -> Signs:
    drawn = "".join([DRAWN.parts, DRAWN.limit, DRAWN.crossed, DRAWN.cut, DRAWN.above, DRAWN.free, DRAWN.touched])
    return DRAWN if can_take(console, drawn + "".join(DRAWN.fates.values())) else TYPED


@dataclass(frozen=True, slots=True)
class Scale:
    """Minutes on a row of cells."""

    top: int
    cells: int

    def cell(self, minutes: int) -> int:
        """The one that holds the end of so many minutes."""
        return min(self.cells - 1, minutes * self.cells // self.top)


def scale_for(records: Iterable[WeekRecord], cells: int) -> Scale:
    """Reaches to the longest bar or to `FARTHEST` limits, so that one wild week does not flatten all others."""
    known = [record for record in records if record.is_known]
    longest = max((record.personal_taken for record in known), default=0)
    allowed = max((record.personal_allowed for record in known), default=0)
    return Scale(max(min(longest, FARTHEST * allowed), allowed * 3 // 2, 1), cells)


def bar(minutes: int, allowed: int, scale: Scale, signs: Signs) -> Text:
    """The limit is a post that a longer bar runs through."""
    post = scale.cell(allowed)
    row = _filled(min(minutes, scale.top), scale, signs).ljust(scale.cells)
    row = row[:-1] + signs.cut if minutes > scale.top else row
    is_crossed = minutes > allowed
    row = row[:post] + (signs.crossed if is_crossed else signs.limit) + row[post + 1 :]
    drawn = Text(row, style=WITHIN)
    drawn.stylize("bold" if is_crossed else FAINT, post, post + 1)
    if is_crossed:
        drawn.stylize(BEYOND, post + 1)
    return drawn


def _filled(minutes: int, scale: Scale, signs: Signs) -> str:
    """Any minute shows."""
    steps = len(signs.parts)
    filled = max(1, round(minutes * scale.cells * steps / scale.top)) if minutes else 0
    whole, rest = divmod(filled, steps)
    return signs.full * whole + (signs.parts[rest - 1] if rest else "")


def evenings(record: WeekRecord, signs: Signs) -> Text:
    """A mark for each day of the week; none where leave takes the evening out of the count."""
    if record.leave and not record.evenings:
        return Text("leave", style=FAINT)
    drawn = Text()
    for day in record.week.days:
        if day in record.evenings_touched:
            drawn.append(signs.touched, style=BEYOND)
        else:
            drawn.append(signs.free if day in record.evenings else " ", style=FAINT)
    return drawn


def blocks(fates: Sequence[Fate], room: int, signs: Signs) -> Text:
    """One mark each, in order of time; counted by their marks where they are too many for the room."""
    drawn = Text()
    if len(fates) > room:
        counts = [(fate, fates.count(fate)) for fate in Fate if fate in fates]
        return Text(" ").join(Text(f"{count}{signs.fates[fate]}", style=_STYLES[fate]) for fate, count in counts)
    for fate, run in groupby(fates):
        drawn.append(signs.fates[fate] * len(list(run)), style=_STYLES[fate])
    return drawn
