"""A report as JSON, as `as_json` has its parts."""

from zoneinfo import ZoneInfo

from hedgerow.cli import as_json
from hedgerow.cli.as_json import Json
from hedgerow.core.report import NextWeek, Report
from hedgerow.core.why.facts import Change


def _domains(of: Report, zone: ZoneInfo) -> Json:
    return {
        "domains": [
            {"domain": h.domain, "minutes": h.minutes, "last": h.last, "usual": h.usual, "history": list(h.history)}
            for h in of.domains
        ],
        "regions": [{"domains": sorted(region), "events": n} for region, n in of.overlap.regions.items()],
        "shared": [
            {
                "title": s.title,
                "calendar": s.calendar,
                "domains": sorted(s.domains),
                "spans": [as_json.span(each, zone) for each in s.spans],
            }
            for s in of.overlap.shared
        ],
    }


def report(of: Report, zone: ZoneInfo) -> Json:
    return {
        "week": str(of.week),
        "made_at": as_json.instant(of.made_at, zone),
        "verdict": of.verdict,
        "passed": [as_json.passed(limit) for limit in of.passed],
        "figures": [
            {"key": f.key, "value": f.value, "of": f.of, "last": f.last, "usual": f.usual, "history": list(f.history)}
            for f in of.figures
        ],
        "causes": [
            {
                "title": c.title,
                "calendar": c.calendar,
                "kinds": list(c.kinds),
                "taken": c.minutes,
                "spans": [as_json.span(each, zone) for each in c.spans],
                "weeks_before": c.weeks_before,
                "remedy": c.remedy,
                "proposal": as_json.span(c.proposal, zone) if c.proposal else None,
            }
            for c in of.causes
        ],
        "expected": [as_json.expected(series, zone) for series in of.expected],
        "tentative_minutes": of.tentative_minutes,
        "focus_measured": of.is_focus_measured,
        "blocks": [
            {"block": f.block, "title": f.title, **as_json.span(f.span, zone), "fate": f.fate, "taken_by": f.taken_by}
            for f in of.fates
        ],
        **_domains(of, zone),
        "next_week": _next_week(of.next_week, zone),
        "coverage": as_json.coverage(of.coverage),
    }


def _next_week(of: NextWeek, zone: ZoneInfo) -> Json:
    return {
        "week": str(of.week),
        "blocks": [{"title": title, **as_json.block(each, zone)} for title, each in of.blocks],
        "clashes": [{"title": c.title, "over": c.over, **as_json.span(c.block.span, zone)} for c in of.clashes],
        "unplaced": [as_json.unplaced(each, zone) for each in of.unplaced],
        "changes": [
            {"intention": name, **_change(each, zone)} for name, each in of.remedies.items() if isinstance(each, Change)
        ],
    }


def _change(of: Change, zone: ZoneInfo) -> Json:
    """Of one meeting, found to give back what it says by planning with it."""
    to = as_json.span(of.to, zone) if of.to else None
    return {"what": as_json.busy(of.what, zone), "to": to, "gained": [as_json.span(each, zone) for each in of.gained]}
