"""Core values as JSON: instants in ISO 8601 with the person's offset, lengths in whole minutes, ids as they are."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from hedgerow.core.block import Booking
from hedgerow.core.cause import ExpectedSeries, find_expected
from hedgerow.core.intrusion import Intrusion
from hedgerow.core.plan import Block, Busy, Unplaced, Withheld
from hedgerow.core.reconcile import Observation, Step
from hedgerow.core.reply import Response
from hedgerow.core.room import Waiting
from hedgerow.core.span import Span
from hedgerow.core.week import Coverage, PassedLimit, WeekReview
from hedgerow.flows.cycle import Performed, Survey
from hedgerow.flows.replying import Replied
from hedgerow.ports import Pause

Json = Mapping[str, Any]


def instant(at: datetime, zone: ZoneInfo) -> str:
    return at.astimezone(zone).isoformat(timespec="seconds")


def span(of: Span, zone: ZoneInfo) -> Json:
    return {"start": instant(of.start, zone), "end": instant(of.end, zone), "minutes": of.minutes}


def coverage(of: Coverage) -> Json:
    return {
        "seen": [{"calendar": seen.calendar, "occurrences": seen.occurrences} for seen in of.seen],
        "not_seen": [{"calendar": g.calendar, "where": g.where, "reason": g.reason} for g in of.not_seen],
        "unreadable": [
            {"calendar": u.calendar, "where": u.where, "uid": u.uid, "line": u.line, "reason": u.reason}
            for u in of.unreadable
        ],
        "doubts": [{"calendar": d.calendar, "uid": d.uid, "reason": d.reason} for d in of.doubts],
        "tentative": of.tentative,
    }


def review(of: WeekReview, zone: ZoneInfo) -> Json:
    """Focus and its pieces are null where a rota says the working time and no block for work was held."""
    rest, measures, has_focus = of.measures.shortest_rest, of.measures, of.is_focus_measured
    return {
        "week": str(of.week),
        **span(of.span, zone),
        "verdict": of.verdict,
        "passed": [passed(limit) for limit in of.passed],
        "scheduled_work": of.measures.scheduled_work,
        "personal_time_taken": of.personal_taken,
        "tentative_minutes": of.tentative_minutes,
        "expected": [expected(series, zone) for series in find_expected(of)],
        "evenings_touched": [day.isoformat() for day in of.measures.evenings_touched],
        "shortest_rest": span(rest, zone) if rest else None,
        "longest_rest": span(of.measures.longest_rest, zone),
        "focus": measures.focus if has_focus else None,
        "longest_focus": measures.longest_focus if has_focus else None,
        "fragments": measures.fragments if has_focus else None,
        "fragment_minutes": measures.fragment_minutes if has_focus else None,
        "shifts": None if of.shifts is None else [span(shift, zone) for shift in of.shifts],
        "blocks": _fates(of),
        "intrusions": [_intrusion(each, zone) for each in of.intrusions],
        "coverage": coverage(of.coverage),
    }


def expected(of: ExpectedSeries, zone: ZoneInfo) -> Json:
    """`minutes` lie outside of working time or over something, and are not counted as taken."""
    spans = [span(each, zone) for each in of.spans]
    return {"title": of.title, "calendar": of.calendar, "minutes": of.minutes, "spans": spans}


def passed(limit: PassedLimit) -> Json:
    return {
        "limit": limit.rule.key,
        "title": limit.rule.title,
        "unit": limit.rule.unit,
        "allowed": limit.limit,
        "default": limit.rule.default,
        "measured": limit.measured,
        "serious": limit.rule.is_serious,
        "source": limit.rule.source,
        "behind": list(limit.culprits),
        "days": [day.isoformat() for day in limit.days],
    }


def _fates(of: WeekReview) -> list[Json]:
    return [
        {"block": f.block, "title": f.title, "fate": f.fate, "taken_by": f.taken_by, "by_person": f.by_person}
        for f in of.fates
    ]


def _intrusion(of: Intrusion, zone: ZoneInfo) -> Json:
    occurrence = of.entry.occurrence
    return {
        "kind": of.kind,
        **span(of.span, zone),
        "taken": of.minutes,
        "calendar": occurrence.calendar,
        "uid": occurrence.uid,
        "recurrence_id": occurrence.recurrence_id,
        "title": occurrence.title,
        "tentative": occurrence.is_tentative,
        "expected": of.expected,
    }


def survey(of: Survey, zone: ZoneInfo) -> Json:
    return {
        "now": instant(of.now, zone),
        "paused": paused(of.pause, zone),
        "steps": [step(each, zone) for each in of.outlook.steps],
        "waiting": [step(each, zone) for each in of.outlook.waiting],
        "held_back": [step(each, zone) for each in of.outlook.held_back],
        "left_alone": [step(each, zone) for each in of.outlook.left_alone],
        "doubtful": sorted(of.outlook.doubtful),
        "replies": [response(each, zone) for each in of.letters.responses],
        "observed": [_observed(each, zone) for each in of.outlook.observations],
        "blocks": [block(each, zone) for each in of.outlook.plan.blocks],
        "unplaced": [unplaced(each, zone) for each in of.outlook.plan.unplaced],
        "proof": {"is_proven": of.outlook.plan.proof.proven, "gap": of.outlook.plan.proof.gap},
        "guards": [
            {"guard": each.guard.id, "day": each.day.isoformat(), **span(each.span, zone)}
            for each in of.outlook.plan.guards
        ],
        "withheld": [_withheld(each, zone) for each in of.outlook.plan.withheld],
        "wait_for_rota": [
            {"intention": each.intention.id, "week": str(each.week), **_missing(each)}
            for each in of.outlook.plan.waiting
        ],
        "coverage": coverage(of.view.coverage),
    }


def paused(of: Pause | None, zone: ZoneInfo) -> Json | None:
    if of is None:
        return None
    return {"since": instant(of.since, zone), "until": instant(of.until, zone) if of.until else None}


def step(of: Step, zone: ZoneInfo) -> Json:
    event, before = of.action.event, of.action.before
    return {
        "verb": of.action.verb,
        "calendar": of.calendar,
        "block": event.block if before else None,
        "intention": event.slot.intention,
        "day": event.slot.day.isoformat(),
        "title": event.title,
        "show_as": event.transparency,
        **span(event.span, zone),
        "before": span(before.span, zone) if before else None,
        "reason": of.action.reason,
    }


def response(of: Response, zone: ZoneInfo) -> Json:
    to = of.invitation
    return {
        "reply": of.reply,
        "calendar": to.calendar,
        "event": to.id,
        "title": to.title,
        **span(to.span, zone),
        "message": of.message,
        "reason": of.reason,
    }


def replied(each: Replied, zone: ZoneInfo) -> Json:
    return {**response(each.response, zone), "outcome": each.outcome, "failure": each.message}


def booking(of: Booking, zone: ZoneInfo) -> Json:
    return {
        "intention": of.slot.intention,
        "day": of.slot.day.isoformat(),
        "title": of.title,
        "calendar": of.calendar,
        "show_as": of.transparency,
        "standing": of.standing,
        **span(of.span, zone),
    }


def performed(each: Performed, zone: ZoneInfo) -> Json:
    """Unlike a planned one, a step that was performed has its block id."""
    told = {**step(each.step, zone), "block": each.step.action.event.block}
    return {**told, "outcome": each.outcome, "message": each.message}


def _observed(of: Observation, zone: ZoneInfo) -> Json:
    return {
        "edit": of.edit,
        "block": of.booking.block,
        "intention": of.booking.slot.intention,
        "day": of.booking.slot.day.isoformat(),
        "standing": of.booking.standing,
        **span(of.booking.span, zone),
        "reason": of.reason,
    }


def block(of: Block, zone: ZoneInfo) -> Json:
    return {
        "block": of.block,
        "intention": of.slot.intention,
        "day": of.slot.day.isoformat(),
        **span(of.span, zone),
        "show_as": of.transparency,
        "reason": of.reason,
        "other_places": of.other_places,
        "blockers": _blockers(of.blockers, zone),
    }


def unplaced(of: Unplaced, zone: ZoneInfo) -> Json:
    return {
        "intention": of.intention.id,
        "title": of.intention.title,
        "week": str(of.week),
        **_missing(of),
        "blockers": _blockers(of.blockers, zone),
    }


def _missing(of: Unplaced | Waiting) -> Json:
    return {"missing": of.missing, "missing_in": "minutes" if of.intention.is_in_hours else "blocks"}


def _withheld(of: Withheld, zone: ZoneInfo) -> Json:
    return {
        "guard": of.guard.id,
        "title": of.guard.title,
        "week": str(of.week),
        "day": of.day.isoformat(),
        "missing": of.missing,
        "blockers": _blockers(of.blockers, zone),
    }


def _blockers(of: Iterable[Busy], zone: ZoneInfo) -> list[Json]:
    return [busy(each, zone) for each in of]


def busy(of: Busy, zone: ZoneInfo) -> Json:
    return {"title": of.title, **span(of.span, zone), "work": of.is_work}
