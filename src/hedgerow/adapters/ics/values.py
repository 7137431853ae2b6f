"""Single values of RFC 5545 section 3.3, read by icalendar: the one place that meets its untyped functions."""

import re
from datetime import timedelta

from icalendar.prop import vDDDTypes, vUTCOffset

_MOMENT = r"\d{8}(?:T\d{6}Z?)?"
_LENGTH = r"[+-]?P(?=[\dT])(?:\d+W)?(?:\d+D)?(?:T(?:\d+H)?(?:\d+M)?(?:\d+S)?)?"
_VALUE = re.compile(f"{_MOMENT}|{_LENGTH}|{_MOMENT}/(?:{_MOMENT}|{_LENGTH})", re.ASCII)
_OFFSET = re.compile(r"[+-]\d{4}", re.ASCII)


def parse_value(text: str) -> object:
    """A date, a time with or without UTC, a length, a period. Raises ValueError.

    Checked before, because icalendar takes blanks and underscores among the digits for parts of a number.
    """
    if not _VALUE.fullmatch(text):
        raise ValueError("no date, time, length or period")
    value: object = vDDDTypes.from_ical(text)  # type: ignore[no-untyped-call]
    return value


def parse_offset(text: str) -> timedelta:
    """Without seconds, as all offsets in use are. Raises ValueError."""
    if not _OFFSET.fullmatch(text[:5]):
        raise ValueError("no offset")
    offset: timedelta = vUTCOffset.from_ical(text[:5])  # type: ignore[no-untyped-call]
    return offset
