"""A life of eight weeks, W40 to W47, played by the real flows: what was known, what came late, what the person did.

    Script(wishes=DINNER, late=(Came("wed 18:00-19:30  Town hall", "wed 08:00"),))

Lines are those of `tests.agenda` and hold in every week, or in the weeks named by their number.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from hedgerow.core.block import Booking, IntentionId
from hedgerow.core.occurrence import CalendarId, Occurrence, PartStat, RecurrenceId, Transparency, Uid
from hedgerow.core.policy.change import Policy, Shift
from hedgerow.core.policy.past import Past, is_of
from hedgerow.core.span import Span
from hedgerow.flows.cycle import View, apply, survey
from hedgerow.flows.household import Household
from hedgerow.flows.refine import past_of, policy_of
from hedgerow.flows.weekly import review_weeks
from tests.agenda import BERLIN, WEEK, WORK, at, occurrence, span
from tests.fakes.sources import MemorySource
from tests.flows.life import BLOCKS, Life
from tests.settings.reading import settings

HOME = CalendarId("home")
NUMBERS = range(40, 48)
AHEAD = range(40, 50)
"""With what is known of the weeks to come: a calendar that is suddenly empty is not believed."""
NEAR = timedelta(minutes=15)
PERSON = """
[person]
time_zone = "Europe/Berlin"
addresses = ["ada@example.org"]

[[calendars]]
name = "work"
kind = "file"
path = "work.ics"
domains = ["work"]
role = "read"

[[calendars]]
name = "home"
kind = "file"
path = "home.ics"
domains = ["home"]
role = "read"

[[calendars]]
name = "blocks"
kind = "file"
path = "blocks.ics"
domains = ["self"]
role = "hold"
"""


@dataclass(frozen=True, slots=True)
class Came:
    """An event that was put in at `when` of its week; of one known from the beginning it is empty."""

    line: str
    when: str = ""
    weeks: Collection[int] = AHEAD
    series: bool = False
    yes: bool = False
    calendar: CalendarId = WORK
    organizer: str = "boss@example.org"

    def in_week(self, number: int) -> tuple[datetime | None, Occurrence]:
        one = occurrence(_dated(self.line, number), self.calendar)
        one = replace(one, organizer=self.organizer, partstat=PartStat.ACCEPTED if self.yes else None)
        if self.series:
            name = RecurrenceId(f"{one.span.start:%Y%m%dT%H%M%SZ}")
            one = replace(one, uid=Uid(f"series/{self.line.split(maxsplit=2)[2]}"), recurrence_id=name)
        return (_moment(self.when, number) if self.when else None), one


@dataclass(frozen=True, slots=True)
class Did:
    """What the person does each week at `when` to the block of an intention on that day: moves it, or deletes it."""

    intention: str
    when: str
    to: str = ""
    """`07:00-08:00`; empty: deletes it."""
    weeks: Collection[int] = NUMBERS


@dataclass(frozen=True, slots=True)
class Script:
    wishes: str = ""
    """TOML, with whatever else is set."""
    events: tuple[Came, ...] = ()
    hands: tuple[Did, ...] = ()
    polite: bool = False
    """Nobody puts anything over a block that is shown as busy."""

    @property
    def text(self) -> str:
        return PERSON + self.wishes


def _dated(line: str, number: int) -> str:
    """`wed 18:00-…` in week 46 is `wed-1 18:00-…`."""
    day, rest = line.split(maxsplit=1)
    away = number - WEEK.number
    return f"{day}{away:+d} {rest}" if away else line


def _moment(when: str, number: int) -> datetime:
    day, clock = _dated(when, number).split()
    return at(day, clock)


@dataclass(slots=True)
class Played:
    script: Script
    text: str
    shift: Shift | None = None
    life: Life = field(default_factory=lambda: Life(intentions=()))
    moved: int = 0

    def __post_init__(self) -> None:
        self.life.settings = settings(self.text)
        self._home = MemorySource(HOME, [])
        for moment, _, turn in sorted(self._turns(), key=lambda each: each[:2]):
            self.life.clock.at = moment
            turn()
        self.life.now("mon+1", "06:00")

    _home: MemorySource = field(init=False)

    @property
    def household(self) -> Household:
        return replace(self.life.household, sources=[self.life.work, self._home])

    def look(self) -> View:
        return survey(self.household, 13).view

    def past(self) -> Past:
        seen = self.look()
        reviews = review_weeks(self.household, seen, [WEEK.plus(-n) for n in range(len(NUMBERS) - 1, -1, -1)])
        past = past_of(self.household, seen, reviews)
        assert past is not None
        return past

    @property
    def policy(self) -> Policy:
        return policy_of(self.household)

    def _turns(self) -> Iterator[tuple[datetime, int, "_Turn"]]:
        for number in AHEAD:
            for came in self.script.events:
                if number in came.weeks and (number in NUMBERS or not came.when):
                    yield self._coming(*came.in_week(number))
        for number in NUMBERS:
            yield _moment("mon 00:00", number), 0, _Turn(self, None, None)
            for did in self.script.hands:
                if number in did.weeks:
                    yield _moment(did.when, number), 2, _Turn(self, None, (did, _moment(did.when, number)))

    def _coming(self, when: datetime | None, one: Occurrence) -> tuple[datetime, int, "_Turn"]:
        shift = self.shift
        if shift and is_of(shift.meeting, one) and one.span.start.astimezone(BERLIN).weekday() == shift.weekday:
            when, one = None, replace(one, span=Span(one.span.start + shift.by, one.span.end + shift.by))
        if when is None:
            return _moment("mon 00:00", NUMBERS[0]), -1, _Turn(self, one, None, silent=True)
        return when, 1, _Turn(self, one, None)

    def comes(self, one: Occurrence) -> None:
        over = (found for found in self.life.blocks.find_blocks() if found.span.overlaps(one.span))
        if self.script.polite and any(found.transparency is Transparency.OPAQUE for found in over):
            return
        source = self.life.work if one.calendar == WORK else self._home
        source.occurrences = [*source.occurrences, one]

    def does(self, did: Did, when: datetime) -> None:
        day = when.astimezone(BERLIN).date()
        for booking in self._of(did.intention):
            if booking.span.start.astimezone(BERLIN).date() == day and booking.stands and booking.span.end > when:
                self._by_hand(did, booking)

    def _by_hand(self, did: Did, booking: Booking) -> None:
        if not did.to:
            self.life.blocks.delete(booking.block)
            return
        day = booking.span.start.astimezone(BERLIN).date()
        to = span(day.isoformat(), did.to)
        if abs(to.start - booking.span.start) > NEAR:
            self.moved += 1
            self.life.blocks.edit(booking.block, span=to)

    def _of(self, name: str) -> Sequence[Booking]:
        return [booking for booking in self.life.ledger.bookings() if booking.slot.intention == IntentionId(name)]


@dataclass(frozen=True, slots=True)
class _Turn:
    played: Played
    one: Occurrence | None
    did: tuple[Did, datetime] | None
    silent: bool = False

    def __call__(self) -> None:
        if self.one is not None:
            self.played.comes(self.one)
        if self.did is not None:
            self.played.does(*self.did)
        if not self.silent:
            turn(self.played)


def turn(played: Played) -> None:
    """One cycle in which the person says yes."""
    apply(played.household, survey(played.household), [BLOCKS])


def play(script: Script, text: str = "", shift: Shift | None = None) -> Played:
    return Played(script, text or script.text, shift)
