"""The weekly letter: judge the weeks, make the report, word it, and send it once."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from email.message import EmailMessage
from email.utils import formataddr

from hedgerow.core.absence import is_absence
from hedgerow.core.boundary import Boundary
from hedgerow.core.days import Week
from hedgerow.core.due import LetterHour, letter_due
from hedgerow.core.report import Material, Report, build_report
from hedgerow.core.week import Evidence, WeekReview, review_week
from hedgerow.flows.cycle import Survey, View, current_week
from hedgerow.flows.explaining import find_remedies
from hedgerow.flows.history import recall
from hedgerow.flows.household import Household
from hedgerow.letter.message import Envelope, compose_message
from hedgerow.letter.reader import Letter, Reader
from hedgerow.letter.write import write_letter
from hedgerow.ports import LetterState, Mailer, Refused, Unavailable, UncertainDelivery
from hedgerow.settings.values import Settings, Titles

_log = logging.getLogger(__name__)

KIND = "weekly"
WEEKS_BEFORE = 12
"""How many weeks of its own past a letter draws on."""
HOST = "hedgerow.invalid"
"""The right side of a Message-ID when no address tells a better one: RFC 2606 keeps it from being anybody's."""


@dataclass(frozen=True, slots=True)
class Sent:
    where: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AlreadySent:
    state: LetterState


@dataclass(frozen=True, slots=True)
class OnLeave:
    """Nothing was sent: the person is on leave until the end of `last`."""

    name: str
    last: date


def review_weeks(household: Household, seen: View, weeks: Sequence[Week]) -> tuple[WeekReview, ...]:
    settings = household.settings
    titles = {intention.id: intention.title for intention in settings.intentions}
    # that a leave is told to others is no block that was protected
    bookings = [each for each in household.ledger.bookings() if not is_absence(each.slot.intention)]
    evidence = Evidence(seen.timeline, bookings, titles, seen.coverage, settings.expected)
    return tuple(review_week(week, evidence, seen.boundary, settings.limits) for week in weeks)


def make_report(household: Household, surveyed: Survey, week: Week) -> Report:
    """`surveyed` reaches at least `WEEKS_BEFORE` weeks before `week`."""
    weeks = [week.plus(n) for n in range(-WEEKS_BEFORE, 1)]
    reviews = review_weeks(household, surveyed.view, weeks)
    settings = household.settings
    material = Material(
        reviews,
        surveyed.view.timeline,
        surveyed.outlook.plan,
        settings.intentions,
        surveyed.view.boundary,
        settings.limits,
        remedies=find_remedies(household, surveyed, week.plus(1)),
        past=recall(household, reviews)[:-1],
    )
    return build_report(material, surveyed.now)


def word_letter(settings: Settings, report: Report) -> Letter:
    hidden = settings.letter.titles is Titles.HIDDEN
    boundary = report.boundary or settings.boundary
    return write_letter(report, Reader(settings.person.name, boundary, hide_titles=hidden))


def compose_letter(settings: Settings, report: Report) -> EmailMessage:
    to = settings.letter.to or f"you@{HOST}"
    sender = settings.letter.sender or to
    envelope = Envelope(
        sender=sender if "<" in sender else formataddr(("Hedgerow", sender)),
        recipient=to,
        date=report.made_at.astimezone(settings.person.zone),
        host=sender.rpartition("@")[2].rstrip(">") or HOST,
        unsubscribe=sender if settings.letter.to else None,
    )
    return compose_message(word_letter(settings, report), envelope)


def keep_weeks(household: Household, seen: View, weeks: int) -> None:
    """Of the last so many weeks, keeps what is over and not yet kept as it is read; `seen` reaches back to them."""
    this = current_week(household.settings, household.clock.now())
    recall(household, review_weeks(household, seen, [this.plus(-n) for n in range(weeks, 0, -1)]))


def leave_now(household: Household, boundary: Boundary) -> OnLeave | None:
    """`boundary` is resolved around the time it is."""
    day = boundary.local_day(household.clock.now())
    off = boundary.off_on(day)
    if off is None or not boundary.is_leave(day):
        return None
    while boundary.is_leave(day + timedelta(days=1)):
        day += timedelta(days=1)
    return OnLeave(off.name, day)


def send_letter(household: Household, report: Report, *, anyway: bool = False) -> Sent | AlreadySent | OnLeave:
    """`anyway`: on leave, too.

    Raises Unavailable or Refused when it certainly did not go out, UncertainDelivery when nobody can know.
    """
    week, now, outbox = str(report.week), household.clock.now(), household.outbox
    leave = leave_now(household, report.boundary or household.settings.boundary)
    if leave and not anyway:
        return leave
    if not outbox.claim(KIND, week, now):
        return AlreadySent(outbox.state(KIND, week) or LetterState.CLAIMED)
    try:
        where = _deliver(household, compose_letter(household.settings, report), week, now)
    except UncertainDelivery:
        outbox.settle(KIND, week, LetterState.UNCERTAIN, now)
        raise
    except (Unavailable, Refused):
        outbox.release(KIND, week)
        raise
    outbox.settle(KIND, week, LetterState.SENT, now)
    _log.info("letter %s sent", week)
    return Sent(where)


def _deliver(household: Household, message: EmailMessage, week: str, now: datetime) -> tuple[str, ...]:
    """Kept in the folder first, which can be repeated, then by post, which cannot."""
    kept = household.folder.send(message, lambda: None)
    if household.post is None:
        return (kept,)
    post: Mailer = household.post
    sent = post.send(message, lambda: household.outbox.settle(KIND, week, LetterState.HANDING_OVER, now))
    return (kept, sent)


def due_week(household: Household, boundary: Boundary | None = None) -> Week | None:
    """The week whose letter is to be written now, if nobody has claimed it; `boundary` as it was last resolved."""
    settings = household.settings
    if not settings.letter.enabled:
        return None
    hour = LetterHour(settings.letter.weekday, settings.letter.at)
    week = letter_due(household.clock.now(), hour, settings.person.first_weekday, boundary or settings.boundary)
    if week is None or household.outbox.state(KIND, str(week)) not in (None, LetterState.CLAIMED):
        return None
    return week
