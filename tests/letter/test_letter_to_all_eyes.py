"""The letter to a screen reader, and where a program turns a light page dark without asking it."""

from collections import Counter
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, Playwright, sync_playwright

from hedgerow.letter.pictures import colours
from tests.letter.pixels import Pixel, contrast, pixels
from tests.letter.test_letter_in_chromium import ARGS, PAGES

pytestmark = pytest.mark.part("chromium")
RIGHT_FOR_A_MAIL = {"landmark-one-main", "region"}
"""A mail is shown inside of a page that has its own landmarks."""
INVERTED = """() => { const style = document.createElement("style");
  style.textContent = "html{filter:invert(1) hue-rotate(180deg);background:#F3F1EC}" +
  "img{filter:invert(1) hue-rotate(180deg)}"; document.head.append(style); }"""


@pytest.fixture(scope="module")
def driver() -> Iterator[Playwright]:
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="module", params=["light", "dark"])
def page(driver: Playwright, chromium_path: str, request: pytest.FixtureRequest) -> Iterator[Page]:
    browser = driver.chromium.launch(executable_path=chromium_path, args=ARGS)
    yield browser.new_page(viewport={"width": 600, "height": 900}, color_scheme=request.param)
    browser.close()


@pytest.fixture
def forced(driver: Playwright, chromium_path: str) -> Iterator[Page]:
    dark = ["--enable-features=WebContentsForceDark", "--force-dark-mode"]
    browser = driver.chromium.launch(executable_path=chromium_path, args=[*ARGS, *dark])
    yield browser.new_page(viewport={"width": 600, "height": 900}, color_scheme="light")
    browser.close()


@pytest.mark.parametrize("name", ["whole", "without-pictures", "quiet", "unknown", "partly-seen", "rota"])
def test_axe_finds_nothing_but_that_a_mail_has_no_landmarks(page: Page, name: str) -> None:
    page.set_content(PAGES[name])
    violations = Axe().run(page).response["violations"]
    assert {each["id"] for each in violations} <= RIGHT_FOR_A_MAIL
    assert all(each["impact"] == "moderate" for each in violations)


def test_forced_dark_leaves_text_and_pictures_to_be_seen(forced: Page) -> None:
    # a program that recolours by itself does not listen to what the page says of schemes
    forced.set_content(PAGES["whole"].replace("color-scheme", "x-scheme"))
    assert_seen(forced)


def test_inversion_that_leaves_pictures_alone_does_so_too(page: Page) -> None:
    page.emulate_media(color_scheme="light")
    page.set_content(PAGES["whole"])
    page.evaluate(INVERTED)
    assert_seen(page)


def assert_seen(page: Page) -> None:
    for selector in ("h1", ".lede", ".decision", ".note", ".rust", ".link", ".facts"):
        found = shot(page, selector)
        card, lightest = Counter(found).most_common(1)[0][0], max(found, key=sum)
        assert sum(card) < 200, selector
        assert contrast(hexed(card), hexed(lightest)) >= 4.5, selector
    strip = shot(page, "img.strip")
    [(card, _)] = Counter(strip).most_common(1)
    for colour in (colours.WORK, colours.BLOCK, colours.INTRUDING):
        drawn = min(strip, key=lambda pixel: far(pixel, colour))
        assert far(drawn, colour) < 24
        assert contrast(hexed(drawn), hexed(card)) >= 3


def shot(page: Page, selector: str) -> list[tuple[int, ...]]:
    seen = pixels(page.locator(selector).first.screenshot(type="png"))
    return [pixel[:3] for row in seen.rows for pixel in row]


def far(pixel: tuple[int, ...], colour: str) -> int:
    return max(abs(a - b) for a, b in zip(pixel[:3], bytes.fromhex(colour[1:]), strict=True))


def hexed(pixel: tuple[int, ...] | Pixel) -> str:
    return f"#{bytes(pixel[:3]).hex()}"
