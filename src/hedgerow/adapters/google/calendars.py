"""What a Google account has: its calendars, its zone, the day its weeks begin on, and when its person works."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from hedgerow.adapters.google.answers import page_of, text_of
from hedgerow.adapters.google.session import Session
from hedgerow.adapters.ics.lines import clean
from hedgerow.core.days import DAY_MINUTES, DayWindow, Weekday
from hedgerow.core.domains import Domain
from hedgerow.ports import Unavailable

_PAGES = 100
_FIRST_DAYS = {"0": Weekday.SUNDAY, "1": Weekday.MONDAY, "6": Weekday.SATURDAY}
_WRITABLE = frozenset({"owner", "writer", "writerWithoutPrivateAccess"})
_SHARED = "group.calendar.google.com"
_PRIVATE = frozenset({"gmail.com", "googlemail.com"})
_DAYS = {day.name.lower(): day for day in Weekday}


@dataclass(frozen=True, slots=True)
class Listed:
    """One calendar of the account's list."""

    id: str
    """Google's. `primary` is another name of the one that is `is_primary`."""
    name: str
    zone: str
    """Empty when Google did not say."""
    role: str
    """As Google calls it; new ones may come."""
    is_primary: bool
    is_hidden: bool
    description: str = field(default="", repr=False)
    data_owner: str = field(default="", repr=False)
    """The address of the one account that it belongs to, whoever else is an `owner`; empty of main calendars."""

    @property
    def is_busy_only(self) -> bool:
        return self.role == "freeBusyReader"

    @property
    def may_write(self) -> bool:
        return self.role in _WRITABLE

    @property
    def is_subscribed(self) -> bool:
        """Of holidays, birthdays, or a feed: nobody is busy in it."""
        return self.id.endswith(("#holiday@group.v.calendar.google.com", "@import.calendar.google.com"))

    @property
    def proposed(self) -> frozenset[Domain]:
        """The domains that it probably serves, for the person to change: a company gives its people addresses."""
        name, _, host = self.id.rpartition("@")
        if host == _SHARED:
            return frozenset({Domain.HOME if name.startswith("family") else Domain.SELF})
        return frozenset({Domain.SELF if host in _PRIVATE or self.is_subscribed else Domain.WORK})


@dataclass(frozen=True, slots=True)
class About:
    """What the account says of its person."""

    zone: str
    """IANA; empty when Google did not say."""
    first_weekday: Weekday | None
    """None when Google did not say."""
    working_hours: Mapping[Weekday, tuple[DayWindow, ...]] | None
    """A proposal for the boundary; None where the account keeps none."""


def list_calendars(session: Session) -> Sequence[Listed]:
    """Hidden ones too, and none that was taken off the list. Raises what `Session.ask` raises."""
    request = session.api.calendar_list.list(maxResults=250, showHidden=True)
    entries = _pages(session, session.api.calendar_list, request)
    return tuple(_listed(each) for each in entries if each.get("id") and not each.get("deleted"))


def look_about(session: Session) -> About:
    """Raises what `Session.ask` raises."""
    request = session.api.settings.list(maxResults=250)
    settings = {text_of(each, "id"): text_of(each, "value") for each in _pages(session, session.api.settings, request)}
    main = session.ask(session.api.calendars.get(calendarId="primary")).body
    # what was never changed may be missing in the list
    zone = settings.get("timezone") or text_of(main, "timeZone")
    return About(zone, _FIRST_DAYS.get(settings.get("weekStart", "")), _working_hours(main.get("workingHours")))


def _pages(session: Session, resource: Any, request: Any) -> Iterator[Mapping[str, Any]]:
    for _ in range(_PAGES):
        answer = session.ask(request)
        if not answer.is_ok:
            break
        yield from page_of(answer.body)
        request = resource.list_next(request, answer.body)
        if request is None:
            return
    raise Unavailable("Google did not give the whole list; it will be tried again.")


def _listed(entry: Mapping[str, Any]) -> Listed:
    return Listed(
        id=text_of(entry, "id"),
        name=clean(text_of(entry, "summaryOverride") or text_of(entry, "summary")) or text_of(entry, "id"),
        zone=text_of(entry, "timeZone"),
        role=text_of(entry, "accessRole"),
        is_primary=entry.get("primary") is True,
        is_hidden=entry.get("hidden") is True,
        description=text_of(entry, "description"),
        data_owner=text_of(entry, "dataOwner"),
    )


def _working_hours(told: object) -> Mapping[Weekday, tuple[DayWindow, ...]] | None:
    if not isinstance(told, dict) or told.get("workingHoursEnabled") is not True:
        return None
    found: dict[Weekday, tuple[DayWindow, ...]] = dict.fromkeys(Weekday, ())
    periods = told.get("availableTimes")
    for period in periods if isinstance(periods, list) else ():
        if not isinstance(period, dict):
            continue
        day, opens, closes = (period.get(name) for name in ("dayOfWeek", "periodStart", "periodEnd"))
        if isinstance(day, str) and day in _DAYS and isinstance(opens, int) and isinstance(closes, int):
            found[_DAYS[day]] += _window(opens, closes)
    return {day: _merged(sorted(windows)) for day, windows in found.items()}


def _window(opens: int, closes: int) -> tuple[DayWindow, ...]:
    """Minutes of the day; the end does not belong to it. None where that makes no window."""
    return (DayWindow(opens, closes),) if 0 <= opens < closes <= DAY_MINUTES else ()


def _merged(windows: Iterable[DayWindow]) -> tuple[DayWindow, ...]:
    """In order of their begin; those that overlap become one."""
    merged: list[DayWindow] = []
    for each in windows:
        if merged and each.opens < merged[-1].closes:
            merged[-1] = DayWindow(merged[-1].opens, max(merged[-1].closes, each.closes))
        else:
            merged.append(each)
    return tuple(merged)
