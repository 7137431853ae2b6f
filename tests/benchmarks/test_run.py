from pathlib import Path

import pytest

from tests.benchmarks.run import Summary, run_rounds, table, with_others
from tests.benchmarks.scenes import Measured, Scene

HERE = Path()


def test_the_table_gives_medians_the_spread_and_ratios_against_the_first_row() -> None:
    peer = Summary(Scene("peer", (), HERE), [Measured(n, 100 * 1024, "") for n in (4.0, 2.0, 9.0)])
    ours = Summary(Scene("ours", (), HERE), [Measured(n, 50 * 1024, "") for n in (1.0, 1.5, 0.5)])
    assert table([peer, ours]).splitlines()[2:] == [
        "| `peer` | 4.000 | 2.000–9.000 | 1.00 | 100 | 1.00 |",
        "| `ours` | 1.000 | 0.500–1.500 | 0.25 | 50 | 0.50 |",
    ]


def test_a_command_is_measured_in_its_folder_and_its_words_are_kept(tmp_path: Path) -> None:
    [summary] = run_rounds([Scene("pwd", ("/bin/sh", "-c", "pwd"), tmp_path)], 2)
    assert [run.said.strip() for run in summary.runs] == [str(tmp_path.resolve())] * 2
    assert 0 < summary.megabytes < 100


def test_what_a_command_makes_is_removed_before_it_runs_again(tmp_path: Path) -> None:
    made = tmp_path / "made"
    scene = Scene("mkdir", ("/bin/mkdir", "made"), tmp_path, made)
    scene.run()
    scene.run()
    assert made.is_dir()


def test_a_command_that_fails_is_no_measurement(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="false ended with 3: oh"):
        Scene("false", ("/bin/sh", "-c", "echo oh >&2; exit 3"), tmp_path).run()


def test_sections_that_are_measured_elsewhere_stay_as_they_are() -> None:
    fresh = "# Measured\n\n## Start\n\nfast\n"
    old = "# Measured\n\n## Start\n\nslow\n\n## Killed at any moment\n\nnone lost\n"
    both = "# Measured\n\n## Start\n\nfast\n\n## Killed at any moment\n\nnone lost\n"
    assert with_others(fresh, old) == both == with_others(fresh, both)
