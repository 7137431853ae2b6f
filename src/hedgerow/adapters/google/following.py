"""What was kept of a calendar, brought up to date by what a poll told: most changes are of single events.

A poll tells of single events whole, and so of what was changed in one instance of a series; of a series itself without
where its instances lie. So what it tells whole takes the place of what was kept, and anything else asks for the window:

    told                                                        so
    ----------------------------------------------------------- ----------------------------------------------------
    a series                                                    read
    deleted, and an instance that is kept is of it              read: it was a series
    any other that was deleted, or one instance of a series     it goes; what was not kept did not lie in the window
    a single event, or one instance of a series                 as told, if it lies in the window
    more than a few, something odd, or seen as busy only        read

Our own blocks are kept whole, which a poll does not tell. One that is as our own write left it needs no listing, nor
does one that was deleted.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from zoneinfo import ZoneInfo

from hedgerow.adapters.google.answers import text_of
from hedgerow.adapters.google.events import Event
from hedgerow.adapters.google.kept import Kept
from hedgerow.adapters.google.mark import block_of_id
from hedgerow.adapters.google.times import Odd, read_span

FEW = 20


def follow(kept: Kept, told: Sequence[Event], ours: Mapping[str, Event]) -> Kept | None:
    """`ours`: what our writes left, by id. None: it has to be read."""
    series = {text_of(each, "recurringEventId") for each in kept.events} - {""}
    if kept.is_busy_only or len(told) > FEW or not all(_is_single(each, series) for each in told):
        return None
    ids = {each["id"] for each in told}
    try:
        here = [each for each in told if not _is_gone(each) and _lies_in(each, kept)]
    except Odd:
        return None
    events = (*(each for each in kept.events if each.get("id") not in ids), *here)
    return replace(kept, events=events, blocks=_blocks(kept.blocks, told, ours))


def _is_single(event: Event, series: set[str]) -> bool:
    name = text_of(event, "id")
    is_whole = not event.get("recurrence") and (_is_gone(event) or "start" in event)
    return bool(name) and name not in series and is_whole


def _is_gone(event: Event) -> bool:
    return event.get("status") == "cancelled"


def _lies_in(event: Event, kept: Kept) -> bool:
    """Raises Odd. The window has a margin that is wider than what days are off by in UTC."""
    span, _ = read_span(event, ZoneInfo("UTC"))
    return span.overlaps(kept.covered) or (span.start == span.end and kept.covered.holds(span.start))


def _blocks(blocks: Sequence[Event] | None, told: Sequence[Event], ours: Mapping[str, Event]) -> Sequence[Event] | None:
    """None: they have to be listed."""
    if blocks is None:
        return None
    held = {str(each.get("id")): each for each in blocks}
    for each in told:
        name = str(each["id"])
        left = ours.get(name)
        if _is_gone(each):
            held |= {name: {"id": name, "status": "cancelled"}} if name in held else {}
        elif left is not None and left.get("etag") == each.get("etag"):
            held[name] = left
        elif name in held or block_of_id(name):
            return None
    return tuple(held.values())
