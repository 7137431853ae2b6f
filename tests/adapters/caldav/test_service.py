"""The records of RFC 6764, asked of a real name server."""

import dns.rcode
import pytest

from hedgerow.adapters.caldav.service import look_up_service
from tests.fakes.name_server import Records, name_server

NAME = "_caldavs._tcp.example.org."
SRV, TXT = (NAME, "SRV"), (NAME, "TXT")


@pytest.mark.parametrize(
    ("records", "service"),
    [
        ({SRV: ("0 1 443 dav.example.org.",)}, ("dav.example.org", 443, "/")),
        ({SRV: ("0 1 8443 dav.example.org.",), TXT: ('"path=/dav/"',)}, ("dav.example.org", 8443, "/dav/")),
        ({SRV: ("0 1 443 dav.example.org.",), TXT: ('"v=1"', '"path=/c"')}, ("dav.example.org", 443, "/c")),
        ({SRV: ("0 1 443 dav.example.org.",), TXT: ('"path=dav"',)}, ("dav.example.org", 443, "/")),
        ({SRV: ("9 1 443 later.example.org.", "1 1 443 first.example.org.")}, ("first.example.org", 443, "/")),
        ({SRV: ("1 2 443 light.example.org.", "1 9 443 heavy.example.org.")}, ("heavy.example.org", 443, "/")),
        ({SRV: ("0 0 0 .",)}, None),
        ({TXT: ('"path=/dav/"',)}, None),
        ({}, None),
    ],
    ids=["plain", "port and path", "path among others", "no path", "priority", "weight", "none", "no SRV", "unknown"],
)
def test_a_domain_names_its_calendar_server(records: Records, service: tuple[str, int, str] | None) -> None:
    with name_server(records) as server:
        assert look_up_service("example.org", server.resolver) == service
        assert {name for name, _ in server.asked} == {NAME}, "the record for plain HTTP is not asked for"


def test_a_name_server_that_fails_is_told_from_a_domain_without_calendars() -> None:
    with name_server({}, dns.rcode.SERVFAIL) as server, pytest.raises(OSError, match="does not answer"):
        look_up_service("example.org", server.resolver)
