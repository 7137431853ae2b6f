"""The pages as one ASGI application, and the server that shows them to this machine alone."""

import logging
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.resources import files
from threading import Thread
from urllib.parse import urlsplit

import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from hedgerow.ports import AuthorizationExpired, Refused, Unavailable
from hedgerow.web.guard import TOO_LONG, Guard
from hedgerow.web.pages import Rooms
from hedgerow.web.study import Study

_log = logging.getLogger(__name__)
HERE = "127.0.0.1"
_ENDING = 3.0
"""Seconds that requests under way have when the service ends."""


@dataclass(frozen=True, slots=True)
class Address:
    port: int
    public: str = ""
    """Where a proxy of the person's own shows the pages, `https://hedgerow.example.org`; empty: nowhere."""

    @property
    def origins(self) -> frozenset[str]:
        own = (f"http://{name}:{self.port}" for name in (HERE, "localhost", "[::1]"))
        return frozenset({*own, self.public.lower()} - {""})

    @property
    def hosts(self) -> frozenset[str]:
        return frozenset(urlsplit(origin).netloc for origin in self.origins)


def build_app(rooms: Rooms, address: Address) -> Starlette:
    study = Study(rooms.home)
    guard = Middleware(Guard, hosts=address.hosts, origins=address.origins)
    routes = [*rooms.routes(), *study.routes(), Route("/page.css", _style)]
    failing = dict.fromkeys((Unavailable, AuthorizationExpired, Refused), rooms.fail)
    return Starlette(routes=routes, middleware=[guard], exception_handlers={**failing, ClientDisconnect: _too_long})


def _too_long(_: Request, __: Exception) -> Response:
    """Whoever went away of their own does not see it."""
    return PlainTextResponse(*TOO_LONG)


def _style(_: Request) -> Response:
    sheet = files("hedgerow.web").joinpath("static/page.css").read_text(encoding="utf-8")
    return Response(sheet, media_type="text/css")


@contextmanager
def showing(rooms: Rooms, address: Address) -> Iterator[int]:
    """Serves the pages meanwhile, on the loopback; gives the port. Raises OSError when it is taken."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as door:
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        door.bind((HERE, address.port))
        door.listen()  # who comes before the server is up waits
        port = int(door.getsockname()[1])
        app = build_app(rooms, Address(port, address.public))
        config = uvicorn.Config(
            app, log_config=None, access_log=False, server_header=False, limit_concurrency=64, lifespan="off",
            timeout_graceful_shutdown=int(_ENDING),
        )  # fmt: skip
        server = uvicorn.Server(config)
        thread = Thread(target=server.run, kwargs={"sockets": [door]}, name="pages", daemon=True)
        thread.start()
        try:
            yield port
        finally:
            server.should_exit = True
            thread.join(_ENDING + 1)
