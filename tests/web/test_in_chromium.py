"""The pages as a person meets them: by keyboard, on a phone, without a script."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, sync_playwright

from hedgerow.core.errand import Kind
from tests.flows.life import Life
from tests.letter.test_letter_in_chromium import ARGS
from tests.web.house import House, open_house

pytestmark = pytest.mark.part("chromium")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=ARGS)
        yield chromium
        chromium.close()


@pytest.fixture
def house() -> Iterator[House]:
    life = Life("tue 18:00-20:30  Launch")
    life.now("sun-1", "12:00")
    life.turn()
    life.now("mon", "09:30")
    with open_house(life) as house:
        yield house


def coming(house: House) -> str:
    now = house.life.clock.now()
    return min((each for each in house.life.ledger.bookings() if each.span.start > now), key=lambda b: b.span).block


def test_one_key_says_yes_and_one_more_takes_it_back(browser: Browser, house: House) -> None:
    before = house.life.spans()
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(house.base + house.path(Kind.SKIP, coming(house)))
        page.locator("button:focus").wait_for()  # it is from the first picture on, which may take its time
        page.keyboard.press("Enter")
        page.get_by_role("status").filter(has_text="Skipped").wait_for()
        assert len(house.life.spans()) == len(before) - 1
        page.get_by_role("button", name="Undo").press("Enter")
        page.get_by_role("status").filter(has_text="Taken back.").wait_for()
    assert house.life.spans() == before


def test_the_questions_are_answered_on_a_phone_without_a_script(browser: Browser, house: House) -> None:
    house.life.now("mon+1", "09:30")
    with browser.new_context(java_script_enabled=False, viewport={"width": 375, "height": 700}) as context:
        page = context.new_page()
        page.goto(house.base + house.path(Kind.ANSWER))
        page.get_by_role("textbox").first.fill("After the walk 🌿")
        page.get_by_role("button").click()
        page.get_by_role("status").filter(has_text="One answer was kept.").wait_for()
    assert [each.answer for each in house.journal.pages()] == ["After the walk 🌿"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_fits_a_phone_is_accessible_and_breaks_no_policy(
    browser: Browser, house: House, scheme: str
) -> None:
    house.life.now("mon+1", "09:30")
    paths = {
        "ask": house.path(Kind.PAUSE, "14"),
        "plan": house.path(Kind.ACCEPT),
        "answer": house.path(Kind.ANSWER),
        "over": house.path(Kind.PAUSE, "14", days=-1),
    }
    said: list[str] = []
    # axe needs to be let in; nothing else does
    options = {"viewport": {"width": 375, "height": 700}, "color_scheme": scheme, "bypass_csp": True}
    with browser.new_context(**options) as context:  # type: ignore[arg-type]
        page = context.new_page()
        page.on("console", lambda message: said.append(message.text))
        for name, path in paths.items():
            page.goto(house.base + path)
            assert page.evaluate("document.documentElement.scrollWidth") <= 375, name
            found = Axe().run(page).response["violations"]
            assert [each["id"] for each in found] == [], name
    assert not [line for line in said if "Content Security Policy" in line]
