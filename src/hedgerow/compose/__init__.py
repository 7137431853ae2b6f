"""The one place that knows every adapter: settings → adapters → a household for the flows.

accounts.py      the calendars of accounts, each read and written over one connection
block_places.py  the calendars that can hold blocks
copies.py        what is kept of calendars between runs, to be deleted
google.py        what commands need of one Google account: sign in, look in, give it back
"""

import os
from collections.abc import Collection, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext
from dataclasses import replace
from functools import cache, partial
from pathlib import Path

from hedgerow.adapters.clock import CountedIds, RandomIds, StillClock, SystemClock
from hedgerow.adapters.holidays import PublicHolidays
from hedgerow.adapters.ics.file import FileSource, FolderSource
from hedgerow.adapters.lock import SERVING, Held, hold_lock
from hedgerow.adapters.mail.folder import FolderMailer
from hedgerow.adapters.planning_process import PlanningProcess
from hedgerow.adapters.secrets.keys import KeyPlace
from hedgerow.adapters.secrets.passwords import Passwords
from hedgerow.adapters.secrets.sealed import SealedSecrets
from hedgerow.adapters.store.database import Store, open_store
from hedgerow.compose.accounts import Accounts, PasswordOf, Reached
from hedgerow.compose.block_places import BlockPlaces, is_unused, post_of
from hedgerow.core.occurrence import CalendarId
from hedgerow.flows.household import Household
from hedgerow.ports import (
    Clock,
    Ids,
    Mailer,
    PersonId,
    Secrets,
    Source,
)
from hedgerow.settings.connections import Offer
from hedgerow.settings.values import (
    CalendarKind,
    CalendarSettings,
    Role,
    Settings,
)

__all__ = [
    "Held",
    "StillClock",
    "SystemClock",
    "find_calendars",
    "hold_serving",
    "letter_folder",
    "open_household",
    "open_passwords",
    "open_secrets",
    "planning_apart",
    "still_ids",
]

DATABASE = "hedgerow.sqlite"
FEEDS = "feeds"
OWNER = PersonId("owner")
"""The one person of an embedded database."""


@contextmanager
def open_household(
    settings: Settings,
    clock: Clock | None = None,
    ids: Ids | None = None,
    *,
    exclusive: bool,
    password_of: PasswordOf | None = None,
) -> Iterator[Household]:
    """`exclusive` for whatever writes at once. Raises Held (another process is at work), Unavailable, Refused."""
    clock = clock or SystemClock()
    data = settings.server.data
    with (
        hold_lock(data) if exclusive else nullcontext(),
        open_store(data / DATABASE) as store,
        ExitStack() as opened,
    ):
        passwords = _passwords(settings, store)
        accounts = Accounts(settings, clock, cache(password_of or passwords.of), passwords.sealed, opened)
        reached = accounts.reach()
        ledger = store.ledger(OWNER)
        used = {booking.calendar for booking in ledger.bookings() if booking.version}
        breaks = store.breaks(OWNER)
        places = BlockPlaces(settings, used, clock, reached, breaks)
        yield Household(
            settings=settings,
            sources=_sources(settings, used, clock, reached),
            block_calendars=places.open(),
            ledger=ledger,
            logbook=store.logbook(OWNER),
            breaks=breaks,
            doubts=store.doubts(OWNER),
            outbox=store.outbox(OWNER),
            history=store.history(OWNER),
            clock=clock,
            ids=ids or RandomIds(),
            folder=FolderMailer(settings.server.outbox),
            post=post_of(settings.letter),
            holidays=PublicHolidays(settings.region) if settings.region else None,
            notices=(store.notice,) if store.notice else (),
            alone=nullcontext if exclusive else partial(_alone, data, store),
            passwords=passwords,
            standings=accounts.standings,
            back_up=store.back_up,
            last_backup=store.last_backup,
            writable=partial(places.open, (Role.READ, Role.HOLD)),
            uncancelled=places.uncancelled,
        )


@contextmanager
def planning_apart(household: Household) -> Iterator[Household]:
    """The same, with its plans made in a process of their own."""
    process = PlanningProcess()
    try:
        yield replace(household, plan=process.plan)
    finally:
        process.close()


@contextmanager
def _alone(data: Path, store: Store) -> Iterator[None]:
    """A service may run for months, and somebody may delete its data, or put a backup in its place, meanwhile."""
    with hold_lock(data):
        store.expect_in_place()
        yield


def _passwords(settings: Settings, store: Store) -> Passwords:
    given = os.environ.get("CREDENTIALS_DIRECTORY", "")
    credentials = Path(given) if given else None
    kept = settings.secrets
    place = KeyPlace(
        credentials, keyring=kept.keyring, passphrase=kept.passphrase, file=kept.key_file, data=settings.server.data
    )
    return Passwords(SealedSecrets(store.vault(OWNER), OWNER, place), os.environ, credentials)


def find_calendars(start: str, user: str, password: str) -> Sequence[Offer]:
    """Of an account at a host, an address of the web or of mail, by name: servers list them in any order.

    Raises Unavailable, AuthorizationExpired, Refused.
    """
    from hedgerow.adapters.caldav.discovery import Account, discover  # noqa: PLC0415 - httpx is slow to load
    from hedgerow.adapters.caldav.service import look_up_service  # noqa: PLC0415 - dns, needed only here

    listed = discover(start, Account(user, password), look_up_service)
    found = [Offer(each.url, each.name, each.writable) for each in listed]
    return sorted(found, key=lambda offer: (offer.name.casefold(), offer.url))


@contextmanager
def open_passwords(settings: Settings) -> Iterator[Passwords]:
    """Beside whatever else is at work: each change is one transaction. Raises Unavailable, Refused."""
    with open_store(settings.server.data / DATABASE) as store:
        yield _passwords(settings, store)


def hold_serving(settings: Settings) -> AbstractContextManager[None]:
    """Raises Held when another process serves this data folder."""
    return hold_lock(settings.server.data, SERVING)


def _sources(settings: Settings, used: Collection[CalendarId], clock: Clock, reached: Reached) -> tuple[Source, ...]:
    return tuple(
        reached[each.id][0] if each.id in reached else _source(each, settings, clock, is_new=is_unused(each, used))
        for each in settings.calendars
    )


def _source(calendar: CalendarSettings, settings: Settings, clock: Clock, *, is_new: bool) -> Source:
    zone, addresses = settings.person.zone, settings.person.addresses
    if calendar.kind is CalendarKind.FEED:
        # httpcore and ssl take 50 ms that a life of files does not need
        from hedgerow.adapters.ics.feed import FeedSource  # noqa: PLC0415

        assert calendar.url is not None, "settings give a feed its address"
        return FeedSource(calendar.id, calendar.url, zone, addresses, settings.server.data / FEEDS, clock)
    assert calendar.path is not None, "settings give a file or folder its path, and what is said by mail a file"
    if calendar.kind is CalendarKind.FOLDER:
        return FolderSource(calendar.path, calendar.id, zone, addresses)
    return FileSource(calendar.path, calendar.id, zone, addresses, is_new)


@contextmanager
def open_secrets(settings: Settings) -> Iterator[Secrets]:
    """Beside whatever else is at work: each change is one transaction. Raises Unavailable, Refused."""
    with open_passwords(settings) as passwords:
        yield passwords.sealed


def letter_folder(folder: Path) -> Mailer:
    """Where a letter is written that somebody asked to see as files."""
    return FolderMailer(folder)


def still_ids() -> Ids:
    """Counted from one, so that the same run gives the same bytes."""
    return CountedIds()
