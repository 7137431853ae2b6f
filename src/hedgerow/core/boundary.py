"""Working, on-call and personal time: every instant is exactly one of them.

A day runs from its midnight, by the clock that the person lives by on it, to the midnight of the next day by the clock
of that one. A day of travel so has 18 or 33 hours, and no instant is lost or comes twice.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from hedgerow.core.days import DAY_MINUTES, DayWindow, Week, Weekday, instant, local_day, window_span
from hedgerow.core.limits import LimitKey
from hedgerow.core.span import Span, intersect, merge, overlapping, subtract

NIGHT = DayWindow(22 * 60, 30 * 60)
EVENING = 18 * 60
_DAY = timedelta(days=1)


class Off(StrEnum):
    """Why a day, or a part of it, has no working time although its weekday would have."""

    LEAVE = "leave"
    UNPLUGGED = "unplugged"
    """Leave in which every work event is an intrusion, whatever its hour."""
    HOLIDAY = "holiday"


@dataclass(frozen=True, slots=True, order=True)
class TimeOff:
    """A stretch of leave, or one public holiday. Whole days, or to the minute where the person said so."""

    span: Span
    kind: Off
    name: str


@dataclass(frozen=True, slots=True)
class Season:
    """Dated overrides. `first` and `last` are local days, both included; a season runs into its recovery by itself."""

    name: str
    first: date
    last: date
    windows: Mapping[Weekday, tuple[DayWindow, ...]] | None = None
    """None leaves the weekly windows as they are; a weekday that is missing has none."""
    limits: Mapping[LimitKey, int] = field(default_factory=dict)
    """Of a week that has most of its days in the season. Never a looser rest floor, unless the settings say so."""


@dataclass(frozen=True, slots=True)
class Rota:
    """Working time that is read from a calendar instead of weekly windows."""

    work: tuple[Span, ...]
    """Merged, in order."""
    on_call: tuple[Span, ...]
    """Neither rest nor work, unless an event falls in it. Shares nothing with `work`."""
    known: Span
    """Outside of it the rota was not read, and the weekly windows hold."""
    calendar: str = ""
    """What the person calls it."""
    ends: datetime | None = None
    """Where it was not yet published when it was read; None says nothing of it. What is over is judged as read."""


@dataclass(frozen=True, slots=True, order=True)
class Stay:
    """Days spent by another clock, both included."""

    first: date
    last: date
    zone: ZoneInfo = field(compare=False)


@dataclass(frozen=True, slots=True)
class Boundary:
    """Wall-clock times in `zone`. A day without windows is a day off."""

    zone: ZoneInfo
    windows: Mapping[Weekday, tuple[DayWindow, ...]] = field(default_factory=dict)
    evening: int = EVENING
    """When the evening of a day off begins, in minutes; on other days it begins when the last window closes."""
    night: DayWindow = NIGHT
    off: tuple[TimeOff, ...] = ()
    """Leave and public holidays, in order; where several lie over one time, unplugged leave speaks, then leave."""
    seasons: tuple[Season, ...] = ()
    """Of seasons that overlap, the one that began last holds."""
    rota: Rota | None = None
    inside: tuple[Span, ...] = ()
    """Working time inside home events (a nap is a work window), on top of the windows or the rota. Merged, in order."""
    stays: tuple[Stay, ...] = ()

    def zone_on(self, day: date) -> ZoneInfo:
        """Of stays that share a day, the one that began last says the clock."""
        if not self.stays:
            return self.zone
        stays = [stay for stay in reversed(self.stays) if stay.first <= day <= stay.last]
        return max(stays, key=lambda stay: (stay.first, stay.last)).zone if stays else self.zone

    def start_of(self, day: date) -> datetime:
        """Never before the day before began: who flies over the date line may skip a day, and lives no hour twice."""
        midnight = instant(day, 0, self.zone_on(day))
        if not self.stays:
            return midnight
        return max(midnight, instant(day - _DAY, 0, self.zone_on(day - _DAY)))

    def day_span(self, day: date) -> Span:
        return Span(self.start_of(day), self.start_of(day + _DAY))

    def week_span(self, week: Week) -> Span:
        days = week.days
        return Span(self.start_of(days[0]), self.start_of(days[-1] + _DAY))

    def local_day(self, at: datetime) -> date:
        day = local_day(at, self.zone)
        if not self.stays:
            return day
        # Two clocks are at most 26 hours apart.
        return next(near for n in range(-2, 3) if self.day_span(near := day + n * _DAY).holds(at))

    def days_of(self, span: Span) -> Iterator[date]:
        """Every day that the span touches, in order."""
        day = self.local_day(span.start)
        while self.start_of(day) < span.end:
            yield day
            day += _DAY

    def season_on(self, day: date) -> Season | None:
        if not self.seasons:
            return None
        seasons = [season for season in reversed(self.seasons) if season.first <= day <= season.last]
        return max(seasons, key=lambda season: (season.first, season.last), default=None)

    def season_of(self, days: Sequence[date]) -> Season | None:
        """The one that holds more than half of the days."""
        if not self.seasons:
            return None
        held = [self.season_on(day) for day in days]
        return next((s for s in self.seasons if 2 * sum(one is s for one in held) > len(days)), None)

    def off_on(self, day: date) -> TimeOff | None:
        """What the whole day is off for; of several the one that speaks."""
        if not self.off:
            return None
        whole = self.day_span(day)
        off = [off for off in self.off if off.span.overlaps(whole)]
        if not off or subtract([whole], (each.span for each in off)):
            return None
        return min(off, key=lambda each: (_SPEAKS.index(each.kind), each))

    def is_leave(self, day: date) -> bool:
        off = self.off_on(day)
        return off is not None and off.kind is not Off.HOLIDAY

    def windows_on(self, day: date) -> tuple[DayWindow, ...]:
        """By the season or the week, whatever a rota says. None on a day off; leave of a few hours cuts none here."""
        if self.off_on(day):
            return ()
        season = self.season_on(day)
        windows = self.windows if season is None or season.windows is None else season.windows
        return windows.get(Weekday(day.weekday()), ())

    def without_leave(self) -> "Boundary":
        return replace(self, off=tuple(off for off in self.off if off.kind is Off.HOLIDAY))

    def near(self, span: Span) -> "Boundary":
        """The same answers for any time within the span, found faster where leave and rota are known for years."""
        wide = span.widen(3 * _DAY, 3 * _DAY)
        return replace(
            self,
            off=tuple(off for off in self.off if off.span.overlaps(wide)),
            rota=self.rota and replace(self.rota, work=tuple(overlapping(self.rota.work, wide))),
            inside=tuple(overlapping(self.inside, wide)),
        )


_SPEAKS = (Off.UNPLUGGED, Off.LEAVE, Off.HOLIDAY)


def shifts_on(boundary: Boundary, day: date) -> tuple[Span, ...]:
    """Working time that opens on the day, by the rota where it is known, uncut by leave of a few hours."""
    zone = boundary.zone_on(day)
    weekly = [window_span(day, window, zone) for window in boundary.windows_on(day)]
    if boundary.rota is None and not boundary.stays:
        return tuple(sorted(weekly))
    whole = boundary.day_span(day)
    if boundary.stays:
        # A day that travel cuts short has no window that would open after its end.
        weekly = [window for window in weekly if whole.holds(window.start)]
    if boundary.rota is None:
        return tuple(sorted(weekly))
    own = (shift for shift in rota_shifts(boundary, whole) if whole.holds(shift.start))
    return merge([*subtract(weekly, [boundary.rota.known]), *own])


def rota_shifts(boundary: Boundary, span: Span) -> tuple[Span, ...]:
    """Shifts of the rota that overlap the span, uncut. One that opens on a whole day of leave does not take place."""
    rota = boundary.rota
    near = overlapping(rota.work, span) if rota else ()
    known = intersect(near, [rota.known]) if rota else ()
    return tuple(shift for shift in known if not (boundary.off and boundary.is_leave(boundary.local_day(shift.start))))


def worked_shifts(boundary: Boundary, span: Span) -> tuple[Span, ...]:
    """`rota_shifts` without the hours of leave."""
    return subtract(rota_shifts(boundary, span), time_off(boundary, Off.LEAVE, Off.UNPLUGGED))


def time_off(boundary: Boundary, *kinds: Off) -> tuple[Span, ...]:
    return merge(off.span for off in boundary.off if off.kind in kinds)


def working_time(boundary: Boundary, span: Span) -> tuple[Span, ...]:
    """All working time within the span, a window or shift that opened before it included."""
    days = tuple(boundary.days_of(span))
    # Travel over the date line leaves days so short that a window reaches over two of them.
    before = (days[0] - n * _DAY for n in ((1, 2, 3) if boundary.stays else (1,)))
    opened = (shift for day in (*before, *days) for shift in shifts_on(boundary, day))
    working = [*opened, *rota_shifts(boundary, span), *boundary.inside]
    return intersect(subtract(working, _cuts(boundary)), [span])


def on_call_time(boundary: Boundary, span: Span) -> tuple[Span, ...]:
    """On call within the span by the rota, where no leave and no working time lies over it."""
    is_asked = boundary.rota is not None and boundary.rota.on_call
    return _on_call(boundary, span, working_time(boundary, span)) if is_asked else ()


def _on_call(boundary: Boundary, span: Span, working: Iterable[Span]) -> tuple[Span, ...]:
    if boundary.rota is None:
        return ()
    on_call = intersect(overlapping(boundary.rota.on_call, span), intersect([boundary.rota.known], [span]))
    return subtract(on_call, [*working, *time_off(boundary, Off.LEAVE, Off.UNPLUGGED)])


def personal_time(boundary: Boundary, span: Span) -> tuple[Span, ...]:
    return hours_of(boundary, span).personal


@dataclass(frozen=True, slots=True)
class Hours:
    """The three that a span is made of, each merged."""

    working: tuple[Span, ...]
    on_call: tuple[Span, ...]
    personal: tuple[Span, ...]


def hours_of(boundary: Boundary, span: Span) -> Hours:
    working = working_time(boundary, span)
    on_call = _on_call(boundary, span, working)
    return Hours(working, on_call, subtract([span], [*working, *on_call]))


def _cuts(boundary: Boundary) -> tuple[Span, ...]:
    """Where no time is working time. Who works by a rota works on public holidays, too, when it says so."""
    leave = time_off(boundary, Off.LEAVE, Off.UNPLUGGED)
    holidays = time_off(boundary, Off.HOLIDAY)
    known = [boundary.rota.known] if boundary.rota else []
    return merge([*leave, *subtract(holidays, known)])


def evening_span(boundary: Boundary, day: date) -> Span:
    """From the end of the day's last window or shift, or `evening` on a day off, to where the night of that day begins.

    Empty when work by the pattern runs into the night.
    """
    shifts = shifts_on(boundary, day)
    zone = boundary.zone_on(day)
    begins = max((shift.end for shift in shifts), default=instant(day, boundary.evening, zone))
    late = boundary.night.closes > DAY_MINUTES
    ends = night_of(boundary, day).start if late else boundary.start_of(day + _DAY)
    return Span(begins, ends) if begins < ends else Span(ends, ends)


def evenings_of(boundary: Boundary, days: Iterable[date]) -> tuple[date, ...]:
    """The days whose evenings are counted: all but whole days of leave."""
    return tuple(day for day in days if not boundary.is_leave(day))


def night_of(boundary: Boundary, day: date) -> Span:
    """The night that begins on the day: from its hour by the clock of the day to its hour by that of the next."""
    night, zone, next_day = boundary.night, boundary.zone_on(day), day + _DAY
    if night.closes <= DAY_MINUTES:
        return window_span(day, night, zone)
    begins = min(instant(day, night.opens, zone), boundary.start_of(next_day))
    closes = instant(next_day, night.closes - DAY_MINUTES, boundary.zone_on(next_day), closing=True)
    return Span(begins, max(begins, closes))


def night_spans(boundary: Boundary, span: Span) -> tuple[Span, ...]:
    """The hours of night within the span."""
    days = tuple(boundary.days_of(span))
    return intersect((night_of(boundary, day) for day in (days[0] - _DAY, *days)), [span])
