"""The calendars of the source contract, as Google would hold them."""

from datetime import date, timedelta

from tests.fakes.google.faults import drop_before, portal, truncated
from tests.fakes.google.refusal import Json
from tests.fakes.google.server import GoogleServer

EMAIL = "anna@example.org"


def fill(server: GoogleServer, body: bytes) -> None:
    """Where the text is no whole calendar, the server breaks in the same way."""
    text = body.decode()
    if "END:VCALENDAR" not in text:
        server.faults.always("events.list", _fault(text))
        return
    for part in text.split("BEGIN:VEVENT\r\n")[1:]:
        lines = part.partition("END:VEVENT")[0].splitlines()
        server.hands(EMAIL).put(_event([line.partition(":") for line in lines]), raw=True)


def _fault(text: str):  # type: ignore[no-untyped-def]
    if not text:
        return drop_before
    return portal if "<" in text else truncated


def _event(lines: list[tuple[str, str, str]]) -> Json:
    told = {name.partition(";")[0]: (name, value) for name, _, value in lines}
    uid = told["UID"][1]
    start = _time(*told["DTSTART"])
    made: Json = {
        "id": f"id{uid}", "iCalUID": uid, "summary": told["SUMMARY"][1], "status": "confirmed",
        "start": start, "end": _time(*told["DTEND"]) if "DTEND" in told else _next_day(start),
    }  # fmt: skip
    if "RRULE" in told:
        made["recurrence"] = [f"RRULE:{told['RRULE'][1]}"]
    if "ATTENDEE" in told:
        status = told["ATTENDEE"][0].partition("PARTSTAT=")[2].lower()
        made["attendees"] = [{"email": EMAIL, "responseStatus": status}]
    return made


def _time(name: str, value: str) -> Json:
    """What cannot be read becomes an hour, whose end is then a day."""
    if not value[:8].isdigit():
        return {"dateTime": "2026-11-18T09:00:00Z"}
    day = f"{value[:4]}-{value[4:6]}-{value[6:8]}"
    if "VALUE=DATE" in name:
        return {"date": day}
    clock = f"{day}T{value[9:11]}:{value[11:13]}:{value[13:15]}"
    zone = name.partition("TZID=")[2]
    return {"dateTime": clock, "timeZone": zone} if zone else {"dateTime": f"{clock}Z"}


def _next_day(start: Json) -> Json:
    day = date.fromisoformat(start.get("date", "2026-11-19")) + timedelta(days=1)
    return {"date": day.isoformat()}
