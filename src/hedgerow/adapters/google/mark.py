"""How a Google event carries `core.block.Mark`: private properties, which no other guest's copy has.

A value of more than 1,024 characters would be cut, so a long mark is spread over several, in order.
"""

import re
from collections.abc import Mapping
from itertools import count
from typing import Any

from hedgerow.adapters.ics.mark import format_mark, parse_mark
from hedgerow.core.block import BlockId, Mark

OURS = ("hedgerow", "block")
"""A private property of every event of ours, by which Google finds them."""
_ID = re.compile(r"hedge([a-v0-9]+)")
"""The letters tell it from ids that Google makes; all are of those that an id may have (base32hex)."""
_KEY = "hedgerow.mark"
_LONGEST = 1000


def event_id(block: BlockId) -> str:
    """Google never gives an id twice, and neither do we: what was deleted keeps its own for good."""
    return f"hedge{block}"


def block_of_id(given: str) -> BlockId | None:
    """None when it is not the id of any block, such as that of an instance of a series."""
    found = _ID.fullmatch(given)
    return BlockId(found[1]) if found else None


def properties_of(mark: Mark) -> Mapping[str, str]:
    """`extendedProperties.private` of the event."""
    text = format_mark(mark)
    parts = [text[at : at + _LONGEST] for at in range(0, len(text), _LONGEST)]
    return dict([OURS]) | {f"{_KEY}.{n}": part for n, part in enumerate(parts, start=1)}


def private_of(event: Mapping[str, Any]) -> Mapping[str, Any]:
    extended = event.get("extendedProperties")
    private = extended.get("private") if isinstance(extended, dict) else None
    return private if isinstance(private, dict) else {}


def read_mark(event: Mapping[str, Any]) -> Mark | None:
    """None unless it is bound to this event: the web page copies the properties of an event that is duplicated."""
    private = private_of(event)
    parts: list[str] = []
    for n in count(1):
        part = private.get(f"{_KEY}.{n}")
        if not isinstance(part, str):
            break
        parts.append(part)
    mark = parse_mark("".join(parts))
    return mark if mark is not None and event_id(mark.block) == event.get("id") else None
