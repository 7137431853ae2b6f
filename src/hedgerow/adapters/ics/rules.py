"""One RRULE (RFC 5545 section 3.3.10): what it says, what walking it costs, and where the walk may begin."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from math import prod

from hedgerow.adapters.ics.broken import Broken
from hedgerow.adapters.ics.times import is_all_day
from hedgerow.adapters.ics.values import parse_value

STEP_LIMIT = 300_000
_LIST_LIMIT = 1_000
"""Of the values in one BYxxx part; the longest that makes sense is 366."""
_SECONDS = {
    "SECONDLY": 1,
    "MINUTELY": 60,
    "HOURLY": 3600,
    "DAILY": 86_400,
    "WEEKLY": 7 * 86_400,
    "MONTHLY": 28 * 86_400,
    "YEARLY": 365 * 86_400,
}
_WEIGHT = {"WEEKLY": 2, "MONTHLY": 5, "YEARLY": 30}
"""What one period costs dateutil, in steps of about 2 µs; 1 for the others."""
_DAYS = {"WEEKLY": 7, "MONTHLY": 31, "YEARLY": 366}
_DAY_PARTS = ("BYDAY", "BYMONTHDAY", "BYYEARDAY", "BYWEEKNO")
_TIME_PARTS = {"SECONDLY": (), "MINUTELY": ("BYSECOND",), "HOURLY": ("BYSECOND", "BYMINUTE")}
_ALL_TIME_PARTS = ("BYSECOND", "BYMINUTE", "BYHOUR")
_KNOWN = frozenset(("FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST", "BYMONTH", "BYSETPOS", *_DAY_PARTS, *_ALL_TIME_PARTS))
_MEANINGLESS = {"RSCALE": "GREGORIAN", "SKIP": "OMIT"}
"""RFC 7529, where it says what is so without it."""
_LONGEST = {month: 29 if month == 2 else 30 if month in (4, 6, 9, 11) else 31 for month in range(1, 13)}
_WHOLE = re.compile(r"[+-]?\d{1,18}")


@dataclass(frozen=True, slots=True)
class Rule:
    freq: str
    interval: int
    count: int | None
    until: date | None
    """The last start that counts: a date for an all-day series, else UTC."""
    parts: Mapping[str, str]
    """All but FREQ, COUNT and UNTIL."""

    def text(self) -> str:
        """Without UNTIL, which recurring-ical-events applies again anyway, and of which dateutil warns beside COUNT."""
        kept = {"FREQ": self.freq, **self.parts} | ({} if self.count is None else {"COUNT": str(self.count)})
        return ";".join(f"{key}={value}" for key, value in kept.items())


def read_rule(text: str, start: date, *, floats: bool) -> Rule:
    """`start`: settled, of the series; `floats` when it was written without a zone. Raises Broken."""
    pairs = (part.partition("=") for part in text.upper().replace(" ", "").split(";") if "=" in part)
    parts = {key: value for key, _, value in pairs if _MEANINGLESS.get(key) != value}
    if not _KNOWN.issuperset(parts) or parts.get("FREQ") not in _SECONDS:
        raise Broken("Its RRULE line cannot be understood.")
    if any(value.count(",") >= _LIST_LIMIT for value in parts.values()):
        raise Broken("Its RRULE line has a list of more than 1,000 values.")
    _check_days_exist(parts)
    interval = _number(parts, "INTERVAL") if "INTERVAL" in parts else 1
    if interval < 1:
        raise Broken("Its RRULE line has an INTERVAL below 1, so it never moves on.")
    count = _number(parts, "COUNT") if "COUNT" in parts else None
    until = _until(parts["UNTIL"], start, floats=floats) if parts.get("UNTIL") else None
    kept = {key: value for key, value in parts.items() if key not in ("FREQ", "COUNT", "UNTIL") and value}
    return Rule(parts["FREQ"], interval, None if count is not None and count < 0 else count, until, kept)


def advance(rule: Rule, start: datetime, horizon: datetime) -> datetime:
    """`start` moved on by whole intervals to a period or more before `horizon`: the instances after that are the same.

    Both by one wall clock. Counted rules can't be shortened, those by month or year need not be.
    """
    if rule.count is not None or rule.freq in ("MONTHLY", "YEARLY"):
        return start
    step = timedelta(days=rule.interval * (7 if rule.freq == "WEEKLY" else 1))
    periods = (horizon.replace(tzinfo=None) - start.replace(tzinfo=None)) // step - 1
    return start + max(0, periods) * step


def steps(rule: Rule, start: datetime, end: datetime) -> int:
    """About how many steps of dateutil lead from `start` to `end` or UNTIL, by one wall clock; never far too few."""
    seconds = (end.replace(tzinfo=None) - start.replace(tzinfo=None)).total_seconds()
    periods = max(0, int(seconds)) // (_SECONDS[rule.freq] * rule.interval) + 1
    times = prod(rule.parts[part].count(",") + 1 for part in _time_parts(rule) if part in rule.parts)
    days = _DAYS.get(rule.freq, 1) if any(part in rule.parts for part in _DAY_PARTS) else 1
    positions = rule.parts["BYSETPOS"].count(",") + 1 if "BYSETPOS" in rule.parts else 1
    if rule.count is not None and not any(part.startswith("BY") for part in rule.parts):
        periods = min(periods, rule.count)
    return periods * max(_WEIGHT.get(rule.freq, 1), days * times * positions) * _search(rule)


def _search(rule: Rule) -> int:
    """dateutil looks through the whole list of BYYEARDAY for every day."""
    return 1 + rule.parts.get("BYYEARDAY", "").count(",") // 50


def _time_parts(rule: Rule) -> tuple[str, ...]:
    """Those that multiply the instances of one period."""
    return _TIME_PARTS.get(rule.freq, _ALL_TIME_PARTS)


def _check_days_exist(parts: Mapping[str, str]) -> None:
    """A rule for 30 February alone would be searched for ever."""
    months, days = (re.findall(r"\d+", parts.get(part, "")) for part in ("BYMONTH", "BYMONTHDAY"))
    if months and days and not any(int(day) <= _LONGEST.get(int(month), 0) for month in months for day in days):
        raise Broken("Its RRULE line names only days that no year has, such as 30 February.")


def _number(parts: Mapping[str, str], key: str) -> int:
    if not _WHOLE.fullmatch(parts[key]):
        raise Broken(f"Its RRULE line has no whole number for {key}.")
    return int(parts[key])


def _until(value: str, start: date, *, floats: bool) -> date:
    """A date takes in its whole local day; without a zone on either side, the clock of the series is meant."""
    try:
        moment = parse_value(value)
    except ValueError:
        moment = None
    if not isinstance(moment, date):
        raise Broken("Its RRULE line has an UNTIL that is neither a date nor a time.")
    if not isinstance(start, datetime):
        return date(moment.year, moment.month, moment.day)
    if is_all_day(moment):
        moment = datetime.combine(moment, time(23, 59, 59))
    assert isinstance(moment, datetime)
    local = floats or moment.tzinfo is None
    return (moment.replace(tzinfo=start.tzinfo) if local else moment).astimezone(UTC)
