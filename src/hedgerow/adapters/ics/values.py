"""Single values of RFC 5545 section 3.3, read by icalendar: the one place that meets its untyped functions."""

from datetime import timedelta

from icalendar.prop import vDDDTypes, vUTCOffset


def parse_value(text: str) -> object:
    """A date, a time with or without UTC, a length, a period. Raises ValueError."""
    value: object = vDDDTypes.from_ical(text)  # type: ignore[no-untyped-call]
    return value


def parse_offset(text: str) -> timedelta:
    """Without seconds, as all offsets in use are. Raises ValueError."""
    offset: timedelta = vUTCOffset.from_ical(text[:5])  # type: ignore[no-untyped-call]
    return offset
