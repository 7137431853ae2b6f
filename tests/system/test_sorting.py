"""`review --unsorted`, `review --learn` and `why EVENT`, as a person runs them."""

import json
import os
import pty
import subprocess
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from hedgerow.adapters.clock import SystemClock
from tests.system.life import calendar, command, environment, event, hedgerow, settle

RULES = """
[[domain_rules]]
domains = ["community"]
regex = '(a|aa)+$'
"""


@pytest.fixture
def life(tmp_path: Path) -> Path:
    """Last week: three yoga classes, one of them tagged, and two retros."""
    monday = SystemClock().now().replace(hour=12, minute=0, second=0, microsecond=0)
    monday -= timedelta(days=monday.weekday() + 7)
    titles = ["Yoga 1", "Yoga 2", "Yoga 3 #self", "Retro", "retro"]
    events = [event(title, monday + timedelta(days=n), 60) for n, title in enumerate(titles)]
    return settle(tmp_path, work=calendar(*events))


def run(path: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return hedgerow("--config", path, *words, cwd=path.parent)


def told(ran: subprocess.CompletedProcess[str]) -> Any:
    read = json.loads(ran.stdout)
    assert read["version"] == 1
    return read


def added(path: Path, before: str) -> str:
    """What follows the end of the old text, or stands somewhere in it."""
    after = path.read_text()
    same = next((n for n, (one, other) in enumerate(zip(before, after, strict=False)) if one != other), len(before))
    assert after.endswith(before[same:])
    return after[same : len(after) - len(before) + same]


def test_unsorted_shows_groups_with_their_rules_and_what_is_known_of_their_domains(life: Path) -> None:
    ran = run(life, "review", "--unsorted", "--weeks", "1")
    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout.replace("\xa0", " ").splitlines() == [
        "Only the default of their calendar decided four events:",
        "   2 ×  Retro, 2 h: work, by calendar work",
        '        rule: title = "Retro"',
        "   2 ×  Yoga 1, 2 h: work, by calendar work",
        '        rule: title = "Yoga" → self, as in one event with a tag or a rule',
        "`hedgerow review --learn` asks about each and writes the rules.",
    ]


def test_unsorted_has_all_of_it_for_scripts(life: Path) -> None:
    [retro, yoga] = told(run(life, "review", "--unsorted", "--weeks", "1", "--json"))["groups"]
    assert (retro["count"], retro["minutes"], retro["calendar"], retro["default"]) == (2, 120, "work", ["work"])
    assert retro["proposal"] == {"conditions": {"title": "Retro"}, "domains": [], "evidence": 0, "others": 0}
    assert yoga["uids"] == ["Yoga 1", "Yoga 2"]
    assert yoga["proposal"] == {"conditions": {"title": "Yoga"}, "domains": ["self"], "evidence": 1, "others": 0}


def test_learning_without_a_terminal_asks_nobody_and_writes_nothing(life: Path) -> None:
    before = life.read_bytes()
    ran = run(life, "review", "--learn", "--weeks", "1")
    assert (ran.returncode, len(ran.stderr.splitlines()), life.read_bytes()) == (2, 1, before)
    assert "no terminal" in ran.stderr


@pytest.mark.parametrize("words", [("--yes",), ("--dry-run",), ("--unsorted", "--yes"), ("--learn", "--json")])
def test_options_that_go_with_another_are_refused_without_it(life: Path, words: tuple[str, ...]) -> None:
    ran = run(life, "review", *words)
    assert (ran.returncode, len(ran.stderr.splitlines())) == (2, 1)


def test_learning_with_yes_takes_what_is_sure_and_then_the_rule_decides(life: Path) -> None:
    before = life.read_text()
    shown = run(life, "review", "--learn", "--yes", "--dry-run", "--weeks", "1")
    assert [line for line in shown.stdout.splitlines() if line.startswith("+")][1:] == [
        "+",
        "+[[domain_rules]]",
        '+domains = ["self"]',
        '+title = "Yoga"',
    ]
    assert life.read_text() == before
    ran = run(life, "review", "--learn", "--yes", "--weeks", "1")
    assert (ran.returncode, ran.stderr) == (0, f"Wrote one rule into {life}.\n")
    assert added(life, before) == '\n[[domain_rules]]\ndomains = ["self"]\ntitle = "Yoga"\n'
    again = told(run(life, "review", "--learn", "--yes", "--json", "--weeks", "1"))
    assert ([group["title"] for group in again["groups"]], again["learnt"], again["written"]) == (["Retro"], [], False)


def answered(path: Path, answers: str, *words: str) -> tuple[int, str]:
    ours, theirs = pty.openpty()
    try:
        os.write(ours, answers.encode())
        ran = subprocess.run(
            command("--config", path, "review", "--learn", "--weeks", "1", *words),
            cwd=path.parent,
            env=environment(),
            stdin=theirs,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        return ran.returncode, ran.stdout
    finally:
        os.close(ours)
        os.close(theirs)


def test_learning_asks_about_each_group_and_writes_two_rules_as_added_lines(life: Path) -> None:
    life.write_text(life.read_text().replace("[letter]\n", f"{RULES[1:]}# mine\n\n[letter] # post\n"))
    before = life.read_text()
    code, shown = answered(life, "x\nw\nsc\n")
    assert (code, "x is none of w, h, c, s" in shown) == (0, True)
    assert added(life, before) == (
        '\n[[domain_rules]]\ndomains = ["work"]\ntitle = "Retro"\n'
        '\n[[domain_rules]]\ndomains = ["community", "self"]\ntitle = "Yoga"\n'
    )


def test_enter_skips_and_nothing_is_written_then(life: Path) -> None:
    before = life.read_bytes()
    assert answered(life, "\n\n")[0] == 0
    assert life.read_bytes() == before


def test_a_rule_that_takes_too_long_is_told_once(tmp_path: Path) -> None:
    start = (SystemClock().now() - timedelta(days=7)).replace(hour=12, minute=0, second=0, microsecond=0)
    titles = ["a" * 60 + "!", "a" * 61 + "!", "plain"]
    path = settle(tmp_path, work=calendar(*(event(title, start, 60) for title in titles)))
    path.write_text(path.read_text() + RULES)
    ran = run(path, "review", "--weeks", "2")
    assert ran.returncode == 0
    assert " ".join(ran.stdout.split()).count("(a|aa)+$") == 1
    assert " ".join(ran.stdout.split()).count("takes too long on some titles and is not applied to them") == 1


def events(path: Path, name: str) -> Iterator[tuple[str, str, list[str]]]:
    for each in told(run(path, "why", name, "--json"))["events"]:
        yield each["title"], each["rule"], each["domains"]


def test_why_names_the_domains_of_an_event_and_the_rule_that_said_so(life: Path) -> None:
    assert list(events(life, "Yoga 3 #self")) == [("Yoga 3 #self", "tag: #self", ["self"])]
    assert [rule for _, rule, _ in events(life, "yoga")] == ["default of calendar 'work'"] * 2 + ["tag: #self"]
    life.write_text(life.read_text() + '[[domain_rules]]\ndomains = ["home", "work"]\ntitle = "yoga"\n')
    spoken = run(life, "why", "yoga 1").stdout.splitlines()
    assert (spoken[0].startswith("Yoga 1, "), spoken[1:]) == (True, ["  It serves work and home (rule: title 'yoga')."])


def test_why_knows_blocks_first_and_says_in_one_line_that_a_name_is_none(life: Path) -> None:
    read = told(run(life, "why", "dinner", "--json"))
    assert ([answer["intention"] for answer in read["answers"]][:1], read["events"]) == (["dinner"], [])
    ran = run(life, "why", "nothing of the kind")
    assert (ran.returncode, len(ran.stderr.splitlines())) == (2, 1)
    assert "No block and no event is named 'nothing of the kind'" in ran.stderr
