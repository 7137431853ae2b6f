"""`log`, `undo`, `pause`, `resume`, `skip`, `pin` and `leave`, as a person types them, in this very process."""

import json
import logging
import shutil
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from hedgerow.adapters.clock import SystemClock
from hedgerow.cli import cli
from hedgerow.cli.context import run as run_command
from tests.system.life import calendar, event, settle


class Ran(NamedTuple):
    returncode: int
    stdout: str
    stderr: str


Run = Callable[..., Ran]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return settle(tmp_path)


@pytest.fixture
def run(path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    root = logging.getLogger()

    def run(*words: str) -> Ran:
        monkeypatch.setattr(sys, "argv", ["hedgerow", "--config", str(path), *words])
        handlers, root.handlers = root.handlers, []
        capsys.readouterr()
        code = run_command(cli)
        root.handlers = handlers
        return Ran(code, *capsys.readouterr())

    return run


def told(ran: Ran) -> Any:
    return json.loads(ran.stdout)


def blocks(path: Path) -> int:
    return path.with_name("blocks.ics").read_bytes().count(b"BEGIN:VEVENT")


def last_block(run: Run) -> Any:
    return told(run("log", "--json", "--last", "1"))["entries"][0]


def test_a_booking_is_undone_and_stays_undone(path: Path, run: Run) -> None:
    applied = told(run("apply", "--yes", "--json"))
    before = path.with_name("blocks.ics").read_bytes()
    entries = told(run("log", "--json"))["entries"]
    assert {entry["plan"] for entry in entries} == {applied["plan"]}
    last = entries[-1]["id"]
    shown = run("undo", "--dry-run")
    assert (shown.returncode, path.with_name("blocks.ics").read_bytes()) == (0, before)
    nobody = run("undo")
    assert (nobody.returncode, "say the same with --yes" in nobody.stderr) == (2, True)
    done = run("undo", "--yes")
    assert (done.returncode, done.stdout) == (0, shown.stdout)
    assert blocks(path) == len(applied["steps"]) - 1
    assert run("plan", "--check").returncode == 0
    again = run("undo", f"#{last}", "--yes")
    assert (again.returncode, f"#{last} was taken back already." in again.stdout) == (1, True)
    assert f"taken back by #{last + 1}" in " ".join(run("log").stdout.split())


def test_a_whole_run_is_undone_and_its_undo_too(path: Path, run: Run) -> None:
    plan = told(run("apply", "--yes", "--json"))["plan"]
    undone = told(run("undo", "--plan", plan, "--yes", "--json"))
    assert ({line["outcome"] for line in undone["lines"]}, blocks(path)) == ({"done"}, 0)
    assert run("undo", "--plan", undone["plan"], "--yes").returncode == 0
    assert blocks(path) == len(undone["lines"])


def test_what_is_not_there_is_named_in_one_sentence(run: Run) -> None:
    for words, code in (
        (("undo",), 1),
        (("undo", "9"), 2),
        (("undo", "nine"), 2),
        (("undo", "--plan", "nobody"), 2),
        (("undo", "1", "--plan", "x"), 2),
        (("pin", "abc"), 2),
        (("skip", "swim", "2026-12-01"), 2),
        (("skip", "dinner", "tomorrow"), 2),
        (("skip", "dinner", "2020-01-01"), 1),
        (("pause", "--until", "soon"), 2),
        (("pause", "--until", "yesterday"), 2),
        (("pause", "--until", "2020-01-01"), 2),
    ):
        ran = run(*words)
        assert (ran.returncode, ran.stdout, len(ran.stderr.splitlines())) == (code, "", 1), words


def test_a_skipped_day_has_no_block_whether_one_was_booked_or_not(path: Path, run: Run) -> None:
    planned = told(run("plan", "--json"))["steps"]
    first, second, *_ = [step["day"] for step in planned[2:]]
    assert run("skip", "dinner", first).returncode == 0
    run("apply", "--yes")
    booked = [block["day"] for block in told(run("plan", "--json"))["blocks"]]
    assert (first in booked, second in booked) == (False, True)
    shown = run("skip", f"dinner@{second}", "--dry-run")
    assert shown.returncode == 0, shown.stderr
    held = blocks(path)
    assert (run("skip", f"dinner@{second}").returncode, blocks(path)) == (2, held)
    assert (run("skip", f"dinner@{second}", "--yes").returncode, blocks(path)) == (0, held - 1)
    assert run("plan", "--check").returncode == 0
    assert run("undo", "--yes").returncode == 0
    assert blocks(path) == held


def test_a_pinned_block_stays_where_it_is_under_a_meeting(path: Path, run: Run) -> None:
    run("apply", "--yes")
    entry = told(run("log", "--json"))["entries"][4]
    pinned = run("pin", entry["block"][:8], "--json")
    assert (pinned.returncode, told(pinned)["record"]["standing"]) == (0, "pinned")
    again = run("pin", entry["block"][:8])
    assert (again.returncode, "It is pinned already" in again.stderr) == (0, True)
    assert told(run("pin", entry["block"][:8], "--json"))["refused"].startswith("It is pinned already")
    start = entry["after"]["start"]
    at = datetime.fromisoformat(start).astimezone(UTC)
    path.with_name("work.ics").write_bytes(calendar(event("launch", at, 60)))
    before = path.with_name("blocks.ics").read_bytes()
    run("apply", "--yes")
    assert [b["start"] for b in told(run("plan", "--json"))["blocks"] if b["block"] == entry["block"]] == [start]
    assert before.count(b"BEGIN:VEVENT") == blocks(path)


def test_the_undo_of_a_pin_is_told_as_what_it_was(run: Run) -> None:
    run("apply", "--yes")
    run("pin", last_block(run)["block"][:8])
    assert run("undo", "--yes").returncode == 0
    assert "  unpin Dinner, " in run("log", "--last", "1").stdout


def test_steps_that_wait_for_a_calendar_are_not_called_nothing(path: Path, run: Run) -> None:
    path.with_name("work.ics").unlink()
    shown = " ".join(run("plan").stdout.split())
    assert shown.startswith("Nothing can be done now. ")
    assert "does not exist: put it there, or name another path in the settings." in shown


def test_what_is_booked_is_listed_with_ids_that_can_be_typed(run: Run) -> None:
    run("apply", "--yes")
    listed = run("plan", "--all").stdout
    for entry in told(run("log", "--json"))["entries"]:
        assert entry["block"][:5] in listed


def test_a_pause_that_is_only_looked_at_is_none(run: Run) -> None:
    assert run("pause", "--dry-run").stdout.startswith("Would say: Paused")
    assert told(run("pause", "--dry-run", "--json"))["written"] is False
    assert told(run("plan", "--json"))["paused"] is None


def test_while_paused_everything_says_so_and_nothing_is_written(path: Path, run: Run) -> None:
    paused = run("pause", "--until", "3d")
    assert (paused.returncode, paused.stdout.startswith("Paused until ")) == (0, True)
    for words, code in ((("plan",), 0), (("apply",), 3), (("apply", "--yes"), 3), (("check",), 10)):
        ran = run(*words)
        assert (ran.returncode, "Paused until" in ran.stdout) == (code, True), words
    assert {step["outcome"] for step in told(run("apply", "--yes", "--json"))["steps"]} == {"paused"}
    assert not path.with_name("blocks.ics").exists()
    assert told(run("plan", "--json"))["paused"]["until"] is not None
    assert run("resume", "--dry-run").stdout == "Would resume: the next run writes again.\n"
    assert (run("resume").stdout, run("resume").stdout) == (
        "Resumed: the next run writes again.\n",
        "Nothing was paused.\n",
    )
    assert run("apply", "--yes").returncode == 0
    assert blocks(path) > 0


@pytest.mark.parametrize("is_lost", [False, True])
def test_leave_takes_all_of_ours_and_none_of_the_others(path: Path, run: Run, *, is_lost: bool) -> None:
    theirs = event("dentist", SystemClock().now() + timedelta(days=2), 30)
    path.with_name("blocks.ics").write_bytes(calendar(theirs))
    before = path.with_name("blocks.ics").read_bytes()
    run("apply", "--yes")
    count = blocks(path) - 1
    if is_lost:
        shutil.rmtree(path.with_name("data"))
    path.write_text(path.read_text().partition("[[intentions]]")[0] + '[server]\ndata = "data"\noutbox = "letters"\n')
    shown = run("leave", "--dry-run", "--json")
    assert [block["goes"] for block in told(shown)["blocks"]] == [True] * count
    asked = run("leave")
    assert (asked.returncode, blocks(path)) == (2, count + 1)
    gone = run("leave", "--yes")
    assert (gone.returncode, path.with_name("blocks.ics").read_bytes()) == (0, before)
    assert "hedgerow resume" in gone.stdout
    assert "Paused" in run("plan").stdout
    assert run("leave", "--yes").returncode == 0


def test_who_leaves_with_nothing_to_take_out_is_told_so_in_one_sentence(run: Run) -> None:
    shown = " ".join(run("leave", "--dry-run").stdout.split())
    assert shown == "None of your calendars holds a block of ours, so there is nothing to take out."
    gone = run("leave", "--yes")
    assert (gone.returncode, "deleted" in gone.stdout) == (0, False)


def test_leave_names_what_was_changed_and_what_it_could_not_look_at(path: Path, run: Run) -> None:
    run("apply", "--yes")
    file = path.with_name("blocks.ics")
    file.write_bytes(file.read_bytes().replace(b"SUMMARY:Dinner", b"SUMMARY:Dinner with Mia", 1))
    path.with_name("work.ics").write_bytes(b"BEGIN:VCALENDAR\r\n")
    gone = run("leave", "--yes", "--keep-changed")
    assert gone.returncode == 3
    assert "You changed one: Dinner with Mia" in gone.stdout
    assert "Not looked at: work: " in " ".join(gone.stdout.split())
    assert blocks(path) == 1


def test_a_block_that_was_taken_to_a_calendar_that_is_only_read_leaves_it_too(path: Path, run: Run) -> None:
    run("apply", "--yes")
    held, work = path.with_name("blocks.ics"), path.with_name("work.ics")
    before, data = work.read_bytes(), held.read_bytes()
    start, end = data.index(b"BEGIN:VEVENT"), data.index(b"END:VEVENT") + len(b"END:VEVENT\r\n")
    work.write_bytes(before.replace(b"END:VCALENDAR", data[start:end] + b"END:VCALENDAR"))
    held.write_bytes(data[:start] + data[end:])
    gone = run("leave", "--yes")
    assert (gone.returncode, work.read_bytes(), blocks(path)) == (0, before, 0)
    assert "taken to another calendar" in " ".join(gone.stdout.split())


WISH = """
[[intentions]]
id = "{id}"
title = "{title}"
domains = ["self"]
length = "{length}"
times_per_week = 7
windows = ["{window}"]
ideal_start = "{ideal}"
defence = "{defence}"
"""


def wish(name: str, hour: int, **changes: str) -> str:
    plain = {
        "id": name,
        "title": name.capitalize(),
        "length": "60min",
        "window": f"{hour:02d}:00-{hour + 2:02d}:00",
        "ideal": f"{hour:02d}:00",
        "defence": "always-busy",
    }
    return WISH.format(**plain | changes)


def test_plan_dry_run_and_apply_say_the_same_of_every_verb(path: Path, run: Run) -> None:
    head, _, tail = path.read_text().partition("[[intentions]]")
    server = tail[tail.index("[letter]") :]

    def live(*wishes: str) -> None:
        path.write_text(head + "".join(wishes) + server)

    free = wish("swim", 6, defence="always-free")
    live(wish("run", 4), free, wish("read", 8), wish("walk", 10), wish("cook", 12), wish("nap", 14))
    assert run("apply", "--yes").returncode == 0
    there = [
        step for step in told(run("log", "--json", "--last", "99"))["entries"] if "nap" in step["after"]["intention"]
    ]
    start = datetime.fromisoformat(there[5]["after"]["start"]).astimezone(UTC)
    path.with_name("work.ics").write_bytes(calendar(event("launch", start, 60)))
    live(
        wish("run", 4, defence="always-free"),
        wish("swim", 6),
        wish("read", 8, title="Read a book"),
        wish("walk", 10, length="30min"),
        wish("nap", 14),
        wish("paint", 16),
    )
    planned, dry = run("plan"), run("apply", "--dry-run")
    planned_json, dry_json = told(run("plan", "--json")), told(run("apply", "--dry-run", "--json"))
    done = run("apply", "--yes")
    assert (dry.stdout, done.stdout) == (planned.stdout, planned.stdout)
    assert {"now", *dry_json} == {*planned_json}
    assert dry_json["steps"] == planned_json["steps"]
    assert {step["verb"] for step in planned_json["steps"]} == {
        "create", "move", "resize", "defend", "release", "reword", "delete",
    }  # fmt: skip
    lines = told(run("log", "--json", "--last", str(len(planned_json["steps"]))))["entries"]
    assert [logged(line) for line in lines] == [
        (step["verb"], step["start"], step["end"], step["title"], step["reason"]) for step in planned_json["steps"]
    ]
    assert run("plan", "--check").returncode == 0


def logged(line: dict[str, Any]) -> tuple[Any, ...]:
    after = line["after"]
    return line["what"], after["start"], after["end"], after["title"], line["reason"]


def test_apply_as_json_names_the_steps_of_the_plan_with_their_outcome(run: Run) -> None:
    planned = told(run("plan", "--json"))["steps"]
    done = told(run("apply", "--yes", "--json"))
    assert {step["outcome"] for step in done["steps"]} == {"done"}
    told_alike = [{k: v for k, v in step.items() if k not in ("outcome", "message", "block")} for step in done["steps"]]
    assert told_alike == [{k: v for k, v in step.items() if k != "block"} for step in planned]
