"""Twelve weeks of a feed of 5,000 events, judged, against the bare expansion of the same window."""

from pathlib import Path

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from hedgerow.adapters.clock import SystemClock
from tests.benchmarks.scenes import review_scenes


@pytest.mark.parametrize("which", [0, 1], ids=["icalendar + recurring-ical-events", "hedgerow review"])
def test_twelve_weeks_of_5000_events(benchmark: BenchmarkFixture, tmp_path: Path, which: int) -> None:
    scene = review_scenes(tmp_path, 5_000, SystemClock().now().date())[which]
    measured = benchmark.pedantic(scene.run, rounds=3, warmup_rounds=1)  # type: ignore[no-untyped-call]
    benchmark.extra_info["peak MB"] = measured.kilobytes / 1024
