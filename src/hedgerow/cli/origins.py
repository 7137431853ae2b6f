"""`hedgerow why EVENT`: which domains an event serves, and the tag, rule or default that said so."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from hedgerow.cli.as_json import span as span_json
from hedgerow.core.domains import Domain, Served, tell_given_up, title_matches
from hedgerow.core.timeline import Entry, Timeline
from hedgerow.letter.phrases import counted, listed, short_day, stretch


@dataclass(frozen=True, slots=True)
class Line:
    text: str
    is_head: bool = False


def find_events(timeline: Timeline, name: str) -> list[Entry]:
    """By UID, or else by words of the title or a pattern with `*` and `?`; in order of time."""
    by_uid = [entry for entry in timeline.entries if entry.occurrence.uid == name]
    return by_uid or [entry for entry in timeline.entries if title_matches(name, entry.occurrence.title)]


def tell_events(entries: Sequence[Entry], zone: ZoneInfo) -> Iterator[Line]:
    """Events that share title, calendar and answer are told once, with the last of them."""
    alike: dict[tuple[str, str, Served], list[Entry]] = {}
    for entry in entries:
        alike.setdefault((entry.occurrence.title, entry.occurrence.calendar, entry.served), []).append(entry)
    for (title, _, served), same in alike.items():
        earlier = f" and {counted(len(same) - 1, 'time')} before" if len(same) > 1 else ""
        yield Line(f"{title or '(no title)'}, {_when(same[-1], zone)}{earlier}", is_head=True)
        domains = listed([domain.value for domain in Domain if domain in served.domains])
        yield Line(f"It serves {domains} ({served.rule}).")
        yield from map(Line, tell_given_up([served]))


def _when(entry: Entry, zone: ZoneInfo) -> str:
    return stretch(entry.span, zone) if entry.is_timed else short_day(entry.span.start.astimezone(zone).date())


def event_json(entry: Entry, zone: ZoneInfo) -> dict[str, Any]:
    occurrence, served = entry.occurrence, entry.served
    return {
        "title": occurrence.title,
        "uid": occurrence.uid,
        "recurrence_id": occurrence.recurrence_id,
        "calendar": occurrence.calendar,
        **span_json(entry.span, zone),
        "domains": [domain for domain in Domain if domain in served.domains],
        "authority": served.authority.name.lower(),
        "rule": served.rule,
        "not_applied": list(tell_given_up([served])),
    }
