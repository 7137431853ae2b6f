"""Who has which calendars, and what is in them: the whole memory of the server."""

from base64 import b32hexencode, b64encode
from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from itertools import count

from tests.fakes.google.clock import Clock
from tests.fakes.google.modes import Modes
from tests.fakes.google.recurrence import Occasion, occasions
from tests.fakes.google.refusal import Json, not_found
from tests.fakes.google.times import stamped

RANKS = ("none", "freeBusyReader", "reader", "writerWithoutPrivateAccess", "writer", "owner")


@dataclass(slots=True)
class Held:
    """An event as one calendar holds it."""

    data: Json
    """The resource, without `kind` and `etag`."""
    etag: str
    change: int
    """The number of its last change, one count for all calendars."""
    changed: datetime
    inserted: datetime
    retired: dict[str, tuple[int, Json]] = field(default_factory=dict)
    """By the end of their ids, the instances that its rules no longer give: since which change, and their start."""
    purged: bool = False
    """The bin was emptied: gone from every answer, but the id stays taken."""

    @property
    def id(self) -> str:
        return str(self.data["id"])

    @property
    def cancelled(self) -> bool:
        return self.data.get("status") == "cancelled"

    @property
    def series(self) -> str | None:
        """The id of the series that it is an instance of."""
        return self.data.get("recurringEventId")


@dataclass(slots=True)
class Calendar:
    id: str
    about: Json
    """`summary`, `timeZone` and the rest of the resource but `kind`, `id` and `etag`."""
    owner: str
    made_by: str = ""
    """The client id that made it; empty for what a person made."""
    events: dict[str, Held] = field(default_factory=dict)
    forgotten: int = 0
    """Sync tokens of changes before this one are no longer valid."""
    etag: str = ""
    deleted: bool = False

    @property
    def zone(self) -> str:
        return str(self.about.get("timeZone", "UTC"))

    def exceptions(self, series: str) -> Iterator[Held]:
        return (held for held in self.events.values() if held.series == series)


@dataclass(slots=True)
class Entry:
    """A calendar in somebody's list."""

    role: str
    about: Json = field(default_factory=dict)
    """`summaryOverride`, colours, `selected`, `hidden`, `defaultReminders`, and the like."""
    etag: str = ""
    change: int = 0
    deleted: bool = False


@dataclass(slots=True)
class Account:
    email: str
    workspace: bool
    settings: dict[str, str]
    entries: dict[str, Entry] = field(default_factory=dict)
    changed: dict[str, int] = field(default_factory=dict)
    """The number of the last change of each setting that changed."""
    quota_until: datetime | None = None

    @property
    def zone(self) -> str:
        return self.settings.get("timezone", "UTC")


@dataclass(frozen=True, slots=True)
class Page:
    """The rest of an answer that was too long for one."""

    about: tuple[str, ...]
    """What was asked, by whom and with which parameters; none of it may change."""
    items: tuple[Json, ...]
    sync: "Sync | None"
    """What the token of the last page stands for."""
    emptied: bool
    """An empty page came before."""


@dataclass(frozen=True, slots=True)
class Sync:
    about: tuple[str, ...]
    parameters: str
    mark: int
    """The number of the last change that the answer had in it."""
    issued: datetime


@dataclass(frozen=True, slots=True)
class Notified:
    """A mail that Google would have sent to a guest."""

    to: str
    event: str
    what: str


@dataclass(frozen=True, slots=True)
class Mailed:
    """A letter that somebody sent through Gmail."""

    account: str
    data: bytes


def _retired(old: Held, new: Held, until: datetime) -> dict[str, tuple[int, Json]]:
    """The event itself, by the empty key, where it became a series."""
    if all(old.data.get(name) == new.data.get(name) for name in ("start", "recurrence")):
        return old.retired
    given = {each.key for each in _shown(new.data, until)}
    lost = {each.key: (new.change, each.original) for each in _shown(old.data, until)}
    return {key: since for key, since in (old.retired | lost).items() if key not in given}


def _shown(data: Json, until: datetime) -> Sequence[Occasion]:
    whole = occasions(data, until)
    return whole if data.get("recurrence") else [replace(each, key="") for each in whole[:1]]


class State:
    def __init__(self, clock: Clock, modes: Modes) -> None:
        self.clock, self.modes = clock, modes
        self.accounts: dict[str, Account] = {}
        self.calendars: dict[str, Calendar] = {}
        self.notified: list[Notified] = []
        self.sent: list[Mailed] = []
        self.channels: dict[str, Json] = {}
        self.pages: dict[str, Page] = {}
        self.syncs: dict[str, Sync] = {}
        self.changes = 0
        self._numbers = count(1)

    def account(self, email: str = "ada@example.org", zone: str = "Europe/Paris", *, workspace: bool = True) -> Account:
        """The one of that address; made with its primary calendar where there is none yet."""
        if email not in self.accounts:
            made = Account(email, workspace, {"timezone": zone, "weekStart": "1", "locale": "en"})
            self.accounts[email] = made
            self.add_calendar(email, calendar_id=email, summary=email, zone=zone)
            made.entries[email].about |= {"primary": True, "selected": True}
        return self.accounts[email]

    def add_calendar(
        self, owner: str, *, calendar_id: str = "", summary: str = "Calendar", zone: str = "Europe/Paris"
    ) -> Calendar:
        """Into the list of its owner, whom this server need not know."""
        name = calendar_id or f"c_{self.fresh(26)}@group.calendar.google.com"
        made = Calendar(name, {"summary": summary, "timeZone": zone}, owner, etag=self.next_etag())
        self.calendars[name] = made
        if owner in self.accounts:
            self.share(name, owner, "owner")
        return made

    def remove_calendar(self, calendar_id: str) -> None:
        """For everybody, as when its owner deletes it."""
        self.calendars[calendar_id].deleted = True
        for account in self.accounts.values():
            if calendar_id in account.entries:
                account.entries[calendar_id].deleted = True
                self.touch(account.entries[calendar_id])

    def share(self, calendar_id: str, email: str, role: str) -> Entry:
        """Changes the role where it is in the list; sync tokens of that calendar end with it."""
        account = self.accounts[email]
        entry = account.entries.setdefault(calendar_id, Entry(role))
        if entry.role != role:
            self.calendars[calendar_id].forgotten = self.changes + 1
        entry.role = role
        self.touch(entry)
        entry.about.setdefault("defaultReminders", [])
        return entry

    def set_setting(self, email: str, name: str, value: str) -> None:
        self.changes += 1
        self.accounts[email].settings[name] = value
        self.accounts[email].changed[name] = self.changes

    def touch(self, entry: Entry) -> None:
        self.changes += 1
        entry.etag, entry.change = self.next_etag(), self.changes

    def calendar(self, calendar_id: str, email: str = "") -> Calendar:
        """`primary` stands for the account's own; raises 404 where there is none."""
        found = self.calendars.get(email if calendar_id == "primary" else calendar_id)
        if found is None or found.deleted:
            raise not_found()
        return found

    def keep(self, calendar: Calendar, data: Json, *, quiet: bool = False) -> Held:
        """As the latest version of that event. `quiet` leaves `updated` alone, as a change of reminders does."""
        now, old = self.clock.now(), calendar.events.get(data["id"])
        data = deepcopy(data)
        data.setdefault("created", stamped(now))
        if not quiet or "updated" not in data:
            data["updated"] = stamped(now)
        self.changes += 1
        held = Held(data, self.next_etag(), self.changes, now, old.inserted if old else now)
        held.retired = _retired(old, held, self.horizon()) if old else {}
        calendar.events[held.id] = held
        for key in held.retired:
            exception = calendar.events.get(f"{held.id}_{key}")
            if exception is not None and not exception.cancelled:
                self.keep(calendar, exception.data | {"status": "cancelled"})
        return held

    def horizon(self) -> datetime:
        """Until when a series is expanded where nobody names an end."""
        return datetime(self.clock.now().year + self.modes.delta_horizon_years, 1, 1, tzinfo=UTC)

    def next_etag(self) -> str:
        """In quotation marks, which belong to it."""
        moment = round(self.clock.now().timestamp()) * 2_000_000
        return f'"{moment + next(self._numbers)}"'

    def fresh(self, length: int) -> str:
        """Letters of base32hex, as good as by chance and the same at every run."""
        digest = sha256(f"id {next(self._numbers)}".encode()).digest()
        return b32hexencode(digest).decode().lower()[:length]

    def opaque(self, kind: str) -> str:
        """A token that must be encoded in an address, and looks different at each call."""
        digest = sha256(f"{kind} {next(self._numbers)}".encode()).digest()
        return f"C{kind[0]}/+{b64encode(digest).decode()}"

    def settled(self, held: Held) -> bool:
        """Lists show it already."""
        return self.clock.now() - held.changed >= timedelta(seconds=self.modes.list_lag)

    def visible(self, held: Held) -> bool:
        """`get` finds it already."""
        lag = timedelta(seconds=self.modes.insert_lag)
        return not held.purged and self.clock.now() - held.inserted >= lag
