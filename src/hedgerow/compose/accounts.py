"""The calendars of accounts, opened: one that is locked harms no other, and says what to do when it is read."""

from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from hedgerow.adapters.locked import LockedCalendar
from hedgerow.adapters.mail.wire import envelope, write
from hedgerow.core.occurrence import CalendarId
from hedgerow.ports import (
    AuthorizationExpired,
    BlockCalendar,
    Clock,
    Mailer,
    Refused,
    Secrets,
    Source,
    Standing,
    Unavailable,
)
from hedgerow.settings.values import AccountId, AccountKind, AccountSettings, CalendarSettings, Role, Settings

if TYPE_CHECKING:
    from hedgerow.adapters.google.authority import Authority
    from hedgerow.adapters.google.blocks import GoogleBlocks
    from hedgerow.adapters.google.invitations import GoogleInvitations
    from hedgerow.adapters.google.pacing import Pace, Paces
    from hedgerow.adapters.google.session import Session
    from hedgerow.adapters.google.thrift import Thrift

COPIES = "caldav"
"""The folder in the data folder for copies of calendars on servers."""
GOOGLE = "google"
"""The same of those at Google."""
PasswordOf = Callable[[AccountSettings], str | None]
"""None where there is none. Raises AuthorizationExpired, Refused, Unavailable."""
Reached = Mapping[CalendarId, tuple[Source, BlockCalendar]]
"""The calendars of accounts: each is read and written over one connection."""


@cache
def _paces(data: Path) -> "Paces":
    """Of this process: who signs in beside a household, or opens another one, has what is left and no more."""
    from hedgerow.adapters.google.pacing import Paces  # noqa: PLC0415 - for those who have an account there

    return Paces()


def pace_of(settings: Settings, account: AccountId) -> "Pace":
    """Of an account at Google."""
    return _paces(settings.server.data.absolute()).of(account)


@dataclass(frozen=True, slots=True)
class Accounts:
    settings: Settings
    clock: Clock
    password_of: PasswordOf
    secrets: Secrets
    opened: ExitStack
    """Closes the connections."""
    authorities: dict[AccountId, "Authority"] = field(default_factory=dict)
    """One for each Google account: it asks for one token at a time."""
    sessions: dict[AccountId, "Session"] = field(default_factory=dict)
    """One for each Google account: they count what is asked."""
    thrifts: dict[AccountId, "Thrift"] = field(default_factory=dict)
    invitations: list["GoogleInvitations"] = field(default_factory=list)
    """Of the calendars that were reached, where the account may write."""
    at_google: dict[AccountId, list["GoogleBlocks"]] = field(default_factory=dict)

    def reach(self) -> Reached:
        return {each.id: self._reach(each) for each in self.settings.calendars if each.account is not None}

    def standings(self) -> Mapping[AccountId, Standing]:
        """Of the Google accounts, by what was heard of them so far: nobody is asked. Raises Unavailable, Refused."""
        return {each.id: self._standing(each.id) for each in self.settings.accounts if each.kind is AccountKind.GOOGLE}

    def _standing(self, account: AccountId) -> Standing:
        from hedgerow.adapters.google.looking import Heard, look_at  # noqa: PLC0415 - for those who have one

        heard = None
        if account in self.sessions:
            session = self.sessions[account]
            opened = self.at_google[account]
            changes = [at for each in opened if (at := each.collection.changed_at)]
            lacks = tuple(dict.fromkeys(lack for each in opened for lack in each.lacks))
            declines = any(each.declines is not None for each in self.settings.calendars if each.account == account)
            heard = Heard(session.requests, session.pace.left(), max(changes, default=None), lacks, declines=declines)
        return look_at(account, self.secrets, self.clock.now(), heard)

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
        from hedgerow.adapters.google.invitations import GoogleInvitations  # noqa: PLC0415
        from hedgerow.adapters.google.source import GoogleSource  # noqa: PLC0415
        from hedgerow.adapters.google.sync import Remote  # noqa: PLC0415

        person = self.settings.person
        remote = Remote(self._session(account), calendar.google_id, f"Google Calendar {calendar.id}")
        shared = AtGoogle(
            remote, self.settings.server.data / GOOGLE, self.clock, self._thrift(account.id, remote.session)
        )
        source = GoogleSource(calendar.id, shared, person.zone, person.addresses)
        blocks = GoogleBlocks(calendar.id, shared, person.zone, calendar.focus_time, calendar.out_of_office)
        if calendar.role is Role.HOLD:
            self.invitations.append(GoogleInvitations(calendar.id, shared, person.zone))
        self.at_google.setdefault(account.id, []).append(blocks)
        return source, blocks

    def _thrift(self, account: AccountId, session: "Session") -> "Thrift":
        from hedgerow.adapters.google.thrift import Thrift  # noqa: PLC0415 - as above

        if account not in self.thrifts:
            calendars = sum(each.account == account for each in self.settings.calendars)
            every, zone = self.settings.server.every, self.settings.person.zone
            self.thrifts[account] = Thrift(session, calendars, every, zone)
        return self.thrifts[account]

    def _session(self, account: AccountSettings) -> "Session":
        from hedgerow.adapters.google.service import ENDPOINT  # noqa: PLC0415 - Google's library, as in `_at_google`
        from hedgerow.adapters.google.session import Session  # noqa: PLC0415

        if account.id not in self.sessions:
            pace = pace_of(self.settings, account.id)
            session = Session(account.id, self._authority(account.id), pace, endpoint=account.url or ENDPOINT)
            self.opened.callback(session.wires.close)
            self.sessions[account.id] = session
        return self.sessions[account.id]

    def _authority(self, account: AccountId) -> "Authority":
        from hedgerow.adapters.google.authority import Authority  # noqa: PLC0415 - as above

        if account not in self.authorities:
            self.authorities[account] = Authority(account, self.secrets, self.clock)
        return self.authorities[account]

    def mailer(self, account: AccountId) -> Mailer:
        """The way of letters through a Google account."""
        from hedgerow.adapters.google.mailer import GmailMailer, Wording  # noqa: PLC0415 - as above
        from hedgerow.adapters.google.service import ENDPOINT  # noqa: PLC0415

        [url] = [each.url for each in self.settings.accounts if each.id == account]
        return GmailMailer(self._authority(account), Wording(write, envelope), url or ENDPOINT)
