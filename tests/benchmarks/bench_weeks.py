"""Judging the weeks of a life that is already read: what `review` costs beyond reading, and how it grows.

    python -m tests.benchmarks.bench_weeks

prints its section of RESULTS.md. The lives are made here, as timelines: no file is read.
"""

import argparse
import cProfile
import pstats
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
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


USUAL = 5_000 / 52
"""Events of a week, of which some lie over others. In denser lives they are shorter, so that as many do as here."""
SIZES = ((5_000, 52), (50_000, 52), (500_000, 52), (50_000, 520), (500_000, 5_200))
TEXT = """\
Processor time of all that `review --weeks` does between reading and showing: medians of {rounds} rounds, with the
fastest. Nothing is kept from round to round. First the same weeks hold more events, then there are more weeks with as
many each. In the denser lives the events are shorter, so that as many lie over one another: each two that do are an
intrusion to tell of, and no way of finding them makes a list of pairs shorter. Growth is against the first row: of
the time, which the caches of the processor and the collector of garbage have a share in, and of the calls made, which
are the same on any machine.

{rows}

Where the time of the first row goes, by the profile (which makes all of it slower, and small calls the most):

{steps}"""


@dataclass(frozen=True, slots=True)
class Row:
    events: int
    weeks: int
    intrusions: int
    seconds: float
    fastest: float
    calls: int
    """Of functions, in one round."""


@dataclass(frozen=True, slots=True)
class Step:
    name: str
    share: float
    """Of the whole time, the calls that it makes included."""


def life(events: int, weeks: int) -> Evidence:
    """Three of four events are meetings on working days, every twelfth of all in the evening; the rest is family."""
    occurrences = list(_occurrences(events, weeks))
    coverage = Coverage(seen=(Seen(FAMILY, events // 4), Seen(WORK, events - events // 4)))
    return Evidence(build_timeline(occurrences, POLICY), (), {}, coverage)


def _occurrences(events: int, weeks: int) -> Iterator[Occurrence]:
    first = LAST.plus(1 - weeks).first_day
    scale = min(1.0, USUAL * weeks / events)
    for number in range(events):
        is_family, day = number % 4 == 3, first + timedelta(days=number * weeks * 7 // events)
        if not is_family and day.weekday() > 4:
            day -= timedelta(days=2 + number % 3)
        opens, hours = (18, 2.5) if is_family or number % 12 == 0 else (9, 7.5)
        start = instant(day, opens * 60, BERLIN) + timedelta(seconds=number * 2221 % (hours * 3600))
        span = Span(start, start + scale * timedelta(minutes=(30, 45, 60, 25)[number % 4]))
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
    found = sum(len(review.intrusions) for review in judge(evidence, weeks))
    times = []
    for _ in range(rounds):
        instant.cache_clear()
        began = process_time()
        judge(evidence, weeks)
        times.append(process_time() - began)
    calls: int = _watched(evidence, weeks).total_calls  # type: ignore[attr-defined]  # nor of this
    return Row(events, weeks, found, median(times), min(times), calls)


def _watched(evidence: Evidence, weeks: int) -> pstats.Stats:
    instant.cache_clear()
    watched = cProfile.Profile()
    watched.runcall(judge, evidence, weeks)
    return pstats.Stats(watched)


def table(rows: Sequence[Row]) -> str:
    head = "| events | weeks | intrusions | ms | fastest | growth | calls | growth |\n" + "|---:" * 8 + "|"
    lines = (
        f"| {row.events:,} | {row.weeks:,} | {row.intrusions:,} | {1e3 * row.seconds:,.0f} | {1e3 * row.fastest:,.0f} "
        f"| {row.seconds / rows[0].seconds:.1f} | {row.calls:,} | {row.calls / rows[0].calls:.1f} |"
        for row in rows
    )
    return "\n".join([head, *lines])


def profile(events: int, weeks: int) -> Sequence[Step]:
    """What `judge` and `review_week` call, the longest first."""
    # typeshed knows nothing of it: (file, line, name) -> (…, seconds with calls, {caller: the same of its calls})
    timed = _watched(life(events, weeks), weeks).stats  # type: ignore[attr-defined]
    whole = max(seconds for _, _, _, seconds, _ in timed.values())
    steps = [
        Step(name, called[3] / whole)
        for (_, _, name), (*_, callers) in timed.items()
        for (_, _, caller), called in callers.items()
        if caller in ("judge", "review_week") or (caller == "<listcomp>" and name in ("record_of", "evidence_of"))
    ]
    return sorted(
        (step for step in steps if step.name[0] not in "<_" or step.name == "_passed"), key=lambda s: -s.share
    )


def shares(steps: Sequence[Step], least: float = 0.02) -> str:
    shown = [step for step in steps if step.share >= least]
    rest = Step("the rest", 1 - sum(step.share for step in shown))
    lines = (f"| {step.name} | {100 * step.share:.0f} % |" for step in (*shown, rest))
    return "\n".join(["| step | share |\n|---|---:|", *lines])


def section(rounds: int, most: int = 500_000) -> str:
    """`most` leaves out lives with more events."""
    rows = []
    for events, weeks in SIZES:
        if events <= most:
            sys.stderr.write(f"{events:,} events in {weeks:,} weeks\n")
            rows.append(measure(events, weeks, rounds))
    return TEXT.format(rounds=rounds, rows=table(rows), steps=shares(profile(*SIZES[0])))


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
    sys.stdout.write(f"{section(chosen.rounds, chosen.most)}\n")


if __name__ == "__main__":
    main()
