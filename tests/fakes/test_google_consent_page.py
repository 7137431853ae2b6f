"""The page of consent in a real browser: everything, some of it, nothing."""

from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
from google_auth_oauthlib.flow import InstalledAppFlow
from playwright.sync_api import Page, sync_playwright

from tests.fakes.google import GoogleServer
from tests.fakes.google.document import SCOPE

pytestmark = pytest.mark.part("chromium")
ARGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
READ, OWN = f"{SCOPE}calendar.readonly", f"{SCOPE}calendar.app.created"


@pytest.fixture
def server() -> Iterator[GoogleServer]:
    with GoogleServer() as server:
        server.account("eve@example.org")
        yield server


@pytest.fixture
def page(server: GoogleServer, chromium_path: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Page]:
    """Where a person is asked; the answer comes back to an address that knows nothing of it."""
    monkeypatch.setenv("OAUTHLIB_INSECURE_TRANSPORT", "1")
    flow = InstalledAppFlow.from_client_config(server.auth.client_config(), [READ, OWN])
    flow.redirect_uri = f"{server.root}/back"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path, args=ARGS)
        opened = browser.new_page()
        opened.goto(flow.authorization_url(access_type="offline", prompt="consent")[0])
        yield opened
        browser.close()


def come_back(page: Page) -> dict[str, list[str]]:
    page.wait_for_url("**/back?*")
    return parse_qs(urlsplit(page.url).query)


def test_a_person_ticks_everything_and_goes_on(server: GoogleServer, page: Page) -> None:
    assert page.get_by_role("checkbox").count() == 2
    page.get_by_label("Account").select_option("eve@example.org")
    page.get_by_text("Select all").click()
    page.get_by_role("button", name="Continue").click()
    back = come_back(page)
    assert back["scope"] == [f"{READ} {OWN}"]
    assert server.auth.grants.codes[back["code"][0]].email == "eve@example.org"


def test_a_person_ticks_one_of_two(page: Page) -> None:
    page.get_by_label("calendar.readonly").check()
    page.get_by_role("button", name="Continue").click()
    assert come_back(page)["scope"] == [READ]


def test_a_person_cancels(page: Page) -> None:
    page.get_by_role("button", name="Cancel").click()
    back = come_back(page)
    assert (back["error"], "code" in back) == (["access_denied"], False)
