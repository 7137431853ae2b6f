"""Facts of the drawn page: nothing sticks out, nothing is too small or too faint to read."""

from collections.abc import Iterator
from itertools import product

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from hedgerow.letter.write import write_letter
from tests.letter.reports import READER, retitled
from tests.letter.test_letter_snapshots import LETTERS
from tests.letter.test_titles import ENDLESS

pytestmark = pytest.mark.part("chromium")
ARGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WIDTHS = (600, 375)
SCHEMES = ("light", "dark")
PAGES = {name: write_letter(*made).html for name, made in LETTERS.items()}
PAGES["endless-titles"] = write_letter(retitled(ENDLESS), READER).html

# Each text that is drawn, with its size and its contrast (WCAG 2.2) against the nearest background behind it.
TEXTS = """() => {
  const rgb = c => c.match(/[\\d.]+/g).map(Number);
  const light = c => { const [r, g, b] = c.map(v => v / 255).map(
    v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4); return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
  const behind = e => { for (; e; e = e.parentElement) {
    const c = rgb(getComputedStyle(e).backgroundColor); if (c.length < 4 || c[3] > 0) return c.slice(0, 3); }
    return [255, 255, 255]; };
  const found = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const e = walk.currentNode.parentElement;
    if (!walk.currentNode.data.trim() || e.tagName === "STYLE" || !e.getClientRects().length) continue;
    const s = getComputedStyle(e);
    const [a, b] = [light(rgb(s.color).slice(0, 3)), light(behind(e))].sort((x, y) => y - x);
    found.push([walk.currentNode.data.trim(), parseFloat(s.fontSize), (a + 0.05) / (b + 0.05)]);
  }
  return found;
}"""
OVERFLOWING = """() => [...document.body.querySelectorAll("*")].filter(
  e => e.getBoundingClientRect().right > innerWidth + 0.5).map(e => e.outerHTML.slice(0, 80))"""
HALF_STYLED = """() => document.querySelectorAll("style").forEach(style => style.remove())"""


@pytest.fixture(scope="module")
def browser(chromium_path: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium_path, args=ARGS)
        yield started
        started.close()


@pytest.fixture(scope="module", params=product(WIDTHS, SCHEMES), ids=lambda pair: f"{pair[0]}-{pair[1]}")
def page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    width, scheme = request.param
    opened = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
    yield opened
    opened.close()


@pytest.mark.parametrize("name", PAGES)
def test_nothing_sticks_out_and_every_text_can_be_read(page: Page, name: str) -> None:
    page.set_content(PAGES[name])
    assert page.evaluate(OVERFLOWING) == []
    texts = page.evaluate(TEXTS)
    assert len(texts) > 10
    assert [text for text in texts if text[1] < 12] == []
    assert [text for text in texts if text[2] < 4.5] == []


def test_the_card_follows_the_scheme(page: Page) -> None:
    page.set_content(PAGES["full"])
    dark = page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches")
    card = page.evaluate("getComputedStyle(document.querySelector('.card')).backgroundColor")
    assert card == ("rgb(29, 33, 35)" if dark else "rgb(255, 253, 249)")


def test_it_stands_on_inline_styles_alone(page: Page) -> None:
    page.set_content(PAGES["full"])
    page.evaluate(HALF_STYLED)
    assert page.evaluate(OVERFLOWING) == []
    assert [text for text in page.evaluate(TEXTS) if text[1] < 12 or text[2] < 4.5] == []


def test_the_strips_place_hours_where_the_ticks_stand(page: Page) -> None:
    page.set_content(PAGES["full"])
    lefts = page.evaluate(
        """() => { const left = e => e.getBoundingClientRect().left;
        const tick = [...document.querySelectorAll(".tick")].find(e => e.textContent === "09");
        const rows = [...document.querySelectorAll("table.cells")];
        return [left(tick), left(rows[1].querySelector(".work")), left(rows[6].querySelector(".kept"))]; }"""
    )
    assert max(lefts) - min(lefts) <= 2


def test_shapes_differ_in_height_and_not_by_colour_alone(page: Page) -> None:
    page.set_content(PAGES["full"])
    heights = page.evaluate(
        """() => Object.fromEntries(["idle", "window", "intruding", "kept"].map(
        look => [look, document.querySelector(`table.cells .${look}`).getBoundingClientRect().height]))"""
    )
    assert heights["idle"] < heights["window"] < heights["intruding"] < heights["kept"]


def test_it_asks_nothing_of_the_network(page: Page) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.set_content(PAGES["full"])
    assert asked == []
