"""Judging the weeks of a life that is already read: what `review` costs beyond reading, and how it grows.

    python -m tests.benchmarks.bench_weeks

prints one table and the profile of its first row. The lives are made here, as timelines: no file is read. Times are
those of the processor, so that a busy machine does not blur them.
"""

import argparse
import cProfile
import pstats
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from io import StringIO
from statistics import median
from time import process_time

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from hedgerow.core.days import Week, instant
from hedgerow.core.domains import Domain, DomainPolicy
from hedgerow.core.history import evidence_of, merge_history, record_of, usual_of
from hedgerow.core.limits import LIMITS
from hedgerow.core.occurrence import CalendarId, Occurrence, RecurrenceId, Uid
from hedgerow.core.span import Span
from hedgerow.core.timeline import build_timeline
from hedgerow.core.week import Coverage, Evidence, Seen, WeekReview, review_week
from tests.agenda import BERLIN, boundary

LAST = Week(2026, 47)
LIFE = boundary("09:00-12:30 13:30-17:00")
LIMITS_ = {rule.key: rule.default for rule in LIMITS}
WORK, FAMILY = CalendarId("work"), CalendarId("family")
POLICY = DomainPolicy((), {WORK: frozenset({Domain.WORK}), FAMILY: frozenset({Domain.HOME})})
TITLES = ("Stand-up", "Review", "Planning", "West Coast sync", "Dinner", "Swimming")


@dataclass(frozen=True, slots=True)
class Row:
    events: int
    weeks: int
    seconds: float
    fastest: float


def life(events: int, weeks: int) -> Evidence:
    """Three of four events are meetings on working days, every twelfth of all in the evening; the rest is family."""
    occurrences = list(_occurrences(events, weeks))
    coverage = Coverage(seen=(Seen(FAMILY, events // 4), Seen(WORK, events - events // 4)))
    return Evidence(build_timeline(occurrences, POLICY), (), {}, coverage)


def _occurrences(events: int, weeks: int) -> Iterator[Occurrence]:
    first = LAST.plus(1 - weeks).first_day
    for number in range(events):
        is_family, day = number % 4 == 3, first + timedelta(days=number * weeks * 7 // events)
        if not is_family and day.weekday() > 4:
            day -= timedelta(days=2 + number % 3)
        is_late = is_family or number % 12 == 0
        start = instant(day, 18 * 60 + (number * 37) % 150 if is_late else 9 * 60 + (number * 37) % 450, BERLIN)
        span = Span(start, start + timedelta(minutes=(30, 45, 60, 25)[number % 4]))
        series = RecurrenceId(f"{start:%Y%m%dT%H%M%SZ}")
        yield Occurrence(FAMILY if is_family else WORK, Uid(f"u{number // 10}"), span, TITLES[number % 6], series)


def judge(evidence: Evidence, weeks: int) -> Sequence[WeekReview]:
    """All that `review --weeks` does between reading and showing."""
    judged = [review_week(LAST.plus(-n), evidence, LIFE, LIMITS_) for n in range(weeks - 1, -1, -1)]
    fresh = [record_of(review, str(hash(evidence_of(review)))) for review in judged]
    usual_of(merge_history(fresh, fresh))
    return judged


def measure(events: int, weeks: int, rounds: int) -> Row:
    evidence = life(events, weeks)
    judge(evidence, weeks)
    times = []
    for _ in range(rounds):
        began = process_time()
        judge(evidence, weeks)
        times.append(process_time() - began)
    return Row(events, weeks, median(times), min(times))


def table(rows: Sequence[Row]) -> str:
    head = "| events | weeks | ms | fastest | ms per 1,000 events |\n|---:|---:|---:|---:|---:|"
    lines = (
        f"| {row.events:,} | {row.weeks} | {1e3 * row.seconds:.0f} | {1e3 * row.fastest:.0f} "
        f"| {1e6 * row.seconds / row.events:.1f} |"
        for row in rows
    )
    return "\n".join([head, *lines])


def profile(events: int, weeks: int, lines: int = 15) -> str:
    """Where the time goes, by function, its own time first."""
    evidence = life(events, weeks)
    watched = cProfile.Profile()
    watched.runcall(judge, evidence, weeks)
    told = StringIO()
    pstats.Stats(watched, stream=told).strip_dirs().sort_stats("tottime").print_stats(lines)
    return told.getvalue().strip()


SIZES = ((5_000, 52), (50_000, 52), (500_000, 52), (2_500, 26), (10_000, 104), (50_000, 520))


@pytest.mark.parametrize("events", [5_000, 50_000])
def test_fifty_two_weeks_that_are_read_already(benchmark: BenchmarkFixture, events: int) -> None:
    evidence = life(events, 52)
    judged = benchmark.pedantic(judge, (evidence, 52), rounds=3, warmup_rounds=1)  # type: ignore[no-untyped-call]
    assert len(judged) == 52
    assert any(review.personal_taken for review in judged)


def main() -> None:
    options = argparse.ArgumentParser(description="Measure how long weeks take that are read already.")
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--most", type=int, default=500_000, help="Leave out lives with more events.")
    chosen = options.parse_args()
    rows = []
    for events, weeks in SIZES:
        if events <= chosen.most:
            sys.stderr.write(f"{events:,} events in {weeks} weeks\n")
            rows.append(measure(events, weeks, chosen.rounds))
    sys.stdout.write(f"{table(rows)}\n\n{profile(*SIZES[0])}\n")


if __name__ == "__main__":
    main()
