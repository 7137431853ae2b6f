"""Two strict clients of other people work with the server from end to end."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import aiohttp
import pytest
from gcal_sync.api import GoogleCalendarService, ListEventsRequest, LocalListEventsRequest
from gcal_sync.auth import AbstractAuth
from gcal_sync.model import DateOrDatetime
from gcal_sync.model import Event as SyncedEvent
from gcal_sync.sync import CalendarEventSyncManager, CalendarListSyncManager
from gcsa.event import Event
from gcsa.google_calendar import GoogleCalendar, SendUpdatesMode
from googleapiclient.discovery import build

from tests.fakes.google import ADA, GoogleServer
from tests.fakes.google.client import credentials
from tests.fakes.google.worlds import whole_life

PARIS = ZoneInfo("Europe/Paris")
TUESDAY = datetime(2026, 11, 24, 9, tzinfo=PARIS)


@pytest.fixture
def server() -> Iterator[GoogleServer]:
    with GoogleServer(whole_life) as server:
        yield server


@pytest.fixture
def calendar(server: GoogleServer) -> Iterator[Any]:
    """gcsa; it takes no address, so its service is replaced."""
    creds = credentials(server)
    creds.token = server.auth.access(ADA, "calendar")
    found = GoogleCalendar(ADA, credentials=creds)
    found.service.close()
    found.service = build(
        "calendar", "v3", credentials=creds, static_discovery=True, client_options={"api_endpoint": server.api}
    )
    yield found
    found.service.close()


def test_gcsa_inserts_lists_updates_moves_and_deletes(server: GoogleServer, calendar: Any) -> None:
    made = calendar.add_event(
        Event("Review", start=TUESDAY, minutes_before_popup_reminder=10, attendees=["eve@example.org"]),
        send_updates=SendUpdatesMode.NONE,
    )
    assert server.state.notified == []
    made.summary = "Retro"
    assert calendar.update_event(made).summary == "Retro"
    day = {"time_min": date(2026, 11, 24), "time_max": date(2026, 11, 25), "single_events": True}
    assert "Retro" in [each.summary for each in calendar.get_events(order_by="startTime", **day)]
    assert calendar.move_event(made, "family@group.calendar.google.com").summary == "Retro"
    calendar.delete_event(made, calendar_id="family@group.calendar.google.com")
    family = server.hands("family@group.calendar.google.com")
    assert made.event_id not in [each["id"] for each in family.alive()]


def test_gcsa_reads_every_kind_of_event_calendar_and_setting(calendar: Any) -> None:
    titles = [each.summary for each in calendar.get_events(date(2026, 11, 1), date(2027, 1, 1))]
    assert {"Standup", "Board", "Deep work", "Away", "Home", "Grace", "Flight", None} <= set(titles)
    november = {"time_min": datetime(2026, 11, 1, tzinfo=UTC), "time_max": datetime(2026, 12, 1, tzinfo=UTC)}
    assert len(list(calendar.get_instances("standup", **november))) == 9
    assert [each.access_role for each in calendar.get_calendar_list(min_access_role="owner")] == ["owner", "owner"]
    assert calendar.get_settings().timezone == "Europe/Paris"
    busy = calendar.get_free_busy(time_min=TUESDAY, time_max=TUESDAY + timedelta(hours=25))
    assert len(busy.calendars[ADA]) == 2
    assert len(calendar.list_event_colors()) == 11


class Auth(AbstractAuth):
    """Of gcal_sync, with an access token that was granted before."""

    def __init__(self, session: aiohttp.ClientSession, server: GoogleServer) -> None:
        super().__init__(session, server.api.rstrip("/"))
        self.token = server.auth.access(ADA, "calendar")

    async def async_get_access_token(self) -> str:
        return self.token


def run(server: GoogleServer, work: Callable[[GoogleCalendarService], Awaitable[None]]) -> None:
    server.state.share("team@group.calendar.google.com", ADA, "writer")  # version 8.0.0 knows four roles and no other

    async def inside() -> None:
        async with aiohttp.ClientSession() as session:
            await work(GoogleCalendarService(Auth(session, server)))

    asyncio.run(inside())


def test_gcal_sync_lists_gets_creates_patches_and_deletes(server: GoogleServer) -> None:
    async def work(service: GoogleCalendarService) -> None:
        assert len((await service.async_list_calendars()).items) == 5
        assert (await service.async_get_calendar("primary")).id == ADA
        start, end = (DateOrDatetime(date_time=TUESDAY + timedelta(hours=add)) for add in (0, 1))
        await service.async_create_event("primary", SyncedEvent(summary="Retro", start=start, end=end))
        [made] = [each for each in server.hands().alive() if each.get("summary") == "Retro"]
        await service.async_patch_event("primary", made["id"], {"summary": "Review"})
        assert (await service.async_get_event("primary", made["id"])).summary == "Review"
        asked = ListEventsRequest(calendar_id="primary", start_time=TUESDAY, end_time=TUESDAY + timedelta(days=9))
        titles = [each.summary async for page in await service.async_list_events(asked) for each in page.items]
        assert titles[0] == "Review"
        assert titles.count("Standup") == 3
        await service.async_delete_event("primary", made["id"])
        assert server.hands().held(made["id"])["status"] == "cancelled"

    run(server, work)


def test_gcal_sync_synchronises_through_pages_deltas_and_a_dead_token(server: GoogleServer) -> None:
    async def titles(manager: CalendarEventSyncManager) -> list[str]:
        await manager.run()
        window = LocalListEventsRequest(start_time=TUESDAY, end_time=TUESDAY + timedelta(hours=50))
        found = await manager.store_service.async_list_events(window)
        return sorted(each.summary for each in found.events if each.summary)

    async def work(service: GoogleCalendarService) -> None:
        await CalendarListSyncManager(service).run()
        manager = CalendarEventSyncManager(service, "primary")
        assert await titles(manager) == ["Board", "Deep work", "Review", "Standup"]
        server.hands().edit("board", summary="Budget")
        server.hands().delete("review")
        assert await titles(manager) == ["Budget", "Deep work", "Standup"]
        server.modes.page_size, server.modes.empty_pages = 2, True
        server.hands().forget_sync()
        server.hands().add("Late", "2026-11-25T15:00:00", "2026-11-25T16:00:00")
        assert await titles(manager) == ["Budget", "Deep work", "Late", "Standup"]
        assert 410 in [each.status for each in server.log.of("events.list")]

    run(server, work)
