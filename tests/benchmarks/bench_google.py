"""A year of a life with three calendars at Google, read every quarter of an hour: how much is asked of Google a day?

Our own writes are in it, as a plan makes them: seven blocks booked when a week comes into view, on each Monday, and two
that are moved, made busy or dropped on every day; each is followed by what it makes us read.

python -m tests.benchmarks.bench_google [--days 365] [--thin 4] [--seed 7]

Of the polls before which nothing had changed, one in `--thin` is sent and the others are counted as what it costs: one
request a calendar. `--thin 1` sends them all; so does every day from a little before thrift may leave some out. Times
are of our own thread: waiting and the server are not in it.
"""

import argparse
import random  # noqa: TID251 - a life from a seed
import sys
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from statistics import mean, median
from tempfile import TemporaryDirectory
from time import thread_time
from zoneinfo import ZoneInfo

from hedgerow.adapters.google.blocks import GoogleBlocks
from hedgerow.adapters.google.source import GoogleSource
from hedgerow.adapters.google.thrift import Thrift, share_of
from hedgerow.core.block import BlockEvent, BlockId, Version
from hedgerow.core.occurrence import CalendarId
from hedgerow.core.span import Span
from hedgerow.ports import Unavailable
from tests.adapters.contract_block_calendar import RUN
from tests.adapters.google.bench import WORK, Bench, bench
from tests.agenda import BERLIN
from tests.fakes.google import ADA
from tests.fakes.google.finding import listed_items
from tests.fakes.google.hands import Hands
from tests.fakes.google.state import State
from tests.fakes.google.times import instant_of

FAMILY, BLOCKS = "family@group.calendar.google.com", "c_blocks@group.calendar.google.com"
UTC = ZoneInfo("UTC")
"""Days are counted in it."""
CALENDARS = (ADA, FAMILY, BLOCKS)
EVERY = timedelta(minutes=15)
SPARING = share_of(len(CALENDARS), EVERY) * 0.8
"""Requests after which every poll is sent, so that those are left out that would be."""
WEEKS = timedelta(weeks=12)
SERIES = ("FREQ=WEEKLY;BYDAY=MO,WE", "FREQ=WEEKLY", "FREQ=WEEKLY;INTERVAL=2", "FREQ=MONTHLY;BYDAY=2TU", "FREQ=DAILY")
CHANGES = {ADA: 4.0, FAMILY: 0.7}
"""A weekday, on average; at the weekend a quarter of it. One in six is of a series."""
BOOKED, TOUCHED = 7, 2
"""Blocks that are booked on a Monday, and that are written again on each day."""


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
    series: dict[str, list[str]] = field(default_factory=lambda: {each: [] for each in CALENDARS})

    def begin(self) -> None:
        for calendar in (ADA, FAMILY):
            for rule in SERIES:
                self._add(calendar, rule)
            for _ in range(60):
                self._add(calendar)

    def times_of_day(self, day: date) -> list[tuple[datetime, str]]:
        """When something is changed, and where."""
        midnight = self.held.clock.at.replace(hour=0, minute=0)
        busy = 0.25 if day.weekday() > 4 else 1.0
        found: list[tuple[datetime, str]] = []
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
        if self.chance.random() < 1 / 6:
            self._change_series(calendar)
        elif not name or what < 0.5:
            self._add(calendar)
        elif what < 0.8:
            start = self._when()
            at.move(name, start.isoformat(), (start + timedelta(hours=1)).isoformat())
        elif what < 0.9:
            at.edit(name, summary=f"Renamed {self.edits}")
        else:
            known.remove(name)
            at.delete(name)

    def _change_series(self, calendar: str) -> None:
        """Mostly one of it moves; else there is a new one, its time changes, or it ends."""
        at, known = self.held.server.hands(calendar), self.series[calendar]
        start, what = self._when(), self.chance.random()
        if len(known) < len(SERIES):
            self._add(calendar, self.chance.choice(SERIES))
        elif what < 0.7:
            name = self.chance.choice(self._instances(at, known) if what < 0.5 else known)
            at.move(name, start.isoformat(), (start + timedelta(hours=1)).isoformat())
        elif what < 0.85:
            self._add(calendar, self.chance.choice(SERIES))
        else:
            at.delete(known.pop(self.chance.randrange(len(known))))

    def _instances(self, at: Hands, known: Sequence[str]) -> list[str]:
        now = self.held.clock.at
        until = now + timedelta(weeks=4)
        items = listed_items(at.state, at.calendar, single=True, deleted_too=False, until=until)
        coming = (each.data for each in items if (starts := instant_of(each.data["start"])) and now < starts < until)
        return [str(each["id"]) for each in coming if each.get("recurringEventId") in known] or list(known)

    def _when(self) -> datetime:
        day = self.held.clock.at.replace(hour=0, minute=0, second=0, microsecond=0)
        return day + timedelta(days=self.chance.randrange(70), hours=self.chance.randrange(7, 20))

    def _add(self, calendar: str, rule: str = "") -> None:
        start, more = self._when(), {"recurrence": [f"RRULE:{rule}"]} if rule else {}
        at: Hands = self.held.server.hands(calendar)
        name = at.add("Something", start.isoformat(), (start + timedelta(hours=1)).isoformat(), **more)
        (self.series if rule else self.names)[calendar].append(name)


@dataclass
class Plan:
    """Writes as a plan makes them, each with what it was decided on."""

    chance: random.Random
    held: Bench
    blocks: GoogleBlocks
    standing: dict[BlockId, tuple[BlockEvent, Version]] = field(default_factory=dict)
    writes: int = 0

    def times_of_day(self, day: date) -> list[datetime]:
        """The cycles in which something is written, once for each write."""
        midnight = self.held.clock.at.replace(hour=0, minute=0)
        booked = [midnight + EVERY] * (BOOKED if day.weekday() == 0 else 0)
        return booked + sorted(midnight + self.chance.randrange(24, 92) * EVERY for _ in range(TOUCHED))

    def write(self) -> None:
        self.writes += 1
        now = self.held.clock.at
        coming = [each for each, (event, _) in self.standing.items() if event.span.start > now]
        if (now.weekday() == 0 and now.hour == 0) or not coming:
            block = BlockId(f"{self.writes:08}")
            event = replace(RUN, block=block, span=self._span(), calendar=CalendarId("blocks"))
            self.standing[block] = event, self.blocks.put(event, None)
            return
        block = self.chance.choice(coming)
        event, version = self.standing.pop(block)
        if self.chance.random() < 0.2:
            self.blocks.remove(block, version)
            return
        moved = replace(event, span=self._span())
        self.standing[block] = moved, self.blocks.put(moved, version)

    def _span(self) -> Span:
        day = self.held.clock.at.replace(hour=0, minute=0, second=0, microsecond=0)
        start = day + timedelta(days=self.chance.randrange(1, 15), hours=self.chance.randrange(7, 20))
        return Span(start, start + timedelta(hours=1))


@dataclass
class Year:
    held: Bench
    life: Life
    thin: int
    asked: Counter[date] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)
    sent = 0
    counted = 0
    thrift: Thrift = field(init=False)
    plan: Plan = field(init=False)

    def live(self, days: int) -> None:
        self.life.begin()
        self.thrift = Thrift(self.held.session, len(CALENDARS), EVERY, UTC)
        shared = {each: self.held.collection(each, self.thrift) for each in CALENDARS}
        sources = [GoogleSource(WORK, each, BERLIN, frozenset({ADA})) for each in shared.values()]
        plan = self.plan = Plan(self.life.chance, self.held, GoogleBlocks(CalendarId("blocks"), shared[BLOCKS], BERLIN))
        for _ in range(days):
            self._day(sources, plan)

    def _day(self, sources: list[GoogleSource], plan: Plan) -> None:
        day = self.held.clock.at.date()
        changes, writes = self.life.times_of_day(day), plan.times_of_day(day)
        was_written = False
        for poll in range(timedelta(days=1) // EVERY):
            now = self.held.clock.at
            due = [each for each in changes if each[0] <= now]
            for at_and_where in due:
                self.life.change(at_and_where[1])
                changes.remove(at_and_where)
            to_write = [each for each in writes if each <= now]
            is_sparing = self.thrift.asked(now) > SPARING
            if due or to_write or was_written or is_sparing or poll % self.thin == 0:
                self._poll(sources, plan, is_quiet=not due and poll != 0 and not to_write and not was_written)
            else:
                self.counted += 1
                self.held.session.requests += len(CALENDARS)
                self.asked[day] += len(CALENDARS)
            for _ in to_write:
                plan.write()
            writes = writes[len(to_write) :]
            was_written = bool(to_write)
            self.held.advance(minutes=EVERY.total_seconds() / 60)
        self.asked[day] += len(self.held.server.log.calls())
        self.held.server.log.clear()

    def _poll(self, sources: list[GoogleSource], plan: Plan, *, is_quiet: bool) -> None:
        now = self.held.clock.at
        monday = now.replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(days=now.weekday())
        window = Span(monday - timedelta(weeks=1), monday + WEEKS)
        began = thread_time()
        with suppress(Unavailable):  # a loss that is not believed yet
            found = plan.blocks.find_blocks()
        for source in sources:
            with suppress(Unavailable):
                source.read(window)
        self.sent += 1
        if is_quiet:
            self.seconds.append(thread_time() - began)
        standing = {block: event.span for block, (event, _) in plan.standing.items()}
        assert {each.block: each.span for each in found} == standing, "what is followed is what is there"


def percentile(values: list[int], share: int) -> int:
    return sorted(values)[min(len(values) - 1, len(values) * share // 100)]


def report(year: Year) -> str:
    first, *days = year.asked.values()
    return "\n".join(
        (
            f"{len(days) + 1} days, 3 calendars, {year.life.edits} changes, a poll every 15 minutes",
            f"polls sent {year.sent}, counted as quiet without being sent {year.counted}",
            f"writes of our own {year.plan.writes}, in them",
            f"requests a day: median {median(days):.0f}, mean {mean(days):.1f}, p95 {percentile(days, 95)}",
            f"most requests on one day {max(days)}; on the first, connected at midnight, {first}",
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
