"""What looks like a fault rather than like life is not acted on at once.

what                                            believed, or done
----------------------------------------------- ----------------------------------------------------------------
a calendar differs from our record              when a second reading says the same (`news`)
a file or folder lost most of its entries       as in the next row (`judge_sources`); what comes over the network is
                                                  judged where it is read
a calendar lost so many blocks at once          after three equal readings over at least an hour, or on the
  (`judge_losses`)                                person's word
more deletions than a run may do                when a later run plans the very same (`is_second_look`), or where
                                                  a person looks at every step
the same write of a block again and again       three times, then once a day (`find_disputes`), or where a person
                                                  looks: another program undoes it, or the calendar refuses it
"""

from collections.abc import Collection, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from hedgerow.core.action import Action, Verb
from hedgerow.core.block import BlockId, Booking, Found
from hedgerow.core.digest import digest_of
from hedgerow.core.doubt import Doubt, look_again
from hedgerow.core.observe import Own, is_ours
from hedgerow.core.occurrence import CalendarId, Occurrence
from hedgerow.core.reconcile import Seen, Step
from hedgerow.core.settle import Begun

Doubts = Mapping[str, Doubt]
"""By subject."""

DELETIONS = "deletions"
"""The subject of more deletions at once than a run may do."""
TRIES = 3
LATER = timedelta(days=1)
KEPT = timedelta(days=14)
"""How long a write that was tried is remembered, and a doubt about a calendar that is not read any more."""


def of_blocks(calendar: CalendarId) -> str:
    """The subject of a calendar that lost many blocks."""
    return f"blocks {calendar}"


def news(bookings: Sequence[Booking], intents: Sequence[Begun], seen: Seen, own: Own, now: datetime) -> set[CalendarId]:
    """The calendars in which something of ours is not as the ledger has it."""
    known = {booking.block: booking for booking in bookings}
    there = {(calendar, each.block) for calendar, found in seen.items() for each in found if not each.cancelled}
    coming = (each for each in bookings if each.stands and each.span.end > now)
    lost = {each.calendar for each in coming if (each.calendar, each.block) not in there}

    def is_news(event: Found) -> bool:
        booking = known.get(event.block)
        if booking is None:
            return is_ours(event, (), own.owner, own.domains)
        if event.calendar != booking.calendar and (booking.calendar, event.block) in there:
            return False
        if event.cancelled:
            return booking.stands and booking.span.end > now
        return not booking.stands or event.version != booking.version

    changed = {calendar for calendar, found in seen.items() if any(map(is_news, found))}
    return ({intent.calendar for intent in intents} | lost | changed) & seen.keys()


REMEMBERED = timedelta(days=14)
"""How long a block that is over still tells of a calendar that lost it: as far ahead as most plans reach."""


def doubtful(recorded: Sequence[Booking], seen: Seen, now: datetime) -> frozenset[CalendarId]:
    """Calendars that lost too many blocks at once: all of at least two, or half of at least five.

    More like a fault than like a person: leave them out of `seen` until the person confirms. Counted are the blocks to
    come, and those with the ones just over, so that a doubt does not end by itself while one block after another
    becomes history and the rest would pass for deleted by hand. Where none to come is lost, there is nothing to doubt.
    """
    there = {event.block for found in seen.values() for event in found}
    recent = [each for each in recorded if each.stands and each.span.end > now - REMEMBERED]
    coming = [each for each in recent if each.span.end > now]
    deserted = {each.calendar for each in coming if each.block not in there}
    return frozenset(
        calendar
        for calendar in deserted & seen.keys()
        if any(_is_bereft([each for each in some if each.calendar == calendar], there) for some in (coming, recent))
    )


def _is_bereft(blocks: Sequence[Booking], there: Collection[BlockId]) -> bool:
    lost = sum(each.block not in there for each in blocks)
    return lost >= 2 and (lost == len(blocks) or (len(blocks) >= 5 and 2 * lost >= len(blocks)))


def judge_losses(
    recorded: Sequence[Booking], seen: Seen, doubts: Doubts, now: datetime, believed: Container[CalendarId]
) -> tuple[frozenset[CalendarId], Doubts]:
    """Calendars whose losses are not believed yet, and all doubts as they are now."""
    looked = {
        calendar: look_again(doubts.get(of_blocks(calendar)), _those_left(seen[calendar]), now)
        for calendar in doubtful(recorded, seen, now)
        if calendar not in believed
    }
    open_ = frozenset(calendar for calendar, doubt in looked.items() if not doubt.is_settled)
    over = {of_blocks(calendar) for calendar in seen}
    kept = {subject: doubt for subject, doubt in doubts.items() if subject not in over}
    return open_, kept | {of_blocks(calendar): looked[calendar] for calendar in open_}


def _those_left(found: Sequence[Found]) -> str:
    return digest_of(sorted(each.block for each in found if not each.cancelled))


def look_at_deletions(deletions: Sequence[Step], doubts: Doubts, now: datetime) -> Doubt:
    """Of this run, which planned more of them than a run may do."""
    return look_again(doubts.get(DELETIONS), digest_of(sorted(step.action.event.block for step in deletions)), now)


def is_second_look(doubt: Doubt) -> bool:
    """A run at another time planned the very same."""
    return doubt.times >= 2 and doubt.seen_at > doubt.since


def find_disputes(steps: Iterable[Step], doubts: Doubts, now: datetime) -> tuple[Step, ...]:
    """Those that were done or refused so often that doing them again would be a quarrel."""

    def is_disputed(step: Step) -> bool:
        tried = doubts.get(_of_write(step.action))
        if tried is None or tried.digest != _what_it_does(step.action):
            return False
        return tried.times >= TRIES and tried.seen_at <= now < tried.seen_at + LATER

    return tuple(filter(is_disputed, steps))


def remember(tried: Iterable[Step], doubts: Doubts, now: datetime) -> Doubts:
    """With the writes that were done or refused, and without what nothing was heard of for long."""
    kept = {s: d for s, d in doubts.items() if s.startswith(_COUNT) or now - d.seen_at < KEPT}
    for action in (step.action for step in tried):
        subject = _of_write(action)
        kept[subject] = look_again(kept.get(subject), _what_it_does(action), now)
    return kept


_WRITE = "write "


def _of_write(action: Action) -> str:
    slot = action.event.slot
    return _WRITE + (f"{slot.intention} {slot.day}" if action.verb is Verb.CREATE else action.event.block)


def _what_it_does(action: Action) -> str:
    event, before = action.event, action.before
    shown = (str(event.span), event.title, event.transparency, *sorted(event.domains))
    return digest_of((action.verb, str(before.span) if before else "", *shown))


ENOUGH_TO_MISS = 5
"""Entries; with fewer, losing most of them is an ordinary day."""
_COUNT, _LOST = "count ", "source "


@dataclass(frozen=True, slots=True)
class Loss:
    """How many entries there were when the calendar was last believed, and how many there are."""

    before: int
    now: int

    @property
    def is_sudden(self) -> bool:
        return self.before >= ENOUGH_TO_MISS and 2 * self.now < self.before


def judge_sources(
    read: Mapping[CalendarId, Sequence[Occurrence]], doubts: Doubts, now: datetime, believed: Container[CalendarId]
) -> tuple[Mapping[CalendarId, Loss], Doubts]:
    """The losses that are not believed yet, and all doubts as they are now.

    `read` has the entries of each calendar that was read whole, in a stretch that is as long each time.
    """
    losses, after = {}, dict(doubts)
    for calendar, entries in read.items():
        counted, lost = _COUNT + calendar, _LOST + calendar
        loss = Loss(int(doubts[counted].digest) if counted in doubts else 0, len(entries))
        doubt = look_again(doubts.get(lost), digest_of(sorted(f"{each.uid} {each.span}" for each in entries)), now)
        if loss.is_sudden and calendar not in believed and not doubt.is_settled:
            losses[calendar], after[lost] = loss, doubt
            continue
        after.pop(lost, None)
        if loss.before != loss.now:
            after[counted] = Doubt(str(loss.now), 1, now, now)
    return losses, after
