"""For a server in another process: its clock and its journal over HTTP."""

from tests.fakes.google.clock import Clock
from tests.fakes.google.journal import Journal
from tests.fakes.google.refusal import Json
from tests.fakes.google.replies import html, told
from tests.fakes.google.times import parse_instant, stamped
from tests.fakes.google.wire import Answer, Request

CONTROL = "/_control/"


def control(clock: Clock, journal: Journal, request: Request) -> Answer:
    """POST /_control/clock with `advance=seconds` or `set=instant`; GET /_control/clock and /_control/log."""
    name, form = request.path.removeprefix(CONTROL), dict(request.form)
    if name == "clock":
        moment = parse_instant(form.get("set", ""))
        if moment:
            clock.set(moment)
        clock.advance(seconds=float(form.get("advance", 0)))
        return told({"now": stamped(clock.now())})
    if name == "log":
        return told({"entries": [_entry(each) for each in _shown(journal)]})
    return html(404, "<h1>404</h1>")


def _shown(journal: Journal) -> list[Json]:
    return [
        {
            "at": stamped(each.at),
            "method": each.method,
            "path": each.path,
            "operation": each.operation,
            "query": dict(each.query),
            "ifMatch": each.if_match,
            "sendUpdates": each.send_updates,
            "id": each.event_id,
            "status": each.status,
            "reason": each.reason,
            "fault": each.fault,
        }
        for each in journal
    ]


def _entry(entry: Json) -> Json:
    return {name: value for name, value in entry.items() if value not in (None, "", {})}
