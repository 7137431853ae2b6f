"""A letter goes out once: claimed first, sent, settled; and when nobody can know, it is the person who decides."""

import logging
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from email.message import EmailMessage

from hedgerow.core.boundary import Boundary
from hedgerow.core.days import Week
from hedgerow.core.due import LetterHour, letter_due
from hedgerow.core.report import Report
from hedgerow.flows.doubtful import KIND
from hedgerow.flows.enclosing import keep_questions, parts_of
from hedgerow.flows.household import Household
from hedgerow.flows.linking import one_click
from hedgerow.flows.weekly import compose_letter
from hedgerow.ports import LetterState, Mailer, Refused, Unavailable, UncertainDelivery

_log = logging.getLogger(__name__)


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


def leave_now(household: Household, boundary: Boundary) -> OnLeave | None:
    """`boundary` is resolved around the time it is."""
    day = boundary.local_day(household.clock.now())
    off = boundary.off_on(day)
    if off is None or not boundary.is_leave(day):
        return None
    while boundary.is_leave(day + timedelta(days=1)):
        day += timedelta(days=1)
    return OnLeave(off.name, day)


def send_letter(
    household: Household, report: Report, *, anyway: bool = False, again: bool = False
) -> Sent | AlreadySent | OnLeave:
    """`anyway`: on leave, too; `again`: also one that may have arrived.

    Raises Unavailable or Refused when it certainly did not go out, UncertainDelivery when nobody can know.
    """
    week, now, outbox = str(report.week), household.clock.now(), household.outbox
    leave = leave_now(household, report.boundary or household.settings.boundary)
    if leave and not anyway:
        return leave
    if not (outbox.claim(KIND, week, now) or (again and outbox.claim_doubtful(KIND, week, now))):
        return AlreadySent(outbox.state(KIND, week) or LetterState.CLAIMED)
    try:
        keep_questions(household, report)
        where = _deliver(household, letter_of(household, report), week, now)
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


def letter_of(household: Household, report: Report) -> EmailMessage:
    """With all that it carries."""
    parts = parts_of(household, report)
    return compose_letter(household.settings, report, parts, one_click(household, report))


def send_test(household: Household, report: Report) -> str:
    """The letter to the mailbox as a test, which no outbox counts; says where it went.

    Raises Unavailable, Refused or UncertainDelivery.
    """
    if household.post is None:
        raise Refused("There is no way to a mailbox: set [letter] to and [letter.smtp], or look at --preview.")
    message, now = letter_of(household, report), household.clock.now()
    message.replace_header("Subject", f"Test: {message['Subject']}")
    # a mailbox may drop what has an id that it knows
    message.replace_header("Message-ID", f"<test.{now:%Y%m%d%H%M%S}.{str(message['Message-ID'])[1:-1]}>")
    return household.post.send(message, lambda: None)


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
