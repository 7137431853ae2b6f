"""New invitations over firm blocks → which of them are declined for the person. Off unless the settings say so.

    invitation to one event, or to one of a series          so
    ------------------------------------------------------- --------------------------------------------------------
    answered, all-day, free, or begun                       none
    moved since it came                                     none: it is not new, and may have been agreed on
    there before the block stood where it stands, and       none: only what is new is answered; the plan goes round it,
      busy, or before this was switched on                    as it does round any event
    replied to before                                       none, for good: what the person says after it holds
    over a block that may shrink, is shown free, or was     none
      changed by the person beyond its time
    over a firm block that finds another place              none: the block gives way
    over a firm block that would be lost, or was pinned     DECLINE that one of the series, and the block stays

“Finds another place” compares two plans: one in which the invitation takes its time like any event, and one in which it
takes none. A reply of which no answer came is settled by reading (`settle_replies`), as other writes are.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import NewType, Protocol

from hedgerow.core.action import Reply
from hedgerow.core.block import BlockId, Booking, IntentionId, Standing
from hedgerow.core.intention import Firmness, Intention
from hedgerow.core.occurrence import CalendarId, PartStat, Transparency, Uid
from hedgerow.core.outlook import in_its_week
from hedgerow.core.plan import Plan, PlanRules
from hedgerow.core.request import Refusal
from hedgerow.core.span import Span
from hedgerow.core.timeline import Timeline

MOST = 5
"""Replies in one cycle: whoever sends more at once is no case for an answer by rule."""
TRIES = 3
"""Of one reply, before it is left to the person."""

InvitationId = NewType("InvitationId", str)
"""What its calendar calls one event, or one of a series; another calendar may call its own by the same."""


@dataclass(frozen=True, slots=True)
class Invitation:
    """To what somebody else holds, as the person's calendar has it."""

    calendar: CalendarId
    id: InvitationId
    uid: Uid
    span: Span
    title: str = field(repr=False)
    created_at: datetime
    partstat: PartStat
    comment: str = field(default="", repr=False)
    """What the organiser was told with the answer."""
    sequence: int = 0
    """How often it was changed in what matters: RFC 5545 section 3.8.7.4."""
    all_day: bool = False
    transparency: Transparency = Transparency.OPAQUE

    @property
    def key(self) -> tuple[CalendarId, InvitationId]:
        return self.calendar, self.id


@dataclass(frozen=True, slots=True)
class Response:
    """One reply, complete: what it says, and the invitation that it was decided on."""

    reply: Reply
    invitation: Invitation
    message: str
    """For the organiser; of REOPEN: the one that is taken back."""
    reason: str


@dataclass(frozen=True, slots=True)
class Guarded:
    """A firm block that takes its time."""

    block: BlockId
    intention: IntentionId
    span: Span
    since: datetime
    """When it came to stand there, and to be busy."""


class Line(Protocol):
    """A line of the history: `ports.Entry`."""

    @property
    def at(self) -> datetime: ...

    @property
    def block(self) -> BlockId: ...

    @property
    def before(self) -> Booking | None: ...

    @property
    def after(self) -> Booking | None: ...


@dataclass(frozen=True, slots=True)
class Known:
    """What was decided before."""

    since: Mapping[CalendarId, datetime]
    """When declining was switched on, by calendar."""
    given: Mapping[tuple[CalendarId, InvitationId], int]
    """How often each was tried; `TRIES` once it was done."""
    now: datetime


@dataclass(frozen=True, slots=True)
class Candidate:
    invitation: Invitation
    over: Guarded


def firm_blocks(bookings: Iterable[Booking], intentions: Iterable[Intention], rules: PlanRules) -> Sequence[Booking]:
    """Those that are ours or pinned, busy, and can't shrink in their week."""
    by_id = {each.id: each for each in intentions}

    def is_firm(booking: Booking) -> bool:
        wish = by_id.get(booking.slot.intention)
        return wish is not None and in_its_week(booking, wish, rules).firmness is not Firmness.FLEXIBLE

    stand = (each for each in bookings if each.standing in (Standing.HELD, Standing.PINNED))
    return [each for each in stand if each.transparency is Transparency.OPAQUE and is_firm(each)]


def guard(bookings: Iterable[Booking], lines: Sequence[Line]) -> Sequence[Guarded]:
    """By the history, oldest line first. One of which it does not know since when it stands there is left away."""
    guarded = []
    for each in bookings:
        mine = [line for line in lines if line.block == each.block and line.after is not None]
        since = max((line.at for line in mine if _is_news(line)), default=None)
        is_known = bool(mine) and _place(mine[-1].after) == _place(each)
        if since is not None and is_known:
            guarded.append(Guarded(each.block, each.slot.intention, each.span, since))
    return guarded


def _is_news(line: Line) -> bool:
    return line.before is None or not line.before.stands or _place(line.before) != _place(line.after)


def _place(booking: Booking | None) -> tuple[Span, Transparency] | None:
    return (booking.span, booking.transparency) if booking is not None else None


def find_candidates(
    invitations: Iterable[Invitation], guarded: Collection[Guarded], known: Known
) -> tuple[Candidate, ...]:
    """In order of time, each with the first block that it lies over; at most so many as one cycle answers."""
    found = []
    for each in sorted(invitations, key=lambda each: (each.span, each.key)):
        over = [block for block in guarded if _is_new(each, block, known) and each.span.overlaps(block.span)]
        if over and _is_open(each, known):
            found.append(Candidate(each, min(over, key=lambda block: (block.span, block.block))))
    return tuple(found[:MOST])


def _is_open(invitation: Invitation, known: Known) -> bool:
    takes_time = not invitation.all_day and invitation.transparency is Transparency.OPAQUE
    is_asked = invitation.partstat is PartStat.NEEDS_ACTION and invitation.sequence == 0
    return takes_time and is_asked and invitation.span.start > known.now and known.given.get(invitation.key, 0) < TRIES


def _is_new(invitation: Invitation, block: Guarded, known: Known) -> bool:
    since = known.since.get(invitation.calendar)
    return since is not None and max(since, block.since) < invitation.created_at <= known.now


def choose(candidates: Iterable[Candidate], busy: Plan, free: Plan) -> tuple[Candidate, ...]:
    """`busy`: the plan in which they take their time; `free`: the one in which they take none."""
    return tuple(each for each in candidates if _stays(each.over, free) and not _gives_way(each, busy, free))


def _stays(block: Guarded, plan: Plan) -> bool:
    mine = (each for each in plan.blocks if each.block == block.block)
    return any(each.span == block.span and each.transparency is Transparency.OPAQUE for each in mine)


def _gives_way(candidate: Candidate, busy: Plan, free: Plan) -> bool:
    """To another time of its own, or with one more block of its intention on another day."""
    over = candidate.over
    mine = [each for each in busy.blocks if each.block == over.block]
    if mine:
        return not any(each.span.overlaps(candidate.invitation.span) for each in mine)
    counts = [sum(each.slot.intention == over.intention for each in plan.blocks) for plan in (busy, free)]
    return counts[0] >= counts[1]


def without_declined(timeline: Timeline, invitations: Sequence[Invitation]) -> Timeline:
    """As if they had been declined, in every calendar that shows them."""
    if not invitations:
        return timeline
    gone = {(each.uid, each.span) for each in invitations}
    left = (entry for entry in timeline.entries if (entry.occurrence.uid, entry.span) not in gone)
    return Timeline(tuple(left), timeline.set_aside)


def decline(candidate: Candidate, message: str, title: str) -> Response:
    """`title` of the intention: it is the person who reads the reason."""
    reason = f"it is new, and over {title}, which is firm and has no other place"
    return Response(Reply.DECLINE, candidate.invitation, message, reason)


def settle_replies(
    begun: Iterable[Response], seen: Mapping[tuple[CalendarId, InvitationId], Invitation | None]
) -> tuple[tuple[Response, bool], ...]:
    """Each with whether it was done. One that could not be looked at is missing in `seen`, and stays open."""
    return tuple((each, is_done(each, seen[each.invitation.key])) for each in begun if each.invitation.key in seen)


def is_done(response: Response, now: Invitation | None) -> bool:
    """Our own words tell our no from the person's."""
    if now is None:
        return False
    if response.reply is Reply.REOPEN:
        return now.partstat is PartStat.NEEDS_ACTION
    return now.partstat is PartStat.DECLINED and now.comment == response.message


def reopen(number: int, declined: Response, now: Invitation | None, at: datetime) -> Response | Refusal:
    """What takes the decline of that line back, while it stands as it was left."""
    if now is None:
        return Refusal(f"#{number} stays: the invitation is not there any more.")
    if now.span.start <= at:
        return Refusal(f"#{number} stays: what you were invited to has begun.")
    if not is_done(declined, now):
        return Refusal(f"#{number} stays: you answered the invitation since, so it is yours.")
    return Response(Reply.REOPEN, now, declined.message, f"takes back #{number}; it is yours to answer")
