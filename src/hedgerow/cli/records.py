"""Weeks as JSON: in full where their calendars still tell them, in numbers where only the history does."""

from collections.abc import Sequence
from typing import Any
from zoneinfo import ZoneInfo

from hedgerow.cli import as_json
from hedgerow.core.days import week_span
from hedgerow.core.history import Passed, Usual, WeekRecord, usual_of
from hedgerow.core.limits import LIMITS
from hedgerow.core.week import WeekReview
from hedgerow.flows.history import digest_of

_RULES = {rule.key: rule for rule in LIMITS}


def weeks(records: Sequence[WeekRecord], reviews: Sequence[WeekReview], zone: ZoneInfo) -> list[as_json.Json]:
    """`reviews` are of the same weeks as `records`, as they were just read."""
    return [_week(record, review, zone) for record, review in zip(records, reviews, strict=True)]


def _week(record: WeekRecord, review: WeekReview, zone: ZoneInfo) -> dict[str, Any]:
    if record.digest == digest_of(review):
        return {**_record(record, zone), **as_json.review(review, zone), "from": "calendars"}
    return {**_record(record, zone), "from": "history"}


def _record(of: WeekRecord, zone: ZoneInfo) -> dict[str, Any]:
    """The keys of `as_json.review`; null stands for what is not kept."""
    rest = of.shortest_rest
    return {
        "week": str(of.week),
        **as_json.span(week_span(of.week, zone), zone),
        "verdict": of.verdict,
        "passed": [_passed(each) for each in of.passed],
        "scheduled_work": of.scheduled_work,
        "personal_time_taken": of.personal_taken,
        "evenings": len(of.evenings),
        "evenings_touched": [day.isoformat() for day in of.evenings_touched],
        "shortest_rest": None if rest is None else {"start": None, "end": None, "minutes": rest},
        "longest_rest": {"start": None, "end": None, "minutes": of.longest_rest},
        "tentative_minutes": None,
        "expected": None,
        "focus": of.focus,
        "longest_focus": of.longest_focus,
        "fragments": of.fragments,
        "fragment_minutes": None,
        "shifts": None,
        "meeting_load": of.meeting_load,
        "season": of.season,
        "leave": [day.isoformat() for day in of.leave],
        "comparable": of.is_comparable,
        "blocks": [{"block": None, "title": None, "fate": fate} for fate in of.fates],
        "intrusions": None,
        "coverage": {
            "seen": [{"calendar": seen.calendar, "occurrences": seen.occurrences} for seen in of.seen],
            "not_seen": [{"calendar": calendar, "where": None, "reason": None} for calendar in of.gaps],
        },
    }


def _passed(of: Passed) -> dict[str, Any]:
    rule = _RULES[of.key]
    return {
        "limit": rule.key,
        "title": rule.title,
        "unit": rule.unit,
        "allowed": of.limit,
        "default": rule.default,
        "measured": of.measured,
        "serious": rule.is_serious,
        "source": rule.source,
        "behind": list(of.culprits),
    }


def usual(records: Sequence[WeekRecord]) -> as_json.Json | None:
    """Medians over the weeks that compare; null when there are too few."""
    found: Usual | None = usual_of(records)
    if found is None:
        return None
    return {
        "weeks": found.weeks,
        "scheduled_work": found.scheduled_work,
        "personal_time_taken": found.personal_taken,
        "evenings_touched": found.evenings_touched,
        "shortest_rest": found.shortest_rest,
        "focus": found.focus,
    }
