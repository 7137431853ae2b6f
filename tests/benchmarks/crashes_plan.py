"""What a plan made from nothing but meetings and wishes looks like."""

from dataclasses import replace

from hedgerow.adapters.clock import CountedIds, StillClock
from hedgerow.compose import open_household
from hedgerow.core.plan import Block
from hedgerow.flows.cycle import survey
from hedgerow.settings.values import Settings
from tests.benchmarks.crashes_life import NOW
from tests.fakes.ledger import MemoryLedger


def plan_anew(settings: Settings) -> tuple[Block, ...]:
    """As for a person who never had a block; the calendar that holds them is not read."""
    elsewhere = replace(settings, server=replace(settings.server, data=settings.server.data.with_name("scratch")))
    with open_household(elsewhere, StillClock(NOW), CountedIds(), exclusive=False) as household:
        bare = replace(household, sources=household.sources[:1], block_calendars=(), ledger=MemoryLedger())
        return survey(bare).outlook.plan.blocks
