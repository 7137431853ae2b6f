"""`hedgerow plan --explain` and `hedgerow why`: reasons for what is there, for what is not, and what would help."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from hedgerow.adapters.clock import SystemClock
from tests.system.life import calendar, event, hedgerow, settle
from tests.system.test_commands import told

MORNINGS = """
[[intentions]]
id = "{name}"
title = "{name}"
domains = ["self"]
length = "{length}"
times_per_week = 5
windows = ["05:00-08:00"]
"""


def evenings(folder: Path, moved: str = "", to: str = "") -> Path:
    """All evenings from the coming Monday on are full for a week: by two meetings each, at weekends by one trip."""
    now = SystemClock().now()
    monday = datetime(now.year, now.month, now.day, tzinfo=UTC) + timedelta(days=7 - now.weekday())
    starts = {f"Trip{number}": (monday + timedelta(days=number, hours=8), 12 * 60) for number in (5, 6)}
    for number in range(5):
        day = monday + timedelta(days=number)
        starts[f"Review{number}"] = day + timedelta(hours=15), 120
        starts[f"Call{number}"] = day + timedelta(hours=17, minutes=45), 135
    if moved:
        starts[moved] = datetime.fromisoformat(to).astimezone(UTC), starts[moved][1]
    return settle(folder, work=calendar(*(event(name, *when) for name, when in starts.items())))


def test_explain_gives_a_reason_for_each_step_and_gap_and_says_what_is_proven(tmp_path: Path) -> None:
    path = evenings(tmp_path)
    plain = hedgerow("--config", path, "plan", cwd=tmp_path, COLUMNS="400").stdout
    ran = hedgerow("--config", path, "plan", "--explain", cwd=tmp_path, COLUMNS="400")
    added = ran.stdout.replace("\N{NO-BREAK SPACE}", " ")[len(plain) :]
    assert (ran.returncode, ran.stderr) == (0, "")
    assert added.count("Create Dinner") == plain.count("create")
    assert "\nNo place: Dinner, " in added
    assert " leaves no room for it.\n" in added
    assert added.splitlines()[-1] == "This plan is proven best: no other plan scores higher."


def test_the_same_is_there_for_scripts(tmp_path: Path) -> None:
    path = evenings(tmp_path)
    assert "explained" not in told(hedgerow("--config", path, "plan", "--json", cwd=tmp_path))
    read = told(hedgerow("--config", path, "plan", "--explain", "--json", cwd=tmp_path))
    explained = read["explained"]
    assert [step["day"] for step in explained["steps"]] == [step["day"] for step in read["steps"]]
    [gap] = explained["unplaced"]
    assert ([fact["fact"] for fact in gap["facts"]], len(gap["words"]) > 1) == (["nowhere", "change"], True)
    assert explained["proof"]["is_proven"] is True


def test_why_tells_what_would_give_a_block_back_and_that_does(tmp_path: Path) -> None:
    path = evenings(tmp_path)
    [gap] = [
        each
        for each in told(hedgerow("--config", path, "why", "dinner", "--json", cwd=tmp_path))["answers"]
        if not each["day"]
    ]
    assert gap["why"][0] == f"5 of 5 found no place in week {gap['facts'][0]['week']}."
    change = gap["facts"][1]
    evenings(tmp_path, moved=change["what"]["title"], to=change["to"]["start"])
    again = told(hedgerow("--config", path, "plan", "--json", cwd=tmp_path))
    assert again["unplaced"][0]["missing"] == 4
    assert change["gained"][0]["start"] in [block["start"] for block in again["blocks"]]


def test_a_rest_that_is_not_granted_is_told_and_what_would_give_it_back(tmp_path: Path) -> None:
    path = evenings(tmp_path)
    with path.open("a", encoding="utf-8") as settings:
        settings.write('\n[[guards]]\nid = "rest"\nkind = "nightly rest"\ntitle = "Rest"\nlength = "15h"\n')
    read = told(hedgerow("--config", path, "plan", "--explain", "--json", cwd=tmp_path))
    assert {each["guard"] for each in read["guards"]} == {"rest"}
    [first, *_] = read["withheld"]
    assert (first["title"], first["missing"]) == ("Rest", 1)
    assert {"unguarded"} < {fact["fact"] for fact in read["explained"]["withheld"][0]["facts"]}
    shown = hedgerow("--config", path, "plan", cwd=tmp_path, COLUMNS="400").stdout
    assert "Not granted: Rest, " in shown
    assert hedgerow("--config", path, "why", "rest", cwd=tmp_path).stdout.startswith("Rest, ")


def test_without_a_solver_the_plan_is_made_all_the_same_and_marked_as_not_proven(tmp_path: Path) -> None:
    (tmp_path / "none").mkdir()
    (tmp_path / "none" / "highspy.py").write_text("raise ImportError('no wheel for this machine')\n")
    path = evenings(tmp_path)
    with path.open("a", encoding="utf-8") as settings:
        settings.write(MORNINGS.format(name="run", length="60min"))
        settings.write(MORNINGS.format(name="read", length="90min"))
        settings.write(MORNINGS.format(name="paint", length="120min"))
    none = str(tmp_path / "none")
    shown = hedgerow("--config", path, "plan", "--explain", cwd=tmp_path, COLUMNS="400", PYTHONPATH=none)
    assert (shown.returncode, shown.stderr) == (0, "")
    assert shown.stdout.count("Not proven best: the solver is not installed, or failed.") == 1
    read = told(hedgerow("--config", path, "plan", "--json", cwd=tmp_path, PYTHONPATH=none))
    assert read["proof"]["is_proven"] is False
    assert len(read["blocks"]) > 0
