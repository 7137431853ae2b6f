"""Weeks under one another, from four to a year and more: a picture in the terminal."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from rich.console import Console
from rich.text import Text

from hedgerow.cli.lines import say, typed
from hedgerow.cli.marks import FAINT, Scale, Signs, bar, blocks, evenings, scale_for, signs_for
from hedgerow.cli.verdicts import show_verdicts
from hedgerow.core.fate import Fate
from hedgerow.core.history import Usual, WeekRecord, usual_of
from hedgerow.core.week import Verdict
from hedgerow.letter.phrases import duration, month, weekday

COLORS = {Verdict.CLEAR: "green", Verdict.STRETCHED: "yellow", Verdict.INTRUDED: "red", Verdict.UNKNOWN: FAINT}
FEW = 12
"""More weeks than this are parted by month."""
_GAP = "  "
_FIXED = len("2026-W47  stretched  ") + len(" 12 h 45") + len("  MTWTFSS")
_HOURS = len("  41 h 30  11 h 05")
_SHORTEST = 6
"""Cells of a bar; a terminal too narrow for that loses the blocks, then its own wrapping has to help."""


@dataclass(frozen=True, slots=True)
class Row:
    week: Text
    verdict: Text = field(default_factory=Text)
    bar: Text = field(default_factory=Text)
    taken: Text = field(default_factory=Text)
    evenings: Text = field(default_factory=Text)
    blocks: Text = field(default_factory=Text)
    work: Text = field(default_factory=Text)
    night: Text = field(default_factory=Text)


@dataclass(frozen=True, slots=True)
class Sheet:
    """The columns of the terminal, shared out."""

    console: Console
    signs: Signs
    scale: Scale
    blocks: int
    """How many marks; 0 where no week had any, or there is no room."""
    has_hours: bool
    """Whether there is room for the hours of work and the shortest night."""

    def put(self, row: Row) -> None:
        cells = [(row.week, 8, "<"), (row.verdict, 9, "<"), (self._barred(row), self.scale.cells + 8, "<")]
        cells.append((row.evenings, 7, "<"))
        cells += [(row.blocks, self.blocks, "<")] if self.blocks else []
        cells += [(row.work, 7, ">"), (row.night, 7, ">")] if self.has_hours else []
        line = Text(_GAP).join(_fitted(*cell) for cell in cells)
        line.rstrip()
        plain = Text(typed(self.console, line.plain), spans=line.spans)
        self.console.print(plain, soft_wrap=True)

    def _barred(self, row: Row) -> Text:
        if not row.taken:
            return row.bar
        return Text.assemble(_fitted(row.bar, self.scale.cells, "<"), " ", _fitted(row.taken, 7, ">"))


def _fitted(text: Text, width: int, side: str) -> Text:
    blank = Text(" " * (width - text.cell_len))
    return blank + text if side == ">" else text + blank


def sheet_for(console: Console, records: Sequence[WeekRecord]) -> Sheet:
    most = max((len(record.fates) for record in records), default=0)
    wanted = min(max(most, len("Blocks")), 10) if most else 0
    marks = wanted if console.width >= _FIXED + len(_GAP) + wanted + _SHORTEST else 0
    fixed = _FIXED + (len(_GAP) + marks if marks else 0)
    has_hours = console.width >= fixed + _HOURS + 10
    cells = console.width - fixed - (_HOURS if has_hours else 0)
    return Sheet(console, signs_for(console), scale_for(records, max(_SHORTEST, min(30, cells))), marks, has_hours)


def show_weeks(console: Console, records: Sequence[WeekRecord]) -> None:
    """`records` are in order and at least one."""
    _draw(console, records)
    console.print()
    show_verdicts(console, records)


def _draw(console: Console, records: Sequence[WeekRecord]) -> None:
    sheet = sheet_for(console, records)
    for row in _heads(sheet, records):
        sheet.put(row)
    for name, weeks in groupby(records, key=lambda record: month(record.week.days[3])):
        if len(records) > FEW:
            sheet.put(Row(Text(name, style=FAINT)))
        for record in weeks:
            sheet.put(_row(record, sheet))
    usual = usual_of(records)
    if usual:
        sheet.put(_usual(usual, records[-1], sheet))
    is_cut = any(record.personal_taken > sheet.scale.top for record in records)
    say(console, _legend(sheet, is_cut=is_cut), style=FAINT)


def _heads(sheet: Sheet, records: Sequence[WeekRecord]) -> Iterator[Row]:
    week, verdict, *rest = (
        Text(word, style="bold") for word in ("Week", "Verdict", "Own time taken", "Evening", "Blocks", "Work", "Night")
    )
    yield Row(week, verdict, rest[0], Text(), *rest[1:])
    letters = "".join(weekday(day)[0] for day in records[-1].week.days)
    allowed = records[-1].personal_allowed
    yield Row(Text(), bar=_limit_head(allowed, sheet), evenings=Text(letters, style=FAINT))


def _limit_head(allowed: int, sheet: Sheet) -> Text:
    """`limit 2 h ▾` where there is room before the post, `▾ limit 2 h` else."""
    post = sheet.scale.cell(allowed)
    words = f"limit {duration(allowed)}"
    before = f"{words} {sheet.signs.above}"
    line = before.rjust(post + 1) if len(before) <= post + 1 else " " * post + f"{sheet.signs.above} {words}"
    return Text(line, style=FAINT)


def _row(record: WeekRecord, sheet: Sheet) -> Row:
    week, verdict = Text(str(record.week)), Text(record.verdict.value, style=COLORS[record.verdict])
    if not record.is_known:
        return Row(week, verdict)
    signs, rest = sheet.signs, record.shortest_rest
    return Row(
        week,
        verdict,
        bar(record.personal_taken, record.personal_allowed, sheet.scale, signs),
        Text(_time(record.personal_taken), style="" if record.personal_taken else FAINT),
        evenings(record, signs),
        blocks(record.fates, sheet.blocks, signs),
        Text(_time(record.scheduled_work)),
        Text(duration(rest) if rest is not None else "-"),
    )


def _usual(usual: Usual, last: WeekRecord, sheet: Sheet) -> Row:
    rest = usual.shortest_rest
    return Row(
        Text("usual", style="bold"),
        Text(f"of {usual.weeks}", style=FAINT),
        bar(usual.personal_taken, last.personal_allowed, sheet.scale, sheet.signs),
        Text(_time(usual.personal_taken)),
        Text(f"{usual.evenings_touched} {sheet.signs.touched}"),
        Text(),
        Text(_time(usual.scheduled_work)),
        Text(duration(rest) if rest is not None else "-"),
    )


def _time(minutes: int) -> str:
    return duration(minutes) if minutes else "none"


def _legend(sheet: Sheet, *, is_cut: bool) -> str:
    signs = sheet.signs
    goes_on = f", {signs.cut} where it goes on" if is_cut else ""
    parts = [
        f"Own time taken by work, {signs.crossed} where it passed the limit{goes_on}.",
        f"Evenings: {signs.touched} touched by work, {signs.free} free.",
    ]
    if sheet.blocks:
        kept, moved, lost = (signs.fates[fate] for fate in (Fate.KEPT, Fate.MOVED, Fate.LOST))
        parts.append(f"Blocks: {kept} kept, {moved} moved, {lost} lost.")
    if sheet.has_hours:
        parts.append("Night: the shortest rest between two working days.")
    return " ".join(parts)
