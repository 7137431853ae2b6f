"""Invitations over firm blocks: what is said to them, and saying it. Nothing happens where no calendar is told to."""

import logging
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from hedgerow.core.action import Reply
from hedgerow.core.occurrence import CalendarId, PartStat
from hedgerow.core.outlook import Outlook, Wishes
from hedgerow.core.reply import (
    TRIES,
    Candidate,
    Invitation,
    InvitationId,
    Known,
    Response,
    choose,
    decline,
    find_candidates,
    firm_blocks,
    guard,
    settle_replies,
)
from hedgerow.flows.household import Household
from hedgerow.flows.performing import Outcome
from hedgerow.ports import AuthorizationExpired, Origin, PreconditionFailed, Refused, Unavailable
from hedgerow.ports.invitations import Invitations, Replies

_log = logging.getLogger(__name__)

_FAILURES = (Unavailable, AuthorizationExpired, Refused)


@dataclass(frozen=True, slots=True)
class Correspondence:
    """What a survey saw of invitations."""

    settled: tuple[tuple[Response, bool], ...] = ()
    """Replies of which no answer came, with whether they were done."""
    responses: tuple[Response, ...] = ()
    """To be given."""


@dataclass(frozen=True, slots=True)
class Replied:
    response: Response
    outcome: Outcome
    message: str = ""

    @property
    def is_on_record(self) -> bool:
        """The ledger tells of it under its run."""
        return self.outcome in (Outcome.DONE, Outcome.CHANGED_MEANWHILE, Outcome.UNKNOWN, Outcome.REFUSED)


def correspond(
    household: Household,
    wishes: Wishes,
    now: datetime,
    look: Callable[[Sequence[Invitation]], Outlook],
    *,
    is_whole: bool,
) -> tuple[Correspondence, Outlook]:
    """What to say, and the outlook that follows. `look` looks ahead as if these had been declined already.

    Nothing is said unless all calendars were seen (`is_whole`): what a block would give way to is not known then.
    """
    if household.replies is None:
        return Correspondence(), look(())
    settled = _settle(household)
    kept, done = _open_and_done(household, settled)
    said = [each.invitation for each in (*kept, *done) if each.reply is Reply.DECLINE]
    outlook = look(said)
    is_sure = is_whole and not outlook.doubtful
    known = Known(household.replies.since(), _given(household.replies, settled), now)
    candidates = _candidates(household, outlook, wishes, known, kept) if is_sure else ()

    def declining(those: Sequence[Candidate]) -> Outlook:
        return look([*said, *(each.invitation for each in those)]) if those else outlook

    chosen = choose(candidates, outlook.plan, declining(candidates).plan)
    after = declining(chosen)
    if choose(chosen, outlook.plan, after.plan) != chosen:
        return Correspondence(settled), outlook
    titles = {each.id: each.title for each in wishes.intentions}
    words = _words(household)
    responses = (decline(each, words[each.invitation.calendar], titles[each.over.intention]) for each in chosen)
    return Correspondence(settled, tuple(responses)), after


def _open_and_done(
    household: Household, settled: Sequence[tuple[Response, bool]]
) -> tuple[Sequence[Response], Sequence[Response]]:
    """Those of which it is not known, and those that turned out to be done: either may have made room already."""
    assert household.replies is not None
    keys = {response.invitation.key for response, _ in settled}
    kept = [each for each in household.replies.begun() if each.invitation.key not in keys]
    return kept, [response for response, is_done in settled if is_done]


def _given(replies: Replies, settled: Sequence[tuple[Response, bool]]) -> Mapping[tuple[CalendarId, InvitationId], int]:
    """With what was settled just now and is not on record yet."""
    given = Counter(replies.given())
    for response, is_done in settled:
        if response.reply is Reply.DECLINE:
            given[response.invitation.key] += TRIES if is_done else 1
    return given


def _words(household: Household) -> Mapping[CalendarId, str]:
    """Of the calendars in which the settings want replies."""
    return {each.id: each.declines for each in household.settings.calendars if each.declines is not None}


def _settle(household: Household) -> tuple[tuple[Response, bool], ...]:
    assert household.replies is not None
    begun = household.replies.begun()
    seen: dict[tuple[CalendarId, InvitationId], Invitation | None] = {}
    places = _places(household)
    for each in begun:
        if each.invitation.calendar in places:
            try:
                seen[each.invitation.key] = places[each.invitation.calendar].look(each.invitation.id)
            except _FAILURES as error:
                _log.warning("calendar %s: a reply stays open: %s", each.invitation.calendar, error)
    return settle_replies(begun, seen)


def _candidates(
    household: Household, outlook: Outlook, wishes: Wishes, known: Known, kept: Sequence[Response]
) -> tuple[Candidate, ...]:
    """The history is read only where an invitation lies over a firm block."""
    unsettled = {each.invitation.key for each in kept}
    open_ones = [each for each in _find(household) if each.key not in unsettled]
    firm = firm_blocks(outlook.bookings, wishes.intentions, wishes.rules) if open_ones else ()
    over = [each for each in firm if any(each.span.overlaps(one.span) for one in open_ones)]
    return find_candidates(open_ones, guard(over, household.logbook.entries()), known) if over else ()


def _find(household: Household) -> Iterator[Invitation]:
    on = _words(household)
    for place in household.invitations:
        if place.calendar not in on:
            continue
        try:
            yield from place.find()
        except _FAILURES as error:
            _log.warning("calendar %s: invitations not seen: %s", place.calendar, error)


def record_replies(household: Household, seen: Correspondence, now: datetime) -> None:
    """What was settled, and since when replies are wanted where."""
    if household.replies is None:
        return
    for response, is_done in seen.settled:
        if is_done:
            household.replies.finish(response, now)
        else:
            household.replies.abandon(response, now, "the calendar shows that it was not done")
    household.replies.switch(_words(household).keys(), now)


def reply_to_all(
    household: Household, seen: Correspondence, origin: Origin, approved: Collection[CalendarId]
) -> tuple[Replied, ...]:
    """`approved`: the calendars that the person said yes to; nothing is said in others, nor during a pause."""
    replied: list[Replied] = []
    for each in seen.responses:
        if household.pause(household.clock.now()) is not None:
            replied.append(Replied(each, Outcome.PAUSED))
        elif each.invitation.calendar not in approved:
            replied.append(Replied(each, Outcome.NOT_ASKED))
        elif each.invitation.span.start <= household.clock.now():
            replied.append(Replied(each, Outcome.TOO_LATE))
        else:
            replied.append(reply(household, each, origin))
    return tuple(replied)


def reply(household: Household, response: Response, origin: Origin) -> Replied:
    """On disk before it is sent, as every write."""
    assert household.replies is not None, "only who keeps replies gives any"
    place, at = _places(household)[response.invitation.calendar], origin.at
    try:
        household.replies.begin(response, origin)
    except Refused as error:
        return _told(response, Outcome.NOT_BEGUN, error)
    try:
        _send(place, response)
    except PreconditionFailed as error:
        return _find_out(household, response, at, error)
    except (Refused, AuthorizationExpired) as error:
        household.replies.abandon(response, at, str(error))
        return _told(response, Outcome.REFUSED, error)
    except Unavailable as error:
        return _told(response, Outcome.UNKNOWN, error)
    household.replies.finish(response, at)
    _log.info("%s an invitation in %s, run %s", response.reply, response.invitation.calendar, origin.plan)
    return Replied(response, Outcome.DONE)


def _find_out(household: Household, response: Response, at: datetime, error: PreconditionFailed) -> Replied:
    """Our own words are there when an earlier try arrived late, or this one twice."""
    assert household.replies is not None
    try:
        now = _places(household)[response.invitation.calendar].look(response.invitation.id)
    except _FAILURES as unseen:
        return _told(response, Outcome.UNKNOWN, unseen)
    [(_, is_ours)] = settle_replies([response], {response.invitation.key: now})
    if is_ours:
        household.replies.finish(response, at)
        return Replied(response, Outcome.DONE)
    household.replies.abandon(response, at, str(error))
    return _told(response, Outcome.CHANGED_MEANWHILE, error)


def _send(place: Invitations, response: Response) -> None:
    match response.reply:
        case Reply.DECLINE:
            place.answer(response.invitation, PartStat.DECLINED, response.message)
        case Reply.REOPEN:
            place.answer(response.invitation, PartStat.NEEDS_ACTION, "")


def _places(household: Household) -> Mapping[CalendarId, Invitations]:
    return {each.calendar: each for each in household.invitations}


def _told(response: Response, outcome: Outcome, error: Exception) -> Replied:
    _log.warning("%s an invitation in %s: %s", response.reply, response.invitation.calendar, outcome)
    return Replied(response, outcome, str(error))
