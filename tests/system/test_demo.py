from hashlib import sha256
from pathlib import Path

import pytest

from tests.system.life import hedgerow


def contents(folder: Path) -> dict[str, str]:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): sha256(path.read_bytes()).hexdigest() for path in files}


def test_the_demo_gives_the_same_bytes_on_every_run_in_any_zone_and_place(tmp_path: Path) -> None:
    here, there = tmp_path / "here", tmp_path / "there"
    here.mkdir()
    there.mkdir()
    first = hedgerow("demo", cwd=here, PYTHONHASHSEED="1", TZ="UTC")
    made = contents(here)
    again = hedgerow(
        "demo", cwd=here, PYTHONHASHSEED="2", TZ="Pacific/Chatham", HEDGEROW_PERSON__TIME_ZONE="Asia/Tokyo"
    )
    elsewhere = hedgerow("demo", cwd=there, PYTHONHASHSEED="3")
    assert first.returncode == again.returncode == elsewhere.returncode == 0, first.stderr
    assert first.stdout == again.stdout == elsewhere.stdout
    assert made == contents(here) == contents(there)


def test_the_demo_tells_the_whole_story(tmp_path: Path) -> None:
    told = hedgerow("demo", "--to", "life", cwd=tmp_path).stdout
    assert all(f"2026-W{week}" in told for week in range(36, 48))
    assert {"clear", "stretched", "intruded"} <= set(told.split())
    assert "create" in told
    assert "move" in told
    assert "No place: " in told
    [letter] = (tmp_path / "life" / "letters").glob("*.html")
    assert "Incident: sign-in down" in letter.read_text(encoding="utf-8")
    assert b"BEGIN:VEVENT" in (tmp_path / "life" / "hedgerow-blocks.ics").read_bytes()


def test_the_demo_leaves_a_folder_alone_that_is_not_its_own(tmp_path: Path) -> None:
    mine = tmp_path / "life" / "work.ics"
    mine.parent.mkdir()
    mine.write_text("mine")
    ran = hedgerow("demo", "--to", "life", cwd=tmp_path)
    assert (ran.returncode, mine.read_text()) == (1, "mine")
    assert ran.stderr == "life is not empty and not a demo of ours: name another folder with --to.\n"


@pytest.mark.parametrize("command", ["review", "plan", "report", "check"])
def test_the_demo_can_be_looked_around_in(tmp_path: Path, command: str) -> None:
    hedgerow("demo", cwd=tmp_path)
    ran = hedgerow("--config", "hedgerow-demo/hedgerow.toml", command, cwd=tmp_path)
    assert (ran.returncode, ran.stderr) == (0, "")
