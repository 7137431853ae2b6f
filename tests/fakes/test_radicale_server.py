from pathlib import Path

import httpx
import pytest

from tests.fakes.radicale_server import RadicaleServer

EVENT = (
    b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//x//EN\r\nBEGIN:VEVENT\r\nUID:one\r\nDTSTAMP:20260301T000000Z\r\n"
    b"DTSTART:20260302T070000Z\r\nDTEND:20260302T080000Z\r\nSUMMARY:Run\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)


def test_what_was_stored_outlives_a_kill_and_a_new_start(tmp_path: Path) -> None:
    with RadicaleServer(tmp_path) as server:
        calendar = server.make_calendar("home")
        tag = server.ask("PUT", f"{calendar}one.ics", EVENT, if_none_match="*").headers["ETag"]
        server.kill()
        with pytest.raises(httpx.ConnectError):
            server.ask("GET", f"{calendar}one.ics")
        server.start()
        assert server.ask("GET", f"{calendar}one.ics").headers["ETag"] == tag


def test_a_stranger_is_asked_for_a_password(tmp_path: Path) -> None:
    with RadicaleServer(tmp_path) as server:
        calendar = server.make_calendar("home")
        answer = httpx.get(calendar, trust_env=False)
    assert answer.status_code == 401
