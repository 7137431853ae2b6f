"""What was written is taken back by processes of their own, with and without the database."""

import json
import shutil
from pathlib import Path

from tests.system.life import hedgerow, settle


def test_a_run_is_undone_and_all_of_ours_leaves_without_the_database(tmp_path: Path) -> None:
    path, held = settle(tmp_path), tmp_path / "blocks.ics"
    applied = json.loads(hedgerow("--config", path, "apply", "--yes", "--json", cwd=tmp_path).stdout)
    assert held.read_bytes().count(b"BEGIN:VEVENT") == len(applied["steps"]) > 0
    unasked = hedgerow("--config", path, "undo", "--plan", applied["plan"], cwd=tmp_path)
    assert (unasked.returncode, "say the same with --yes" in unasked.stderr) == (2, True)
    undone = hedgerow("--config", path, "undo", "--plan", applied["plan"], "--yes", cwd=tmp_path)
    assert (undone.returncode, held.read_bytes().count(b"BEGIN:VEVENT")) == (0, 0)
    back = json.loads(hedgerow("--config", path, "log", "--last", "1", "--json", cwd=tmp_path).stdout)["entries"]
    again = hedgerow("--config", path, "undo", "--plan", back[0]["plan"], "--yes", cwd=tmp_path)
    assert (again.returncode, held.read_bytes().count(b"BEGIN:VEVENT")) == (0, len(applied["steps"]))
    shutil.rmtree(tmp_path / "data")
    gone = hedgerow("--config", path, "leave", "--yes", cwd=tmp_path)
    assert (gone.returncode, held.read_bytes().count(b"BEGIN:VEVENT")) == (0, 0)
    paused = hedgerow("--config", path, "apply", "--yes", cwd=tmp_path)
    assert (paused.returncode, "hedgerow resume" in paused.stdout) == (3, True)
    assert held.read_bytes().count(b"BEGIN:VEVENT") == 0
