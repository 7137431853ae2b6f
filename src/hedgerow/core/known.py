"""What is known of the time ahead."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from hedgerow.core.places import whole_minutes
from hedgerow.core.span import Span, merge, overlapping


class BusyTime:
    """Sorted, merged, in whole minutes; found by bisection."""

    def __init__(self, spans: Iterable[Span]) -> None:
        self.spans = merge(whole_minutes(span) for span in spans if span.length)

    def over(self, span: Span) -> Sequence[Span]:
        return overlapping(self.spans, span)


@dataclass(frozen=True, slots=True)
class Calendar:
    busy: BusyTime
    work: BusyTime
    """What of it may take the place of a frozen block."""
    unknown: BusyTime
    """Where nothing new may be, since nobody knows yet what will be there."""
    on_call: BusyTime
    """Where intentions that avoid it may not be."""
    soft: BusyTime = field(default_factory=lambda: BusyTime(()))
    """Where blocks had rather not be."""
