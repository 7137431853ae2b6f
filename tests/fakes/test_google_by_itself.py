"""The server as a program of its own."""

import signal
import subprocess
import sys
from pathlib import Path

import httplib2
from google.oauth2.credentials import Credentials
from google_auth_httplib2 import AuthorizedHttp
from googleapiclient.discovery import build

ROOT = Path(__file__).parents[2]
ENDS = "now"


def test_it_runs_by_itself_tells_where_it_is_and_stops_on_sigterm() -> None:
    command = [sys.executable, "-m", "tests.fakes.google", "--port", "0"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as ran:
        assert ran.stdout is not None
        told: dict[str, str] = {}
        while ENDS not in told:
            name, _, value = ran.stdout.readline().strip().partition("=")
            told[name] = value
        creds = Credentials(  # type: ignore[no-untyped-call]
            token=None, refresh_token=told["refresh_token"], token_uri=told["token_uri"], client_id=told["client_id"],
            client_secret=told["client_secret"],
        )  # fmt: skip
        http = AuthorizedHttp(creds, http=httplib2.Http(timeout=10, proxy_info=None))
        service = build("calendar", "v3", http=http, client_options={"api_endpoint": told["api_endpoint"]})
        entries = service.calendarList().list().execute()["items"]
        service.close()
        ran.send_signal(signal.SIGTERM)
        assert ran.wait(10) == 0
    assert told["account"] in [each["id"] for each in entries]
