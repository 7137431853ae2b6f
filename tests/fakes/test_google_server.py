"""The thin path: sign in, write, read, change, delete, and hear what changed."""

import pytest
from googleapiclient.errors import HttpError

from tests.fakes.google import GoogleServer
from tests.fakes.google.client import calendar_client

REVIEW = {
    "summary": "Review",
    "start": {"dateTime": "2026-11-24T09:00:00+01:00"},
    "end": {"dateTime": "2026-11-24T10:00:00+01:00"},
}


def test_an_event_is_written_read_changed_and_deleted() -> None:
    with GoogleServer() as server, calendar_client(server) as service:
        events = service.events()
        made = events.insert(calendarId="primary", body=REVIEW).execute()
        first = events.list(calendarId="primary").execute()
        assert [each["id"] for each in first["items"]] == [made["id"]]
        change = events.update(calendarId="primary", eventId=made["id"], body=made | {"summary": "Retro"})
        change.headers["If-Match"] = made["etag"]
        assert change.execute()["etag"] != made["etag"]
        with pytest.raises(HttpError, match="Precondition Failed"):
            change.execute()
        assert events.delete(calendarId="primary", eventId=made["id"]).execute() == ""
        [gone] = events.list(calendarId="primary", syncToken=first["nextSyncToken"]).execute()["items"]
        assert (gone["id"], gone["status"]) == (made["id"], "cancelled")
        assert server.log.lines() == [
            "token 200", "events.insert 200", "events.list 200", "events.update 200",
            "events.update 412 conditionNotMet", "events.delete 204", "events.list 200",
        ]  # fmt: skip
