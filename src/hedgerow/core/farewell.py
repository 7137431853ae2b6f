"""Every block of one person, by the mark inside it: what leaving takes away, with or without a ledger.

The settings do not matter here: an intention may be gone, and the ledger may be lost. What matters is whose mark it is.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from hedgerow.core.block import BlockId, Booking, Found, Owner, Standing
from hedgerow.core.reconcile import Step
from hedgerow.core.request import removal


@dataclass(frozen=True, slots=True)
class Trace:
    """One block of ours, as it was found."""

    found: Found
    changes: tuple[str, ...]
    """What the person made of it since we wrote it, in words; empty when it is as we left it."""
    is_over: bool


def find_traces(found: Collection[Found], known: Collection[BlockId], owner: Owner, now: datetime) -> tuple[Trace, ...]:
    """In order of time. `known` are the blocks of the ledger: the person may have had another address before.

    What lost our mark is not ours to delete, whatever its UID says.
    """
    ours = [each for each in found if each.mark.owner and (each.mark.owner == owner or each.block in known)]
    ours.sort(key=lambda each: (each.span, each.calendar, each.block))
    return tuple(Trace(each, _changes(each), each.span.end <= now) for each in ours)


def _changes(found: Found) -> tuple[str, ...]:
    mark = found.mark
    told = {
        "unreadable": found.broken,
        "moved": not found.broken and found.span != mark.left,
        "retitled": found.title != mark.title,
        "made all-day": found.all_day,
        "made recurring": found.recurring,
        "given guests": found.has_guests,
        "cancelled": found.cancelled,
        "shown otherwise": found.transparency is not mark.transparency,
        "taken to another calendar": found.calendar != mark.calendar,
    }
    return tuple(word for word, is_so in told.items() if is_so)


def farewell(traces: Sequence[Trace], bookings: Mapping[BlockId, Booking], owner: Owner) -> tuple[Step, ...]:
    """The deletion of each, decided on the version that was found."""
    return tuple(
        removal(
            bookings.get(trace.found.block) or _booking_of(trace.found),
            trace.found,
            owner,
            "Hedgerow leaves",
            Standing.WITHDRAWN,
        )
        for trace in traces
    )


def _booking_of(found: Found) -> Booking:
    """What its mark tells of a block that no ledger knows; its domains it does not tell."""
    return Booking(
        block=found.block,
        slot=found.mark.slot,
        calendar=found.calendar,
        promised=found.mark.left,
        span=found.span,
        title=found.title,
        transparency=found.transparency,
        domains=frozenset(),
        standing=Standing.HELD,
        version=found.version,
    )
