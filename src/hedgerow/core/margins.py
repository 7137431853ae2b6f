"""A block with what belongs around it: its travel, and the buffers that must be free."""

from datetime import timedelta

from hedgerow.core.intention import Intention
from hedgerow.core.span import Span


def travelled(intention: Intention, span: Span) -> Span:
    if not intention.travel_before and not intention.travel_after:
        return span
    return span.widen(timedelta(minutes=intention.travel_before), timedelta(minutes=intention.travel_after))


def guarded(intention: Intention, span: Span) -> Span:
    """With travel and buffers: where nothing busy may be."""
    before, after = intention.buffer_before, intention.buffer_after
    if not before and not after:
        return travelled(intention, span)
    return travelled(intention, span).widen(timedelta(minutes=before), timedelta(minutes=after))


def zone_of_busy(intention: Intention, busy: Span) -> Span:
    """Where no block of the intention may be for the sake of something busy: its margins mirrored."""
    before = intention.travel_before + intention.buffer_before
    after = intention.travel_after + intention.buffer_after
    return busy.widen(timedelta(minutes=after), timedelta(minutes=before)) if before or after else busy
