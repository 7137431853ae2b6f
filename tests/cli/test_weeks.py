"""The picture of weeks in a terminal: true to the minute, never wider than it may be, whole without colour."""

import io
from collections.abc import Sequence

import pytest
from rich.console import Console
from rich.text import Text

from hedgerow.cli.marks import DRAWN, TYPED, Scale, bar, blocks
from hedgerow.cli.year import show_weeks
from hedgerow.core.history import WeekRecord
from hedgerow.core.occurrence import CalendarId
from tests.years import KEPT, LOST, MOVED, away, unseen, week, year


def shown(records: Sequence[WeekRecord], width: int = 80, encoding: str = "utf-8", *, color: bool = False) -> list[str]:
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding=encoding, write_through=True)
    console = Console(file=stream, width=width, color_system="standard" if color else None, no_color=not color)
    show_weeks(console, records)
    return raw.getvalue().decode(encoding).splitlines()


def row(lines: Sequence[str], name: str) -> str:
    return next(line for line in lines if line.startswith(name))


def test_a_week_is_a_line_of_words_bar_evenings_blocks_and_hours() -> None:
    lines = shown([week(1), week(0, 150, "mon wed thu", fates=(KEPT, KEPT, MOVED, LOST))])
    assert row(lines, "2026-W47").split() == [
        *("2026-W47", "intruded", "██████████┃██▍", "2", "h", "30", "●·●●···", "■■◧□"),
        *("40", "h", "11", "h", "40"),
    ]


@pytest.mark.parametrize(
    ("minutes", "drawn"),
    [(0, "     ┊      "), (1, "▏    ┊      "), (30, "█▎   ┊      "), (120, "█████┊      "), (288, "█████┃██████")],
)
def test_a_bar_is_as_long_as_its_minutes_and_runs_through_the_limit_only_beyond_it(minutes: int, drawn: str) -> None:
    assert bar(minutes, 120, Scale(288, 12), DRAWN).plain == drawn


def test_one_minute_more_than_the_limit_is_a_bar_that_runs_through_it() -> None:
    assert DRAWN.crossed not in bar(120, 120, Scale(240, 12), DRAWN).plain
    assert DRAWN.crossed in bar(121, 120, Scale(240, 12), DRAWN).plain


def test_the_limit_is_named_over_its_post() -> None:
    lines = shown([week(0, 30)])
    assert "limit 2\N{NO-BREAK SPACE}h" in lines[1]
    assert lines[1].index("▾") == row(lines, "2026-W47").index("┊")


def test_more_blocks_than_there_is_room_for_are_counted() -> None:
    assert blocks([KEPT, LOST] * 2 + [KEPT] * 9, 10, DRAWN).plain == "11■ 2□"
    assert "11■ 2□" in row(shown([week(fates=(KEPT,) * 11 + (LOST,) * 2)]), "2026-W47")


def test_one_wild_week_is_cut_and_flattens_no_other() -> None:
    lines = shown([week(1, 1_290), week(0, 60)])
    assert "┃██████████████▶" in row(lines, "2026-W46").replace(" ", "")
    assert "21\N{NO-BREAK SPACE}h\N{NO-BREAK SPACE}30" in row(lines, "2026-W46")
    assert row(lines, "2026-W47").count("█") == 4
    assert "▶ where it goes on" in " ".join(lines)


def test_a_life_without_blocks_has_no_column_for_them() -> None:
    assert "Blocks" not in "\n".join(shown([week()]))


def test_a_week_that_was_not_seen_has_a_word_and_no_numbers() -> None:
    assert row(shown([unseen(1), week()]), "2026-W46").split() == ["2026-W46", "unknown"]


def test_leave_takes_evenings_out_of_the_count_and_out_of_the_row() -> None:
    lines = shown([away(1), week(0, late="tue", leave=week().week.days[:1], evenings=week().week.days[1:])])
    assert "leave" in row(lines, "2026-W46")
    assert "   ●·····" in row(lines, "2026-W47")


def test_what_is_usual_leaves_out_what_does_not_compare() -> None:
    lines = shown([week(4, 10), week(3, 20), week(2, 60), away(1), unseen(0)])
    assert row(lines, "usual").split()[:3] == ["usual", "of", "3"]
    assert "20\N{NO-BREAK SPACE}min" in row(lines, "usual")
    assert not [line for line in shown([week(1), week(0)]) if line.startswith("usual")]


@pytest.mark.parametrize("width", [40, 60, 80, 100, 200])
@pytest.mark.parametrize("encoding", ["utf-8", "ascii", "cp1252"])
def test_nothing_is_wider_than_the_terminal_and_no_line_ends_in_spaces(width: int, encoding: str) -> None:
    lines = shown(year(), width, encoding)
    assert [line for line in lines if len(line) > max(width, 44) or line.endswith(" ")] == []
    assert len([line for line in lines if line.startswith(("2025-W", "2026-W")) and " is " not in line]) == 52


def test_an_output_that_cannot_take_the_signs_gets_plain_ones() -> None:
    lines = shown([week(0, 150, "mon", fates=(KEPT, MOVED, LOST))], encoding="ascii")
    assert row(lines, "2026-W47").split()[2:8] == ["==========|==", "2", "h", "30", "x......", "KML"]
    assert TYPED.full.isascii()
    assert "?" not in "".join(lines)


def test_colour_adds_nothing_that_is_not_there_without_it() -> None:
    plain, colored = shown(year()), shown(year(), color=True)
    assert "\N{ESCAPE}[" in "".join(colored)
    assert [Text.from_ansi(line).plain for line in colored] == plain


def test_the_number_beside_a_bar_has_no_colour() -> None:
    [line] = [line for line in shown([week(0, 150)], color=True) if "\N{NO-BREAK SPACE}30" in line and "┃" in line]
    drawn = Text.from_ansi(line)
    number = drawn.plain.index("2\N{NO-BREAK SPACE}h")
    assert [span.style for span in drawn.spans if span.start <= number < span.end] == []


def test_each_passed_limit_is_told_with_its_numbers_and_what_was_behind_it() -> None:
    lines = shown([week(1), week(0, 150, "mon tue wed")])
    told = [line.replace("\N{NO-BREAK SPACE}", " ") for line in lines]
    assert "2 weeks: 1 clear and 1 intruded." in told
    assert "  personal time taken by work: 2 h 30 (limit 2 h); Launch" in told
    assert "  evenings touched by work: 3 (limit 2)" in told


def test_a_long_list_is_parted_by_month_and_its_limits_summed_up() -> None:
    lines = shown(year())
    assert "December 2025" in lines
    assert "November 2026" in lines
    assert "  Personal time taken by work: 16 weeks" in lines
    assert len([line for line in lines if line.endswith(("is stretched:", "is intruded:"))]) == 4


def test_weeks_that_rest_on_fewer_calendars_are_named() -> None:
    lines = shown([week(2), week(1, gaps=(CalendarId("club"),)), week(0)])
    assert lines[-1] == "Without club: 2026-W46."
    everywhere = shown([week(n, gaps=(CalendarId("club"),)) for n in (1, 0)])
    assert not [line for line in everywhere if line.startswith("Without")]
