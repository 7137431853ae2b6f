"""How a Google event carries `core.block.Mark`: private properties, which no other guest's copy has.

A value of more than 1,024 characters would be cut, so a long mark is spread over several, in order.
"""

from collections.abc import Mapping
from itertools import count
from typing import Any

from hedgerow.adapters.ics.mark import format_mark, parse_mark
from hedgerow.core.block import Mark

_KEY = "hedgerow.mark"
_LONGEST = 1000


def properties_of(mark: Mark) -> Mapping[str, str]:
    """`extendedProperties.private` of the event."""
    text = format_mark(mark)
    parts = [text[at : at + _LONGEST] for at in range(0, len(text), _LONGEST)]
    return {f"{_KEY}.{n}": part for n, part in enumerate(parts, start=1)}


def read_mark(event: Mapping[str, Any]) -> Mark | None:
    """None unless it is bound to this event: the web page copies the properties of an event that is duplicated."""
    extended = event.get("extendedProperties")
    private = extended.get("private") if isinstance(extended, dict) else None
    if not isinstance(private, dict):
        return None
    parts: list[str] = []
    for n in count(1):
        part = private.get(f"{_KEY}.{n}")
        if not isinstance(part, str):
            break
        parts.append(part)
    mark = parse_mark("".join(parts))
    return mark if mark is not None and mark.block == event.get("id") else None
