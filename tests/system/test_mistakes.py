"""Mistakes in settings and rota that a person makes: one sentence each, and the exit code that is promised."""

import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from hedgerow.adapters.clock import SystemClock
from tests.system.life import calendar, event, hedgerow, settle

TODAY = SystemClock().now().astimezone(UTC).replace(hour=8, minute=0, second=0, microsecond=0)
CATASTROPHIC = "[[domain_rules]]\nregex = '(a|aa)+$'\ndomains = [\"home\"]\n"
OVERLAPPING = """
[rota]
calendar = "rota"
[[calendars]]
name = "rota"
kind = "file"
path = "rota.ics"
domains = ["work"]
"""


def run(folder: Path, settings: str, *words: str, work: bytes | None = None) -> subprocess.CompletedProcess[str]:
    path = settle(folder, work=work)
    path.write_text(path.read_text(encoding="utf-8") + settings, encoding="utf-8")
    return hedgerow("--config", path, *words, cwd=folder, COLUMNS="400")


def counted(ran: subprocess.CompletedProcess[str], sentence: str) -> int:
    return " ".join(f"{ran.stdout} {ran.stderr}".split()).count(sentence)


@pytest.mark.parametrize("command", ["check", "review"])
@pytest.mark.parametrize(
    ("settings", "said"),
    [
        (
            '[[seasons]]\nname = "exams"\nfirst = 2026-11-20\nlast = 2026-11-10\n',
            "seasons.1.last: ends before it begins: 2026-11-10 is before 2026-11-20",
        ),
        (
            '[holidays]\ncountry = "DE"\nsubdivision = "Bavria"\n',
            "holidays.subdivision: DE has no subdivision 'Bavria'; it has BB, BE, BW, BY,",
        ),
        (
            '[[seasons]]\nname = "exams"\nskip = true\n',
            "seasons.1.name: there is no season 'exams' in the profile to leave out",
        ),
    ],
)
def test_a_mistake_in_the_settings_is_one_line_and_nothing_is_read(
    tmp_path: Path, command: str, settings: str, said: str
) -> None:
    ran = run(tmp_path, settings, command)
    assert (ran.returncode, ran.stdout, len(ran.stderr.splitlines()), counted(ran, said)) == (4, "", 1, 1)


@pytest.mark.parametrize(("command", "code"), [("check", 10), ("review", 0)])
def test_a_catastrophic_expression_is_one_sentence_and_the_rest_is_told(
    tmp_path: Path, command: str, code: int
) -> None:
    titles = ("a" * 60 + "!", "a" * 61 + "!")
    work = calendar(*(event(title, TODAY - timedelta(days=7), 60) for title in titles))
    ran = run(tmp_path, CATASTROPHIC, command, work=work)
    assert (ran.returncode, counted(ran, "regex '(a|aa)+$' takes too long on some titles")) == (code, 1)


@pytest.mark.parametrize(("command", "code"), [("check", 10), ("review", 0)])
def test_two_rotas_that_overlap_are_one_sentence_that_names_the_shift(tmp_path: Path, command: str, code: int) -> None:
    shifts = TODAY - timedelta(days=7), TODAY - timedelta(days=7) + timedelta(hours=7)
    (tmp_path / "rota.ics").write_bytes(calendar(*(event(f"s{n}", at, 480) for n, at in enumerate(shifts))))
    ran = run(tmp_path, OVERLAPPING, command)
    assert ran.returncode == code
    said = f"In doubt: rota, event s1: the event of {shifts[1]:%Y-%m-%d} overlaps another shift of the rota; the time"
    assert counted(ran, said) == 1


def test_the_end_of_the_rota_is_one_sentence_of_plan_and_of_why_and_is_told_to_scripts(tmp_path: Path) -> None:
    last = datetime(2026, 4, 4, 6, tzinfo=UTC)
    (tmp_path / "rota.ics").write_bytes(calendar(event("early", last, 480)))
    ran = run(tmp_path, OVERLAPPING, "plan")
    assert ran.returncode == 0
    # Nothing of it is near, so that no shift was read at all.
    assert counted(ran, "The rota 'rota' has no shift in all these weeks: blocks wait for it.") == 1
    assert counted(ran, "There is nothing to do.") == 1
    (tmp_path / "rota.ics").write_bytes(calendar(event("early", TODAY - timedelta(days=3), 60)))
    sentence = "The rota 'rota' is not published beyond "
    assert counted(run(tmp_path, OVERLAPPING, "plan"), sentence) == 1
    assert counted(run(tmp_path, OVERLAPPING, "why", "dinner"), sentence) == 2
    assert counted(run(tmp_path, OVERLAPPING, "plan", "--json"), '"wait_for_rota"') == 1
