"""python -m tests.fakes.google --port 0: serves until SIGTERM or ^C; its clock runs by itself."""

import argparse
import signal
from threading import Event

from tests.fakes.google.clock import RunningClock
from tests.fakes.google.modes import Consent
from tests.fakes.google.server import GoogleServer
from tests.fakes.google.times import parse_instant, stamped
from tests.fakes.google.worlds import WORLDS


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.fakes.google", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one")
    parser.add_argument("--world", choices=sorted(WORLDS), default="whole_life", help="what is in the calendars")
    parser.add_argument("--consent", choices=[each.value for each in Consent], default="page")
    parser.add_argument("--share", type=float, default=0.0, help="of the requests that meet a fault")
    parser.add_argument("--seed", type=int, default=0, help="of the faults")
    parser.add_argument("--now", default="2026-11-23T08:00:00Z", help="what the server's clock begins with (RFC 3339)")
    given = parser.parse_args()
    now = parse_instant(given.now)
    if now is None:
        parser.error("--now: write it like 2026-11-23T08:00:00Z")
    stopped = Event()
    for each in (signal.SIGTERM, signal.SIGINT):
        signal.signal(each, lambda _number, _frame: stopped.set())
    with GoogleServer(WORLDS[given.world], clock=RunningClock(now), port=given.port) as server:
        server.modes.sign_in.consent = Consent(given.consent)
        server.modes.seconds_per_request = 0
        if given.share:
            server.faults.seeded(given.seed, given.share)
        _tell(server)
        stopped.wait()


def _tell(server: GoogleServer) -> None:
    [(client, secret), *_] = server.auth.clients.items()
    account = next(iter(server.state.accounts))
    lines = {
        "api_endpoint": server.api,
        "auth_uri": server.auth.authorize_url,
        "token_uri": server.auth.token_url,
        "revoke_uri": server.auth.revoke_url,
        "client_id": client,
        "client_secret": secret,
        "account": account,
        "refresh_token": server.auth.grant(account, "calendar"),
        "now": stamped(server.clock.now()),
    }
    print("\n".join(f"{name}={value}" for name, value in lines.items()), flush=True)  # noqa: T201 - it is for people


if __name__ == "__main__":
    main()
