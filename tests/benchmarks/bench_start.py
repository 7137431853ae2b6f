"""Start-up: what every command pays before it does anything."""

from pathlib import Path

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from tests.benchmarks.scenes import start_scenes


@pytest.mark.parametrize("which", [0, 1], ids=["python", "hedgerow --version"])
def test_a_fresh_process_starts(benchmark: BenchmarkFixture, tmp_path: Path, which: int) -> None:
    scene = start_scenes(tmp_path)[which]
    measured = benchmark.pedantic(scene.run, rounds=10, warmup_rounds=1)  # type: ignore[no-untyped-call]
    benchmark.extra_info["peak MB"] = measured.kilobytes / 1024
