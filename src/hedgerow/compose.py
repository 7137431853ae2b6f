"""The one place that knows every adapter: settings → adapters → a household for the flows."""

from collections.abc import Collection, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from functools import partial
from pathlib import Path

from hedgerow.adapters.clock import CountedIds, RandomIds, StillClock, SystemClock
from hedgerow.adapters.holidays import PublicHolidays
from hedgerow.adapters.ics.block_file import BlockFile
from hedgerow.adapters.ics.file import FileSource, FolderSource
from hedgerow.adapters.lock import SERVING, Held, hold_lock
from hedgerow.adapters.mail.folder import FolderMailer
from hedgerow.adapters.store.database import open_store
from hedgerow.core.occurrence import CalendarId
from hedgerow.flows.household import Household
from hedgerow.ports import Clock, Ids, Mailer, PersonId, Source
from hedgerow.settings.values import CalendarKind, CalendarSettings, LetterSettings, Role, Settings

__all__ = ["Held", "StillClock", "hold_serving", "letter_folder", "open_household", "still_ids"]

DATABASE = "hedgerow.sqlite"
FEEDS = "feeds"
OWNER = PersonId("owner")
"""The one person of an embedded database."""


@contextmanager
def open_household(
    settings: Settings, clock: Clock | None = None, ids: Ids | None = None, *, exclusive: bool
) -> Iterator[Household]:
    """`exclusive` for whatever writes at once. Raises Held (another process is at work), Unavailable, Refused."""
    clock = clock or SystemClock()
    data = settings.server.data
    with hold_lock(data) if exclusive else nullcontext(), open_store(data / DATABASE) as store:
        ledger = store.ledger(OWNER)
        used = {booking.calendar for booking in ledger.bookings()}
        yield Household(
            settings=settings,
            sources=_sources(settings, used, clock),
            block_calendars=_block_files(settings, used, clock),
            ledger=ledger,
            logbook=store.logbook(OWNER),
            breaks=store.breaks(OWNER),
            doubts=store.doubts(OWNER),
            outbox=store.outbox(OWNER),
            history=store.history(OWNER),
            clock=clock,
            ids=ids or RandomIds(),
            folder=FolderMailer(settings.server.outbox),
            post=_post(settings.letter),
            holidays=PublicHolidays(settings.region) if settings.region else None,
            notices=(store.notice,) if store.notice else (),
            alone=nullcontext if exclusive else partial(hold_lock, data),
            writable=partial(_block_files, settings, used, clock, (Role.READ, Role.HOLD)),
        )


def hold_serving(settings: Settings) -> AbstractContextManager[None]:
    """Raises Held when another process serves this data folder."""
    return hold_lock(settings.server.data, SERVING)


def _sources(settings: Settings, used: Collection[CalendarId], clock: Clock) -> tuple[Source, ...]:
    return tuple(_source(each, settings, clock, is_new=_is_new(each, used)) for each in settings.calendars)


def _is_new(calendar: CalendarSettings, used: Collection[CalendarId]) -> bool:
    """No block was ever written there, so a file that is missing is not lost."""
    return calendar.role is Role.HOLD and calendar.id not in used


def _source(calendar: CalendarSettings, settings: Settings, clock: Clock, *, is_new: bool) -> Source:
    zone, addresses = settings.person.zone, settings.person.addresses
    if calendar.kind is CalendarKind.FEED:
        # httpcore and ssl take 50 ms that a life of files does not need
        from hedgerow.adapters.ics.feed import FeedSource  # noqa: PLC0415

        assert calendar.url is not None, "settings give a feed its address"
        return FeedSource(calendar.id, calendar.url, zone, addresses, settings.server.data / FEEDS, clock)
    assert calendar.path is not None, "settings give a file or folder its path"
    if calendar.kind is CalendarKind.FOLDER:
        return FolderSource(calendar.path, calendar.id, zone, addresses)
    return FileSource(calendar.path, calendar.id, zone, addresses, is_new)


def _block_files(
    settings: Settings, used: Collection[CalendarId], clock: Clock, roles: Collection[Role] = (Role.HOLD,)
) -> tuple[BlockFile, ...]:
    return tuple(
        BlockFile(each.path, each.id, settings.person.zone, clock, is_new=_is_new(each, used))
        for each in settings.calendars
        if each.role in roles and each.kind is CalendarKind.FILE and each.path is not None
    )


def _post(letter: LetterSettings) -> Mailer | None:
    if letter.smtp is None or not letter.to:
        return None
    from hedgerow.adapters.mail.smtp import SmtpMailer  # noqa: PLC0415 - smtplib and ssl, likewise

    smtp = letter.smtp
    return SmtpMailer(smtp.host, smtp.port, smtp.tls, smtp.user, smtp.password)


def letter_folder(folder: Path) -> Mailer:
    """Where a letter is written that somebody asked to see as files."""
    return FolderMailer(folder)


def still_ids() -> Ids:
    """Counted from one, so that the same run gives the same bytes."""
    return CountedIds()
