"""A household of fakes: a work calendar written down as an agenda, a block calendar, a ledger, a mailbox."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from hedgerow.adapters.clock import CountedIds, StillClock
from hedgerow.core.block import IntentionId
from hedgerow.core.days import Weekday
from hedgerow.core.domains import Domain
from hedgerow.core.intention import Intention, Length
from hedgerow.core.limits import LIMITS
from hedgerow.core.occurrence import CalendarId
from hedgerow.core.span import Span
from hedgerow.flows.cycle import Performed, apply, survey
from hedgerow.flows.household import Household
from hedgerow.settings.values import (
    CalendarKind,
    CalendarSettings,
    LetterSettings,
    Person,
    Planning,
    Role,
    SecretsSettings,
    Server,
    Settings,
    Titles,
)
from tests.agenda import BERLIN, WORK, at, boundary, occurrence, windows
from tests.fakes.block_calendar import MemoryCalendar
from tests.fakes.breaks import MemoryBreaks
from tests.fakes.doubts import MemoryDoubts
from tests.fakes.history import MemoryHistory
from tests.fakes.ledger import MemoryLedger, MemoryLogbook
from tests.fakes.mail import Mailbox
from tests.fakes.outbox import MemoryOutbox
from tests.fakes.proposals import MemoryProposals
from tests.fakes.sources import MemorySource

BLOCKS = CalendarId("blocks")
DINNER = Intention(
    id=IntentionId("dinner"),
    title="Dinner",
    domains=frozenset({Domain.HOME}),
    length=Length(60, 60, 60),
    calendar=BLOCKS,
    windows=windows("17:00-21:00"),
    times_per_week=7,
    ideal_start=18 * 60,
)


def settings(*intentions: Intention) -> Settings:
    work = CalendarSettings(WORK, CalendarKind.FILE, frozenset({Domain.WORK}), Role.READ, Path("/work.ics"), None)
    blocks = replace(work, id=BLOCKS, domains=frozenset({Domain.SELF}), role=Role.HOLD, path=Path("/blocks.ics"))
    hours = timedelta(hours=24)
    return Settings(
        person=Person("Ada", frozenset({"ada@example.org"}), BERLIN, Weekday.MONDAY),
        calendars=(work, blocks),
        boundary=boundary(),
        limits={rule.key: rule.default for rule in LIMITS},
        domain_rules=(),
        intentions=intentions,
        planning=Planning(2, timedelta(hours=2), hours, hours, 2),
        letter=LetterSettings(True, "ada@example.org", "", Weekday.MONDAY, 9 * 60, Titles.FULL, None),
        server=Server(Path("/data"), Path("/letters"), timedelta(minutes=15)),
        secrets=SecretsSettings(Path("/hedgerow.key")),
    )


class Life:
    """One person's world, changed by the test between two turns of the wheel."""

    def __init__(self, *lines: str, intentions: tuple[Intention, ...] = (DINNER,)) -> None:
        self.work = MemorySource(WORK, [occurrence(line) for line in lines])
        self.blocks = MemoryCalendar(BLOCKS)
        self.ledger = MemoryLedger()
        self.breaks, self.doubts = MemoryBreaks(), MemoryDoubts()
        self.outbox = MemoryOutbox()
        self.history = MemoryHistory()
        self.proposals = MemoryProposals()
        self.folder, self.post = Mailbox(), Mailbox()
        self.clock = StillClock(at("sun-1", "12:00"))
        self.ids = CountedIds()
        self.settings = settings(*intentions)

    def now(self, day: str, clock: str) -> None:
        self.clock.at = at(day, clock)

    def meets(self, *lines: str) -> None:
        """The work calendar from now on."""
        self.work.occurrences = [occurrence(line) for line in lines]

    @property
    def household(self) -> Household:
        return Household(
            settings=self.settings,
            sources=[self.work],
            block_calendars=[self.blocks],
            ledger=self.ledger,
            logbook=MemoryLogbook(self.ledger),
            breaks=self.breaks,
            doubts=self.doubts,
            outbox=self.outbox,
            history=self.history,
            proposals=self.proposals,
            clock=self.clock,
            ids=self.ids,
            folder=self.folder,
            post=self.post,
            writable=lambda: [self.blocks],
        )

    def turn(self) -> tuple[Performed, ...]:
        """One cycle in which the person says yes."""
        return apply(self.household, survey(self.household), [BLOCKS])

    def spans(self) -> list[Span]:
        return sorted(found.span for found in self.blocks.find_blocks())
