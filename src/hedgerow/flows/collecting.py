"""Replies to letters become pages of the journal, each once."""

import logging
import re
from datetime import timedelta

from hedgerow.core.days import local_day
from hedgerow.flows.household import Household
from hedgerow.flows.journaling import LONGEST, journal_of
from hedgerow.letter.message import name_of
from hedgerow.ports.journal import Page, PageId, Reply

_log = logging.getLogger(__name__)

_WEEK = re.compile(r"[0-9]{4}-W[0-9]{2}")
DAYS_BACK = 35
"""How long after it came a reply is still looked for: for a life that was switched off for a while."""


def collect_replies(household: Household) -> int:
    """How many pages are new. Raises Unavailable, Refused; AuthorizationExpired where the journal does not open."""
    if household.mailbox is None or household.journal is None:
        return 0
    now = household.clock.now()
    first = local_day(now, household.settings.person.zone) - timedelta(days=DAYS_BACK)
    many = 0
    for reply in household.mailbox.since(first):
        week = _week_answered(household, reply)
        if week and journal_of(household).take(reply.id, now):
            page = Page(PageId(0), week, "", "", reply.text[:LONGEST], min(reply.at or now, now))
            journal_of(household).write(page)
            many += 1
    if many:
        _log.info("%d replies kept in the journal", many)
    return many


def _week_answered(household: Household, reply: Reply) -> str:
    """Empty when it is not the person's, or answers no letter to them: a letter's id tells its week and recipient."""
    settings = household.settings
    ours = {settings.letter.to.lower(), *(address.lower() for address in settings.person.addresses)} - {""}
    _, _, rest = reply.answers.partition(".")
    week, _, _ = rest.partition(".")
    is_ours = reply.sender in ours and reply.answers == name_of(week, settings.letter.to)
    return week if is_ours and _WEEK.fullmatch(week) else ""
