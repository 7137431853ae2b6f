"""The times of one event as its lines give them, then as its series means them.

A moment is a date, an aware datetime, or a naive one while it is still floating.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from hedgerow.adapters.ics.broken import Broken
from hedgerow.adapters.ics.budget import EVENT, VALUE, Budget
from hedgerow.adapters.ics.lines import decoded
from hedgerow.adapters.ics.splitting import Chunk
from hedgerow.adapters.ics.values import parse_value
from hedgerow.adapters.ics.zones import Zones

VALUE_LIMIT = 10_000
_DAY = timedelta(days=1)
_FOREVER = 9999
"""Some programs write it for "no end"; the year before leaves room for zones and lengths."""
_TZID = re.compile(r';TZID=(?:"([^"]*)"|([^;]*))', re.IGNORECASE)

Period = tuple[date, date | timedelta]


@dataclass(frozen=True, slots=True)
class Times:
    start: date
    end: date | None = None
    duration: timedelta | None = None
    recurrence_id: date | None = None
    this_and_future: bool = False
    rules: tuple[str, ...] = ()
    rdates: tuple[date | Period, ...] = ()
    exdates: tuple[date, ...] = ()
    floats: bool = False
    """The start was written without a zone."""

    @property
    def repeats(self) -> bool:
        return bool(self.rules or self.rdates)


@dataclass(frozen=True, slots=True)
class _Line:
    """A property of times. No such value has a colon, but some TZIDs have one without quotes."""

    name: str
    parameters: str
    value: str

    @property
    def tzid(self) -> str:
        match = _TZID.search(self.parameters)
        return (match[1] or match[2] or "").strip() if match else ""

    def moments(self, zones: Zones) -> Iterator[date | Period]:
        for value in filter(None, (part.strip() for part in self.value.split(","))):
            yield self._moment(value, zones)

    def _moment(self, value: str, zones: Zones) -> date | Period:
        parsed = self._parse(value)
        if isinstance(parsed, tuple):
            start, end = parsed
            return self._place(start, zones), end if isinstance(end, timedelta) else self._place(end, zones)
        return self._place(parsed, zones)

    def _place(self, moment: object, zones: Zones) -> date:
        if isinstance(moment, datetime):
            return zones.place(moment, self.tzid)
        if isinstance(moment, date):
            return moment
        raise Broken(f"Its {self.name} line is not a date or a time.")

    def _parse(self, value: str) -> object:
        try:
            parsed = parse_value(value.upper())
        except ValueError:
            raise Broken(f"Its {self.name} line cannot be understood.") from None
        return parsed

    def length(self) -> timedelta:
        parsed = self._parse(self.value)
        if isinstance(parsed, timedelta):
            return parsed
        raise Broken(f"Its {self.name} line is not a length of time.")


def is_all_day(moment: date) -> bool:
    return not isinstance(moment, datetime)


def read_times(chunk: Chunk, zones: Zones, budget: Budget) -> Times:
    """Raises Broken."""
    start = _single(chunk, "DTSTART", zones)
    if start is None:
        raise Broken("It has no start time.")
    count = sum(line.count(b",") + 1 for name in ("RDATE", "EXDATE") for line in chunk.values(name))
    if count > VALUE_LIMIT:
        raise Broken(f"It lists {count:,} single dates to add or leave out, more than the 10,000 that are read.")
    budget.spend(EVENT + 2 * len(chunk.lines) + VALUE * count)
    return Times(
        start=start,
        floats=isinstance(start, datetime) and start.tzinfo is None,
        end=_clamp(_single(chunk, "DTEND", zones)),
        duration=next((line.length() for line in _lines(chunk, "DURATION")), None),
        recurrence_id=_single(chunk, "RECURRENCE-ID", zones),
        this_and_future=any(
            "RANGE=THISANDFUTURE" in line.parameters.upper() for line in _lines(chunk, "RECURRENCE-ID")
        ),
        rules=tuple(dict.fromkeys(line.value for line in _lines(chunk, "RRULE"))),
        rdates=tuple(moment for line in _lines(chunk, "RDATE") for moment in line.moments(zones)),
        exdates=tuple(
            moment for line in _lines(chunk, "EXDATE") for moment in line.moments(zones) if isinstance(moment, date)
        ),
    )


def settle(times: Times, floating: tzinfo, series_start: date | None) -> Times:
    """Nothing floats any more, the end is known and of the kind and zone of the start, and so are the instances.

    `series_start`: settled, of the event that repeats; None for that event itself.
    """
    start, end = _settled_span(times, floating)
    model = start if series_start is None else series_start
    zone = model.tzinfo if isinstance(model, datetime) and model.tzinfo else floating
    return replace(
        times,
        start=start,
        end=end,
        duration=None,
        recurrence_id=None if times.recurrence_id is None else _instance(_sink(times.recurrence_id, zone), model),
        rdates=tuple(_settled_rdate(rdate, zone) for rdate in times.rdates),
        exdates=tuple(_exdate(_sink(exdate, zone), model) for exdate in times.exdates),
    )


def _settled_span(times: Times, floating: tzinfo) -> tuple[date, date]:
    start = _sink(times.start, floating)
    if times.end is None and times.duration is not None and times.duration.seconds and is_all_day(start):
        start = _midnight(start, floating)
    zone = start.tzinfo if isinstance(start, datetime) and start.tzinfo else floating
    end = _sink(_natural_end(times, start), zone)
    if is_all_day(start) != is_all_day(end):
        start, end = _midnight(start, zone), _midnight(end, zone)
    if isinstance(start, datetime) and isinstance(end, datetime):
        end = end.astimezone(start.tzinfo)
    if end < start:
        start, end = end, start
    return start, start + _DAY if is_all_day(start) and end == start else end


def _natural_end(times: Times, start: date) -> date:
    """RFC 5545 section 3.6.1: without an end an all-day event takes its day, and another no time at all."""
    if times.end is not None:
        return times.end
    if times.duration is not None:
        return start + times.duration
    return start + _DAY if is_all_day(start) else start


def _sink(moment: date, zone: tzinfo) -> date:
    floats = isinstance(moment, datetime) and moment.tzinfo is None
    return moment.replace(tzinfo=zone) if floats and isinstance(moment, datetime) else moment


def _midnight(moment: date, zone: tzinfo) -> datetime:
    return moment if isinstance(moment, datetime) else datetime.combine(moment, time(), zone)


def _instance(moment: date, model: date) -> date:
    """The instance meant, where its name and its series differ in kind."""
    if isinstance(model, datetime):
        return moment if isinstance(moment, datetime) else datetime.combine(moment, model.timetz())
    return moment.date() if isinstance(moment, datetime) else moment


def _exdate(moment: date, model: date) -> date:
    """A date leaves out its whole day of a series with times."""
    return moment if isinstance(model, datetime) else _instance(moment, model)


def _settled_rdate(rdate: date | Period, zone: tzinfo) -> date | Period:
    if not isinstance(rdate, tuple):
        return _sink(rdate, zone)
    start, end = rdate
    return _sink(start, zone), end if isinstance(end, timedelta) else _sink(end, zone)


def _clamp(end: date | None) -> date | None:
    if end is None or end.year < _FOREVER:
        return end
    last = date(_FOREVER - 1, 12, 31)
    return last if is_all_day(end) else datetime.combine(last, time(), UTC)


def _single(chunk: Chunk, name: str, zones: Zones) -> date | None:
    """A line written twice is one."""
    lines = list(dict.fromkeys(_lines(chunk, name)))
    if not lines:
        return None
    if len(lines) > 1:
        raise Broken(f"It has {len(lines)} different {name} lines, so its time is not known.")
    moments = list(lines[0].moments(zones))
    if len(moments) != 1 or isinstance(moments[0], tuple):
        raise Broken(f"Its {name} line is not a date or a time.")
    return moments[0]


def _lines(chunk: Chunk, name: str) -> Iterator[_Line]:
    for line in chunk.values(name):
        head, _, value = decoded(line).rpartition(":")
        yield _Line(name, head, value.strip())
