"""Measures everything in interleaved rounds and writes RESULTS.md: on a quiet machine,

    python -m tests.benchmarks.run

Sections of RESULTS.md that are measured elsewhere (those of crashes) stay as they are. Interleaved, so that a slow
minute of the machine is slow for all. Which round is running goes to standard error.
"""

import argparse
import json
import os
import platform
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import hedgerow
from hedgerow.adapters.clock import SystemClock
from tests.benchmarks import bench_weeks
from tests.benchmarks.scenes import WEEKS, Measured, Scene, demo_scene, review_scenes, start_scenes

RESULTS = Path(__file__).with_name("RESULTS.md")
LIBRARIES = ("icalendar", "recurring-ical-events", "x-wr-timezone", "python-dateutil")
TEXT = """# Measured

Written by `python -m tests.benchmarks.run` on {day}, where a section does not say otherwise.

Every command ran in a fresh process, all of them in turn, {rounds} rounds after one that is not counted. Times are
wall-clock times of the whole process, medians with the fastest and the slowest; memory is the most that the process
held (`ru_maxrss`), the median likewise.

- Machine: {machine}
- {versions}

## Start

{start}

## Reading: {weeks} weeks of a feed of {events:,} events ({megabytes:.1f} MB)

Both expand the same window: {expanded} occurrences there, {reviewed} here. The peer stops at that; `hedgerow review`
goes on to judge the {weeks} weeks and opens its database. The feed comes from `feeds.py`: seeded, ten years long.

{review}

## The demo

{demo}

## 52 weeks that are read already

{judged}
"""


@dataclass(frozen=True, slots=True)
class Summary:
    scene: Scene
    runs: Sequence[Measured]

    @property
    def seconds(self) -> float:
        return median(run.seconds for run in self.runs)

    @property
    def megabytes(self) -> float:
        return median(run.kilobytes for run in self.runs) / 1024

    def row(self, against: "Summary") -> str:
        times = sorted(run.seconds for run in self.runs)
        spread = f"{times[0]:.3f}–{times[-1]:.3f}"
        ratio = f"{self.seconds / against.seconds:.2f}"
        heavier = f"{self.megabytes / against.megabytes:.2f}"
        cells = (f"`{self.scene.name}`", f"{self.seconds:.3f}", spread, ratio, f"{self.megabytes:.0f}", heavier)
        return f"| {' | '.join(cells)} |"


def table(summaries: Sequence[Summary]) -> str:
    """Ratios are against the first row."""
    head = "| command | s | fastest–slowest | × | MB | × |\n|---|---:|---:|---:|---:|---:|"
    return "\n".join([head, *(summary.row(summaries[0]) for summary in summaries)])


def run_rounds(scenes: Sequence[Scene], rounds: int) -> Sequence[Summary]:
    runs: list[list[Measured]] = [[] for _ in scenes]
    for number in range(rounds + 1):
        for scene, kept in zip(scenes, runs, strict=True):
            sys.stderr.write(f"round {number} of {rounds}: {scene.name}\n")
            measured = scene.run()
            if number:
                kept.append(measured)
    return [Summary(scene, kept) for scene, kept in zip(scenes, runs, strict=True)]


def machine() -> str:
    """Cores, processor, system and Python; nothing that names the machine."""
    processor = platform.machine()
    listed = Path("/proc/cpuinfo")
    if listed.exists():
        models = (line for line in listed.read_text().splitlines() if line.startswith("model name"))
        processor = next((line.partition(":")[2].strip() for line in models), processor)
    python = f"{platform.python_implementation()} {platform.python_version()}"
    return f"{os.cpu_count()} cores, {processor}, {platform.system()}, {python}"


def results(folder: Path, rounds: int, events: int, today: date) -> str:
    peer, review = review_scenes(folder, events, today)
    python, start = start_scenes(folder)
    found = run_rounds((python, start, peer, review, demo_scene(folder)), rounds)
    versions = ", ".join([f"hedgerow {hedgerow.__version__}", *(f"{name} {version(name)}" for name in LIBRARIES)])
    return TEXT.format(
        day=today,
        rounds=rounds,
        machine=machine(),
        versions=versions,
        weeks=WEEKS,
        events=events,
        megabytes=(folder / "feed.ics").stat().st_size / 1e6,
        expanded=found[2].runs[0].said.strip(),
        reviewed=json.loads(found[3].runs[0].said)["coverage"]["seen"][0]["occurrences"],
        start=table(found[:2]),
        review=table(found[2:4]),
        demo=table(found[4:]),
        judged=bench_weeks.section(rounds),
    )


def with_others(fresh: str, old: str) -> str:
    """`fresh`, and after it the sections of `old` that it does not have."""
    headings = {part.partition("\n")[0] for part in _sections(fresh)}
    others = (part for part in _sections(old) if part.partition("\n")[0] not in headings)
    return "\n".join([fresh, *others])


def _sections(text: str) -> Sequence[str]:
    return [f"## {part.rstrip()}\n" for part in f"\n{text}".split("\n## ")[1:]]


def main() -> None:
    options = argparse.ArgumentParser(description="Measure Hedgerow and write RESULTS.md.")
    options.add_argument("--rounds", type=int, default=7)
    options.add_argument("--events", type=int, default=5_000)
    chosen = options.parse_args()
    with TemporaryDirectory() as folder:
        fresh = results(Path(folder), chosen.rounds, chosen.events, SystemClock().now().date())
    RESULTS.write_text(with_others(fresh, RESULTS.read_text()))


if __name__ == "__main__":
    main()
