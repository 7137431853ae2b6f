"""Guarantee 2: a block exists at most once, whatever crashes when."""

import re
import signal
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from tests.system.life import environment, hedgerow, settle

ROOT = Path(__file__).parent.parent.parent
_SLOT = re.compile(rb"^DTSTART:(\S+?)\r$", re.MULTILINE)


def cut_short(settings: Path, moment: str, fatal: int) -> int:
    words = [sys.executable, "-m", "tests.system.cut_short", str(settings), moment, str(fatal)]
    return subprocess.run(words, cwd=ROOT, env=environment(), check=False, timeout=60).returncode


def held(folder: Path) -> list[bytes]:
    file = folder / "blocks.ics"
    return _SLOT.findall(file.read_bytes()) if file.exists() else []


@pytest.mark.parametrize("fatal", [0, 3])
@pytest.mark.parametrize("moment", ["before", "after"])
def test_a_cycle_killed_beside_a_write_is_mended_by_the_next_one(tmp_path: Path, moment: str, fatal: int) -> None:
    settings = settle(tmp_path)
    assert cut_short(settings, moment, fatal) == -signal.SIGKILL
    assert len(held(tmp_path)) == fatal + (moment == "after")
    assert hedgerow("--config", settings, "apply", "--yes", cwd=tmp_path).returncode == 0
    once = held(tmp_path)
    assert once
    assert set(Counter(once).values()) == {1}
    again = hedgerow("--config", settings, "apply", "--yes", cwd=tmp_path)
    assert again.stdout.splitlines()[0] == "There is nothing to do."
    assert held(tmp_path) == once


def test_a_deletion_killed_before_its_record_is_known_for_ours_and_not_for_the_persons(tmp_path: Path) -> None:
    settings = settle(tmp_path)
    hedgerow("--config", settings, "apply", "--yes", cwd=tmp_path)
    before = held(tmp_path)
    settings.write_text(settings.read_text().replace("times_per_week = 5", "times_per_week = 4"))
    assert cut_short(settings, "after", 0) == -signal.SIGKILL
    settings.write_text(settings.read_text().replace("times_per_week = 4", "times_per_week = 5"))
    hedgerow("--config", settings, "apply", "--yes", cwd=tmp_path)
    assert sorted(held(tmp_path)) == sorted(before)
