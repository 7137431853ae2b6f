"""A year looked back on, by the real command on a real folder."""

import subprocess
from datetime import timedelta
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from hedgerow.adapters.clock import SystemClock
from hedgerow.core.limits import LIMITS
from tests.adapters.store.raw import select
from tests.system.life import calendar, event, hedgerow, settle
from tests.system.test_commands import told

YEAR = ("review", "--weeks", "52")


def evenings(*, since: int = 52, minutes: int = 60) -> bytes:
    """One at eight in each of the last weeks, and one just now."""
    late = SystemClock().now().replace(hour=19, minute=0, second=0, microsecond=0)
    return calendar(*(event(f"late{n}", late - timedelta(weeks=n), minutes) for n in range(since + 1)))


def run(folder: Path, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return hedgerow("--config", folder / "hedgerow.toml", *words, cwd=folder, **environment)


def weeks(ran: subprocess.CompletedProcess[str]) -> list[dict[str, Any]]:
    return list(told(ran)["weeks"])


def test_a_year_is_told_week_by_week_with_what_is_usual(tmp_path: Path) -> None:
    settle(tmp_path, work=evenings())
    ran = run(tmp_path, *YEAR, "--json")
    assert ran.returncode == 0, ran.stderr
    assert len(weeks(ran)) == 52
    assert {week["from"] for week in weeks(ran)} == {"calendars"}
    assert told(ran)["usual"]["weeks"] == 52
    assert told(ran)["usual"]["personal_time_taken"] == 60


def test_what_a_feed_has_forgotten_is_still_known(tmp_path: Path) -> None:
    settle(tmp_path, work=evenings())
    before = weeks(run(tmp_path, *YEAR, "--json"))
    (tmp_path / "work.ics").write_bytes(evenings(since=10, minutes=30))
    after = weeks(run(tmp_path, *YEAR, "--json"))
    assert [week["from"] for week in after] == ["history"] * 42 + ["calendars"] * 10
    assert [week["personal_time_taken"] for week in after] == [60] * 42 + [30] * 10
    numbers = ("week", "start", "end", "verdict", "scheduled_work", "evenings_touched", "focus")
    assert [[week[key] for key in numbers] for week in after[:42]] == [[w[key] for key in numbers] for w in before[:42]]
    assert set(before[0]) <= set(after[0])


def test_the_history_holds_no_title_unless_the_person_says_so(tmp_path: Path) -> None:
    path = settle(tmp_path, work=evenings(minutes=180))
    assert run(tmp_path, *YEAR).returncode == 0
    database = tmp_path / "data" / "hedgerow.sqlite"
    assert select(database, "SELECT count(*) FROM week WHERE numbers LIKE '%late%'") == [(0,)]
    path.write_text(path.read_text() + "\n[history]\ntitles = true\n")
    run(tmp_path, *YEAR)
    assert select(database, "SELECT count(*) FROM week WHERE numbers LIKE '%late%'") == [(52,)]


def test_the_year_is_drawn_into_a_file_that_is_replaced_whole(tmp_path: Path) -> None:
    settle(tmp_path, work=evenings())
    picture = tmp_path / "year.svg"
    picture.write_text("an older one")
    ran = run(tmp_path, *YEAR, "--svg", "year.svg")
    assert (ran.returncode, ran.stderr) == (0, "The picture is year.svg.\n")
    root = ElementTree.fromstring(picture.read_text(encoding="utf-8"))
    assert (root.findtext("{*}title") or "").startswith("52 weeks: ")
    assert {file.name for file in tmp_path.iterdir()} == {"data", "hedgerow.toml", "work.ics", "year.svg"}


def test_a_picture_that_cannot_be_written_is_said_in_one_sentence(tmp_path: Path) -> None:
    settle(tmp_path)
    ran = run(tmp_path, "review", "--svg", "nowhere/year.svg")
    sentence = "The picture could not be written to nowhere/year.svg: no such file or directory.\n"
    assert (ran.returncode, ran.stderr) == (1, sentence)


@pytest.mark.parametrize("encoding", ["utf-8", "ascii"])
def test_a_year_fits_into_eighty_columns(tmp_path: Path, encoding: str) -> None:
    settle(tmp_path, work=evenings(minutes=180))
    ran = run(tmp_path, *YEAR, COLUMNS="80", PYTHONIOENCODING=encoding)
    assert ran.returncode == 0, ran.stderr
    assert [line for line in ran.stdout.splitlines() if len(line) > 80] == []
    assert len([line for line in ran.stdout.splitlines() if "stretched" in line and "-W" in line]) >= 52
    assert ran.stdout.isascii() is (encoding == "ascii")


def test_the_limits_are_told_with_number_definition_and_source(tmp_path: Path) -> None:
    path = settle(tmp_path)
    path.write_text(path.read_text() + '\n[limits]\npersonal_time_taken = "3h"\n')
    said = run(tmp_path, "limits", COLUMNS="200").stdout.replace("\N{NO-BREAK SPACE}", " ")
    one_line = " ".join(said.split())
    assert "personal time taken by work: at most 3 h (yours; 2 h unless set)" in said
    assert [rule.key for rule in LIMITS if f"Setting: {rule.key}" not in said] == []
    assert [rule.key for rule in LIMITS if rule.definition not in one_line or rule.source not in one_line] == []
    table = told(run(tmp_path, "limits", "--json"))["limits"]
    assert [limit["key"] for limit in table] == [rule.key for rule in LIMITS]
    assert {limit["key"]: limit["value"] for limit in table}["personal_time_taken"] == 180


@pytest.mark.parametrize("columns", ["40", "80"])
def test_the_limits_are_no_wider_than_the_terminal(tmp_path: Path, columns: str) -> None:
    settle(tmp_path)
    lines = run(tmp_path, "limits", COLUMNS=columns).stdout.splitlines()
    assert [line for line in lines if len(line) > int(columns) or line.endswith(" ")] == []
