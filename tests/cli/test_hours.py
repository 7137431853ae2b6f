"""What a week lacks of hours is told in hours, and of times in blocks."""

import io

from rich.console import Console

from hedgerow.cli.as_json import unplaced
from hedgerow.cli.tables import Screen, show_unplaced
from hedgerow.core.intention import Length
from tests.agenda import BERLIN
from tests.plans import busy, plan, wish

LACKING = plan(
    [
        wish("study", "17:00-21:00", "mon tue", length=Length(60, 120, 180), minutes_per_week=330),
        wish("run", "18:00-19:00", "mon", times_per_week=1),
    ],
    busy("mon 17:00-21:00  Board"),
).unplaced


def test_on_the_terminal() -> None:
    told = io.StringIO()
    show_unplaced(Screen(Console(file=told, width=200), BERLIN, {}), LACKING)
    assert [line.partition("W47: ")[2].partition(";")[0] for line in told.getvalue().splitlines()] == [
        "one block missing",
        "2\N{NO-BREAK SPACE}h\N{NO-BREAK SPACE}30 missing",
    ]


def test_in_json() -> None:
    told = [unplaced(each, BERLIN) for each in LACKING]
    assert [(each["missing"], each["missing_in"]) for each in told] == [(1, "blocks"), (150, "minutes")]
