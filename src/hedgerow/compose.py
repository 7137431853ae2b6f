"""The one place that knows every adapter: settings → adapters → a household for the flows."""

import os
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext
from dataclasses import dataclass, field
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

from hedgerow.adapters.clock import CountedIds, RandomIds, StillClock, SystemClock
from hedgerow.adapters.holidays import PublicHolidays
from hedgerow.adapters.ics.block_file import BlockFile
from hedgerow.adapters.ics.file import FileSource, FolderSource
from hedgerow.adapters.lock import SERVING, Held, hold_lock
from hedgerow.adapters.locked import LockedCalendar
from hedgerow.adapters.mail.folder import FolderMailer
from hedgerow.adapters.secrets.keys import KeyPlace
from hedgerow.adapters.secrets.passwords import Passwords
from hedgerow.adapters.secrets.sealed import SealedSecrets
from hedgerow.adapters.store.database import Store, open_store
from hedgerow.core.occurrence import CalendarId
from hedgerow.flows.household import Household
from hedgerow.ports import (
    AuthorizationExpired,
    BlockCalendar,
    Clock,
    Ids,
    Mailer,
    PersonId,
    Refused,
    Secrets,
    Source,
    Unavailable,
)
from hedgerow.settings.values import (
    AccountId,
    AccountKind,
    AccountSettings,
    CalendarKind,
    CalendarSettings,
    LetterSettings,
    Role,
    Settings,
)

if TYPE_CHECKING:
    from hedgerow.adapters.google.session import Session

__all__ = [
    "Held",
    "StillClock",
    "hold_serving",
    "letter_folder",
    "open_household",
    "open_secrets",
    "still_ids",
]

DATABASE = "hedgerow.sqlite"
FEEDS = "feeds"
COPIES = "caldav"
"""Of calendars on servers, likewise a folder in the data folder."""
GOOGLE = "google"
"""The same of those at Google."""
OWNER = PersonId("owner")
"""The one person of an embedded database."""


PasswordOf = Callable[[AccountSettings], str | None]
"""None where there is none. Raises AuthorizationExpired, Refused, Unavailable."""
Reached = Mapping[CalendarId, tuple[Source, BlockCalendar]]
"""The calendars of accounts: each is read and written over one connection."""


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
        reached = _Accounts(settings, clock, cache(password_of or passwords.of), passwords.sealed, opened).reach()
        ledger = store.ledger(OWNER)
        used = {booking.calendar for booking in ledger.bookings() if booking.version}
        yield Household(
            settings=settings,
            sources=_sources(settings, used, clock, reached),
            block_calendars=_block_calendars(settings, used, clock, reached),
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
            passwords=passwords,
            back_up=store.back_up,
            last_backup=store.last_backup,
            writable=partial(_block_calendars, settings, used, clock, reached, (Role.READ, Role.HOLD)),
        )


def _passwords(settings: Settings, store: Store) -> Passwords:
    given = os.environ.get("CREDENTIALS_DIRECTORY", "")
    credentials = Path(given) if given else None
    kept = settings.secrets
    place = KeyPlace(
        credentials, keyring=kept.keyring, passphrase=kept.passphrase, file=kept.key_file, data=settings.server.data
    )
    return Passwords(SealedSecrets(store.vault(OWNER), OWNER, place), os.environ, credentials)


def hold_serving(settings: Settings) -> AbstractContextManager[None]:
    """Raises Held when another process serves this data folder."""
    return hold_lock(settings.server.data, SERVING)


@dataclass(frozen=True, slots=True)
class _Accounts:
    settings: Settings
    clock: Clock
    password_of: PasswordOf
    secrets: Secrets
    opened: ExitStack
    """Closes the connections."""
    sessions: dict[AccountId, "Session"] = field(default_factory=dict)
    """One for each Google account: they count what is asked."""

    def reach(self) -> Reached:
        return {each.id: self._reach(each) for each in self.settings.calendars if each.account is not None}

    def _reach(self, calendar: CalendarSettings) -> tuple[Source, BlockCalendar]:
        """One that is locked harms no other, and says what to do when it is read."""
        [account] = [each for each in self.settings.accounts if each.id == calendar.account]
        if account.kind is AccountKind.GOOGLE:
            return self._at_google(calendar, account)
        try:
            password = self.password_of(account)
            if password is None:
                raise AuthorizationExpired(
                    f"The account {account.id!r} has no password here: run `hedgerow connect caldav {account.id}`, or"
                    f" set the environment variable {account.variable} where hedgerow is started."
                )
            return self._sign_in(calendar, account.user, password)
        except (AuthorizationExpired, Refused, Unavailable) as error:
            locked = LockedCalendar(calendar.id, str(error))
            return locked, locked

    def _sign_in(self, calendar: CalendarSettings, user: str, password: str) -> tuple[Source, BlockCalendar]:
        # httpx and what it needs take 100 ms that a life without accounts does not need
        from hedgerow.adapters.caldav.blocks import CalDavBlocks  # noqa: PLC0415
        from hedgerow.adapters.caldav.client import DavClient  # noqa: PLC0415
        from hedgerow.adapters.caldav.collection import Collection as OnServer  # noqa: PLC0415
        from hedgerow.adapters.caldav.source import CalDavSource  # noqa: PLC0415

        assert calendar.url is not None, "settings give a calendar of an account its address"
        person = self.settings.person
        client = self.opened.enter_context(DavClient(calendar.url, user, password))
        shared = OnServer(client, self.settings.server.data / COPIES, self.clock)
        source = CalDavSource(calendar.id, shared, person.zone, person.addresses)
        return source, CalDavBlocks(shared, calendar.id, person.zone, self.clock)

    def _at_google(self, calendar: CalendarSettings, account: AccountSettings) -> tuple[Source, BlockCalendar]:
        # 250 ms of Google's library, for those who have an account there
        from hedgerow.adapters.google.blocks import GoogleBlocks  # noqa: PLC0415
        from hedgerow.adapters.google.collection import Collection as AtGoogle  # noqa: PLC0415
        from hedgerow.adapters.google.source import GoogleSource  # noqa: PLC0415
        from hedgerow.adapters.google.sync import Remote  # noqa: PLC0415

        person = self.settings.person
        remote = Remote(self._session(account), calendar.google_id, f"Google Calendar {calendar.id}")
        shared = AtGoogle(remote, self.settings.server.data / GOOGLE, self.clock)
        source = GoogleSource(calendar.id, shared, person.zone, person.addresses)
        return source, GoogleBlocks(calendar.id, shared, person.zone, calendar.focus_time)

    def _session(self, account: AccountSettings) -> "Session":
        from hedgerow.adapters.google.authority import Authority  # noqa: PLC0415 - as above
        from hedgerow.adapters.google.pacing import Pace, Patience  # noqa: PLC0415
        from hedgerow.adapters.google.service import ENDPOINT  # noqa: PLC0415
        from hedgerow.adapters.google.session import Session  # noqa: PLC0415

        if account.id not in self.sessions:
            authority = Authority(account.id, self.secrets, self.clock)
            session = Session(account.id, authority, self.clock, Pace(Patience()), endpoint=account.url or ENDPOINT)
            self.opened.callback(session.wires.close)
            self.sessions[account.id] = session
        return self.sessions[account.id]


def _sources(settings: Settings, used: Collection[CalendarId], clock: Clock, reached: Reached) -> tuple[Source, ...]:
    return tuple(
        reached[each.id][0] if each.id in reached else _source(each, settings, clock, is_new=_is_new(each, used))
        for each in settings.calendars
    )


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


def _block_calendars(
    settings: Settings,
    used: Collection[CalendarId],
    clock: Clock,
    reached: Reached,
    roles: Collection[Role] = (Role.HOLD,),
) -> tuple[BlockCalendar, ...]:
    found: list[BlockCalendar] = []
    for each in settings.calendars:
        if each.role in roles and each.id in reached:
            found.append(reached[each.id][1])
        elif each.role in roles and each.kind is CalendarKind.FILE and each.path is not None:
            found.append(BlockFile(each.path, each.id, settings.person.zone, clock, is_new=_is_new(each, used)))
    return tuple(found)


def _post(letter: LetterSettings) -> Mailer | None:
    if letter.smtp is None or not letter.to:
        return None
    from hedgerow.adapters.mail.smtp import SmtpMailer  # noqa: PLC0415 - smtplib and ssl, likewise

    smtp = letter.smtp
    return SmtpMailer(smtp.host, smtp.port, smtp.tls, smtp.user, smtp.password)


@contextmanager
def open_secrets(settings: Settings) -> Iterator[Secrets]:
    """Beside whatever else is at work: each change is one transaction. Raises Unavailable, Refused."""
    with open_store(settings.server.data / DATABASE) as store:
        yield _passwords(settings, store).sealed


def letter_folder(folder: Path) -> Mailer:
    """Where a letter is written that somebody asked to see as files."""
    return FolderMailer(folder)


def still_ids() -> Ids:
    """Counted from one, so that the same run gives the same bytes."""
    return CountedIds()
