"""The past as it was and as it is read now: weeks that are over are kept, and looked up when they are gone."""

import logging
from collections.abc import Sequence
from hashlib import sha256

from hedgerow.core.history import WeekRecord, evidence_of, is_closed, merge_history, record_of, without_titles
from hedgerow.core.week import WeekReview
from hedgerow.flows.household import Household

_log = logging.getLogger(__name__)


def record_weeks(reviews: Sequence[WeekReview]) -> tuple[WeekRecord, ...]:
    return tuple(record_of(review, digest_of(review)) for review in reviews)


def recall(household: Household, reviews: Sequence[WeekReview]) -> tuple[WeekRecord, ...]:
    """What is known of the weeks reviewed, in order: as just read, or as kept where more was seen then.

    `reviews` are in order and at least one. Keeps what has changed of the weeks that are over.
    """
    stored = household.history.load(reviews[0].week, reviews[-1].week)
    known = merge_history(stored, record_weeks(reviews))
    _keep(household, stored, known)
    return known


def _keep(household: Household, stored: Sequence[WeekRecord], known: Sequence[WeekRecord]) -> None:
    now, zone = household.clock.now(), household.settings.person.zone
    closed = [record for record in known if record.is_known and is_closed(record.week, zone, now)]
    kept = closed if household.settings.history.titles else [without_titles(record) for record in closed]
    before = {record.week: record for record in stored}
    changed = [record for record in kept if before.get(record.week) != record]
    if changed:
        household.history.save(changed, now)
        _log.info("history: %d weeks kept, the last one %s", len(changed), changed[-1].week)


def digest_of(review: WeekReview) -> str:
    """The one of its record: a record with another one does not come from this review."""
    return sha256(evidence_of(review).encode()).hexdigest()
