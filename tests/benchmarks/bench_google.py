"""A year of a life with three calendars at Google, read every quarter of an hour: how much is asked of Google a day?

python -m tests.benchmarks.bench_google [--days 365] [--thin 4] [--seed 7]

Of the polls before which nothing had changed, one in `--thin` is sent and the others are counted as what it costs: one
request a calendar. `--thin 1` sends them all. Times are of our own thread: waiting and the server are not in it.
"""

import argparse
import random  # noqa: TID251 - a life from a seed
import sys
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from statistics import mean, median
from tempfile import TemporaryDirectory
from time import thread_time

from hedgerow.adapters.google.source import GoogleSource
from hedgerow.core.span import Span
from hedgerow.ports import Unavailable
from tests.adapters.google.bench import Bench, bench
from tests.fakes.google import ADA
from tests.fakes.google.hands import Hands
from tests.fakes.google.state import State

FAMILY, BLOCKS = "family@group.calendar.google.com", "c_blocks@group.calendar.google.com"
CALENDARS = (ADA, FAMILY, BLOCKS)
EVERY = timedelta(minutes=15)
WEEKS = timedelta(weeks=12)
SERIES = ("FREQ=WEEKLY;BYDAY=MO,WE", "FREQ=WEEKLY", "FREQ=WEEKLY;INTERVAL=2", "FREQ=MONTHLY;BYDAY=2TU", "FREQ=DAILY")
CHANGES = {ADA: 4.0, FAMILY: 0.7}
"""A weekday, on average; at the weekend a quarter of it."""


def people(state: State) -> None:
    state.account(ADA)
    for calendar in (FAMILY, BLOCKS):
        state.add_calendar(ADA, calendar_id=calendar)


@dataclass
class Life:
    """What the person and those around them do to the calendars."""

    chance: random.Random
    held: Bench
    edits: int = 0
    names: dict[str, list[str]] = field(default_factory=lambda: {each: [] for each in CALENDARS})

    def begin(self) -> None:
        for calendar in (ADA, FAMILY):
            for rule in SERIES:
                self._add(calendar, rule)
            for _ in range(60):
                self._add(calendar)

    def times_of_day(self, day: date) -> list[tuple[datetime, str]]:
        """When something is changed, and where; blocks are booked on Sunday evening and moved about on other days."""
        midnight = self.held.clock.at.replace(hour=0, minute=0)
        busy = 0.25 if day.weekday() > 4 else 1.0
        found = [(midnight + timedelta(hours=18), BLOCKS)] if day.weekday() == 6 or self.chance.random() < 0.5 else []
        for calendar, share in CHANGES.items():
            count = round(self.chance.gauss(share * busy, 1))
            minutes = [self.chance.randrange(7 * 60, 22 * 60) for _ in range(count)]
            found += [(midnight + timedelta(minutes=each), calendar) for each in minutes]
        return sorted(found)

    def change(self, calendar: str) -> None:
        self.edits += 1
        at, known = self.held.server.hands(calendar), self.names[calendar]
        name = self.chance.choice(known) if known else ""
        what = self.chance.random()
        if not name or what < 0.5:
            self._add(calendar)
        elif what < 0.8:
            start = self._when()
            at.move(name, start.isoformat(), (start + timedelta(hours=1)).isoformat())
        elif what < 0.9:
            at.edit(name, summary=f"Renamed {self.edits}")
        else:
            known.remove(name)
            at.delete(name)

    def _when(self) -> datetime:
        day = self.held.clock.at.replace(hour=0, minute=0, second=0, microsecond=0)
        return day + timedelta(days=self.chance.randrange(70), hours=self.chance.randrange(7, 20))

    def _add(self, calendar: str, rule: str = "") -> None:
        start, more = self._when(), {"recurrence": [f"RRULE:{rule}"]} if rule else {}
        at: Hands = self.held.server.hands(calendar)
        name = at.add("Something", start.isoformat(), (start + timedelta(hours=1)).isoformat(), **more)
        if not rule:
            self.names[calendar].append(name)


@dataclass
class Year:
    held: Bench
    life: Life
    thin: int
    asked: Counter[date] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)
    sent = 0
    counted = 0

    def live(self, days: int) -> None:
        self.life.begin()
        sources = [self.held.source(each) for each in CALENDARS]
        for _ in range(days):
            self._day(sources)

    def _day(self, sources: list[GoogleSource]) -> None:
        day = self.held.clock.at.date()
        changes = self.life.times_of_day(day)
        for poll in range(timedelta(days=1) // EVERY):
            now = self.held.clock.at
            due = [each for each in changes if each[0] <= now]
            for at_and_where in due:
                self.life.change(at_and_where[1])
                changes.remove(at_and_where)
            if due or poll % self.thin == 0:
                self._poll(sources, is_quiet=not due and poll != 0)
            else:
                self.counted += 1
                self.asked[day] += len(CALENDARS)
            self.held.advance(minutes=EVERY.total_seconds() / 60)
        self.asked[day] += len(self.held.server.log.calls())
        self.held.server.log.clear()

    def _poll(self, sources: list[GoogleSource], *, is_quiet: bool) -> None:
        now = self.held.clock.at
        monday = now.replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(days=now.weekday())
        window = Span(monday - timedelta(weeks=1), monday + WEEKS)
        began = thread_time()
        for source in sources:
            with suppress(Unavailable):  # a loss that is not believed yet
                source.read(window)
        self.sent += 1
        if is_quiet:
            self.seconds.append(thread_time() - began)


def report(year: Year) -> str:
    days = list(year.asked.values())
    return "\n".join(
        (
            f"{len(days)} days, 3 calendars, {year.life.edits} changes, a poll every 15 minutes",
            f"polls sent {year.sent}, counted as quiet without being sent {year.counted}",
            f"requests a day: median {median(days):.0f}, mean {mean(days):.1f}, most {max(days)}",
            f"days with 300 or more: {sum(each >= 300 for each in days)}",
            f"our own time for a quiet cycle: median {median(year.seconds) * 1000:.1f} ms",
            "",
        )
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    parser.add_argument("--days", type=int, default=365)
    parser.add_argument("--thin", type=int, default=4)
    parser.add_argument("--seed", type=int, default=7)
    given = parser.parse_args()
    with TemporaryDirectory() as folder, bench(Path(folder), people) as held:
        held.advance(hours=-8)
        year = Year(held, Life(random.Random(given.seed), held), given.thin)
        year.live(given.days)
        sys.stdout.write(report(year))


if __name__ == "__main__":
    main()
