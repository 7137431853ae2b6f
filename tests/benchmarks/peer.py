"""The same expansion without us: `python peer.py FEED FIRST_DAY LAST_DAY` prints how many occurrences.

icalendar parses the whole feed, recurring-ical-events expands it between two midnights in Berlin.
"""

import sys
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import icalendar
import recurring_ical_events

BERLIN = ZoneInfo("Europe/Berlin")


def count_occurrences(feed: bytes, first: date, last: date) -> int:
    start = datetime.combine(first, time(), BERLIN)
    end = datetime.combine(last + timedelta(days=1), time(), BERLIN)
    calendar = icalendar.Calendar.from_ical(feed)
    return len(recurring_ical_events.of(calendar).between(start, end))


if __name__ == "__main__":
    path, first, last = sys.argv[1:]
    found = count_occurrences(Path(path).read_bytes(), date.fromisoformat(first), date.fromisoformat(last))
    sys.stdout.write(f"{found}\n")
