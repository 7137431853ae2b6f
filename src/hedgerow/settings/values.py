"""Settings that cannot be wrong: what the rest of the program is given."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from pathlib import Path
from typing import NewType
from zoneinfo import ZoneInfo

from hedgerow.core.boundary import Boundary
from hedgerow.core.days import Weekday
from hedgerow.core.domains import Domain, DomainPolicy, DomainRule
from hedgerow.core.guard import Guard
from hedgerow.core.intention import Intention
from hedgerow.core.intrusion import Expected
from hedgerow.core.limits import LimitKey
from hedgerow.core.occurrence import CalendarId
from hedgerow.core.pattern import Pattern
from hedgerow.core.plan import Tentative


class CalendarKind(StrEnum):
    FILE = "file"
    """One .ics file."""
    FOLDER = "folder"
    """Every .ics file below a folder, one calendar together."""
    FEED = "feed"
    """An .ics by http, https or webcal."""
    CALDAV = "caldav"
    """A calendar of an account on a CalDAV server."""
    INVITATIONS = "invitations"
    """Blocks that are mailed to the person as invitations, where no calendar of theirs can be written."""
    GOOGLE = "google"
    """A calendar in the list of a Google account."""


class AccountKind(StrEnum):
    CALDAV = "caldav"
    GOOGLE = "google"


AccountId = NewType("AccountId", str)


class Role(StrEnum):
    READ = "read"
    HOLD = "hold"
    """Read, and hold blocks; a feed and a folder can't."""


class Titles(StrEnum):
    FULL = "full"
    HIDDEN = "hidden"


class Pictures(StrEnum):
    INLINE = "inline"
    NONE = "none"


class Clock(StrEnum):
    H24 = "24h"
    H12 = "12h"


@dataclass(frozen=True, slots=True)
class Person:
    name: str
    addresses: frozenset[str]
    """Lower case; an attendee with one of them is the person."""
    zone: ZoneInfo
    first_weekday: Weekday
    clock: Clock | None = None
    """None: as the language of the letter is usually told the time in."""


@dataclass(frozen=True, slots=True)
class AccountSettings:
    id: AccountId
    kind: AccountKind
    url: str
    """http or https, without user and password. Mostly empty of a Google account."""
    user: str
    """Of a Google account its address, and empty while that is not known."""

    @property
    def variable(self) -> str:
        """The environment variable that may hold its password."""
        return password_variable(self.id)


class Decline(StrEnum):
    """Which invitations Google declines for the person while they focus or are away; never one that they accepted."""

    NONE = "none"
    NEW = "new-conflicting"


@dataclass(frozen=True, slots=True)
class FocusTime:
    """Blocks that serve work are focus time, where Google offers that."""

    decline: Decline
    message: str
    """To whom is declined."""


@dataclass(frozen=True, slots=True)
class OutOfOffice:
    """Unplugged leave is shown, as Google's out-of-office where it offers that."""

    decline: Decline
    message: str
    """To whom is declined."""


@dataclass(frozen=True, slots=True)
class CalendarSettings:
    id: CalendarId
    kind: CalendarKind
    domains: frozenset[Domain]
    role: Role
    path: Path | None
    """Absolute; of a file or folder, and of the file in the data folder that says what the person is invited to."""
    url: str | None = field(repr=False)
    """Of a feed, webcal already turned into https; may hold a secret, so it is never logged or printed whole. Of a
    calendar of an account: whole."""
    account: AccountId | None = None
    to: str = ""
    """Of invitations: the address they are mailed to."""
    google_id: str = ""
    """What Google calls it; `primary` is the account's own."""
    focus_time: FocusTime | None = None
    out_of_office: OutOfOffice | None = None
    declines: str | None = None
    """Hedgerow declines new invitations over firm blocks there, and tells whoever sent them this. None: it does not."""


@dataclass(frozen=True, slots=True)
class Planning:
    weeks: int
    notice: timedelta
    freeze: timedelta
    free_until: timedelta
    free_places: int
    tentative: Tentative = Tentative.BUSY


class Tls(StrEnum):
    STARTTLS = "starttls"
    TLS = "tls"
    """From the first byte on."""
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Smtp:
    host: str
    port: int
    tls: Tls
    user: str
    """Empty: the server asks for no sign-in."""
    password: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class RepliesSettings:
    """The mailbox that letters are answered to."""

    host: str
    port: int
    tls: Tls
    user: str
    password: str = field(repr=False)
    folder: str


@dataclass(frozen=True, slots=True)
class LetterSettings:
    enabled: bool
    to: str
    """Empty: letters go to the outbox folder alone."""
    sender: str
    weekday: Weekday
    at: int
    """Minutes of the local day."""
    titles: Titles
    smtp: Smtp | None
    language: str = "en"
    """One that there is a letter in, with or without a country: `de`, `de-AT`."""
    pictures: Pictures = Pictures.INLINE
    replies: RepliesSettings | None = None
    """None: they can't be answered by mail."""
    account: AccountId | None = None
    """One at Google that letters go out through in the place of a mail server. Neither: to the outbox folder alone."""


@dataclass(frozen=True, slots=True)
class WebSettings:
    """Where the links of a letter lead."""

    enabled: bool = True
    port: int = 7468
    """Of the loopback."""
    public: str = ""
    """`https://hedgerow.example.org`, where a proxy of the person's own shows the pages; empty: nowhere."""

    @property
    def base(self) -> str:
        return self.public or f"http://127.0.0.1:{self.port}"


@dataclass(frozen=True, slots=True)
class HistorySettings:
    titles: bool = False
    """Whether the titles behind a passed limit are kept beside its numbers."""


@dataclass(frozen=True, slots=True)
class Server:
    data: Path
    """Absolute; the database, the feed cache and the lock."""
    outbox: Path
    """Absolute; every letter is written here as .eml, .html and .txt, sent or not."""
    every: timedelta
    """Between two cycles."""


@dataclass(frozen=True, slots=True)
class SecretsSettings:
    """What opens the passwords that are kept in the database."""

    key_file: Path
    """Absolute, and outside of the data folder."""
    passphrase: str = field(default="", repr=False)
    """Goes before the key file; empty: there is none."""
    keyring: bool = False
    """Goes before both."""


@dataclass(frozen=True, slots=True)
class Region:
    """Whose public holidays hold: codes of ISO 3166, the subdivision may be empty."""

    country: str
    subdivision: str = ""


@dataclass(frozen=True, slots=True)
class Settings:
    person: Person
    calendars: Sequence[CalendarSettings]
    boundary: Boundary
    """Of an ordinary week; `pattern` says what changes it."""
    limits: Mapping[LimitKey, int]
    """Every key, in the unit of its rule in `core.limits.LIMITS`."""
    domain_rules: Sequence[DomainRule]
    intentions: Sequence[Intention]
    planning: Planning
    letter: LetterSettings
    server: Server
    secrets: SecretsSettings
    history: HistorySettings = HistorySettings()
    web: WebSettings = WebSettings()
    pattern: Pattern = field(default_factory=Pattern)
    region: Region | None = None
    """None: public holidays are not kept."""
    expected: Sequence[Expected] = ()
    accounts: Sequence[AccountSettings] = ()
    guards: tuple[Guard, ...] = ()
    file: Path | None = None
    """Where they were read from."""

    @property
    def domain_policy(self) -> DomainPolicy:
        return DomainPolicy(self.domain_rules, {calendar.id: calendar.domains for calendar in self.calendars})


def password_variable(name: str) -> str:
    """Different names have different variables, as names of accounts have no underscore."""
    return f"HEDGEROW_PASSWORD_{name.upper().replace('-', '_')}"


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing wrong with the settings. Lines and columns count from 1; 0 when it came from the environment."""

    source: str
    """The file as the person named it, or `environment`."""
    line: int
    column: int
    key: str
    """Dotted, with positions in arrays counted from 1: `intentions.2.length`. From the environment it begins with the
    name of the variable."""
    message: str

    def __str__(self) -> str:
        place = f"{self.source}:{self.line}:{self.column}" if self.line else self.source
        return f"{place}: {self.key}: {self.message}" if self.key else f"{place}: {self.message}"
