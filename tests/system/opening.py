"""A household as `compose` makes it, with its blocks on a CalDAV server where `caldav.url` names one."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from hedgerow.adapters.caldav.blocks import CalDavBlocks
from hedgerow.adapters.caldav.client import DavClient
from hedgerow.adapters.caldav.collection import Collection
from hedgerow.adapters.caldav.source import CalDavSource
from hedgerow.compose import open_household
from hedgerow.core.occurrence import CalendarId
from hedgerow.flows.household import Household
from hedgerow.ports import Clock
from hedgerow.settings.values import Settings
from tests.benchmarks.crashes_peers import PASSWORD, USER

BLOCKS = CalendarId("blocks")


@contextmanager
def open_life(settings: Settings, clock: Clock, *, exclusive: bool) -> Iterator[Household]:
    named = settings.server.data.with_name("caldav.url")
    with open_household(settings, clock, exclusive=exclusive) as household:
        if not named.exists():
            yield household
            return
        with DavClient(named.read_text(), USER, PASSWORD) as client:
            collection = Collection(client, settings.server.data / "caldav", clock)
            person = settings.person
            source = CalDavSource(BLOCKS, collection, person.zone, person.addresses)
            blocks = CalDavBlocks(collection, BLOCKS, person.zone, clock)
            yield replace(household, sources=[household.sources[0], source], block_calendars=[blocks])
