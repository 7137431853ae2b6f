"""A reverse proxy that puts faults in front of any HTTP server, and logs all that goes through it.

with FaultProxy("http://127.0.0.1:5232") as proxy:
    proxy.script = seeded(1, 0.15)
"""

from http.client import HTTPConnection
from urllib.parse import urlsplit

from tests.fakes.faulty_http import Answer, FaultyServer, Request

_HOP = ("connection", "keep-alive", "content-length", "transfer-encoding", "date", "server", "host", "accept-encoding")


class FaultProxy(FaultyServer):
    def __init__(self, behind: str) -> None:
        """`behind` is the address of the server, and the proxy's own stands in its stead in all that it answers."""
        self.behind = behind.rstrip("/")
        super().__init__(self._forward)

    def _forward(self, request: Request) -> Answer:
        parts = urlsplit(self.behind)
        link = HTTPConnection(parts.hostname or "", parts.port, timeout=10)
        try:
            headers = {name: value for name, value in request.headers.items() if name not in _HOP}
            link.request(request.method, request.target, request.body or None, headers)
            got = link.getresponse()
            body = got.read()
        except OSError:
            return Answer(502)
        finally:
            link.close()
        kept = {name: self._here(value) for name, value in got.getheaders() if name.lower() not in _HOP}
        return Answer(got.status, kept, body)

    def _here(self, value: str) -> str:
        return value.replace(self.behind, self.url("").rstrip("/"))
