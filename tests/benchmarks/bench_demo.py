"""The whole demo: three mornings of a life, from calendars to letter."""

from pathlib import Path

from pytest_benchmark.fixture import BenchmarkFixture

from tests.benchmarks.scenes import demo_scene


def test_the_whole_demo(benchmark: BenchmarkFixture, tmp_path: Path) -> None:
    measured = benchmark.pedantic(demo_scene(tmp_path).run, rounds=5, warmup_rounds=1)  # type: ignore[no-untyped-call]
    benchmark.extra_info["peak MB"] = measured.kilobytes / 1024
