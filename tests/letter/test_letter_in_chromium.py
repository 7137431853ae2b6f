"""Facts of the drawn page: nothing sticks out, nothing is too small or too faint to read."""

import re
from base64 import b64encode
from collections.abc import Iterator
from itertools import product

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from hedgerow.letter.reader import Letter
from hedgerow.letter.write import write_letter
from tests.letter.dressed import PARTS, WHOLE
from tests.letter.pixels import contrast
from tests.letter.reports import READER
from tests.letter.strange import LETTERS as STRANGE
from tests.letter.test_letter_snapshots import LETTERS

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


def drawn(letter: Letter) -> str:
    """As a mail program shows it: RFC 2392."""
    page = letter.html
    for picture in letter.pictures:
        page = page.replace(f"cid:{picture.cid}", f"data:image/png;base64,{b64encode(picture.png).decode()}")
    return page


PAGES = {name: drawn(write_letter(*made)) for name, made in LETTERS.items()}
PAGES |= {name: drawn(write_letter(*made)) for name, made in STRANGE.items()}

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


@pytest.mark.parametrize("name", ["whole", "without-pictures", "arabic", "endless", "two-hundred", "quiet", "unknown"])
def test_it_stands_on_inline_styles_alone(page: Page, name: str) -> None:
    page.set_content(PAGES[name])
    page.evaluate(HALF_STYLED)
    assert page.evaluate(OVERFLOWING) == []
    assert [text for text in page.evaluate(TEXTS) if text[1] < 12 or text[2] < 4.5] == []


def test_the_strips_place_hours_where_the_ticks_stand(page: Page) -> None:
    page.set_content(PAGES["without-pictures"])
    lefts = page.evaluate(
        """() => { const left = e => e.getBoundingClientRect().left;
        const tick = [...document.querySelectorAll(".tick")].find(e => e.textContent === "09");
        const rows = [...document.querySelectorAll("table.cells")];
        return [left(tick), left(rows[1].querySelector(".work")), left(rows[6].querySelector(".kept"))]; }"""
    )
    assert max(lefts) - min(lefts) <= 2


def test_shapes_differ_in_height_and_not_by_colour_alone(page: Page) -> None:
    page.set_content(PAGES["without-pictures"])
    heights = page.evaluate(
        """() => Object.fromEntries(["idle", "window", "intruding", "kept"].map(
        look => [look, document.querySelector(`table.cells .${look}`).getBoundingClientRect().height]))"""
    )
    assert heights["idle"] < heights["window"] < heights["intruding"] < heights["kept"]


def test_it_asks_nothing_of_the_network(page: Page) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.set_content(PAGES["whole"])
    assert {url.partition(":")[0] for url in asked} <= {"data"}


def test_a_strip_of_pictures_keeps_its_height_on_a_phone_and_begins_where_the_ticks_do(page: Page) -> None:
    page.set_content(PAGES["whole"])
    boxes = page.evaluate(
        """() => [...document.querySelectorAll("img.strip, .tick")].map(e => [e.tagName, e.textContent,
        e.getBoundingClientRect().left, e.getBoundingClientRect().height])"""
    )
    strips = [box for box in boxes if box[0] == "IMG"]
    assert len(strips) == 7
    assert {round(box[3]) for box in strips} == {30}
    [six] = [box for box in boxes if box[1] == "06"]
    assert {round(box[2] - six[2]) for box in strips} == {0}


def test_with_pictures_off_every_alternative_is_read_whole(page: Page) -> None:
    page.set_content(write_letter(WHOLE, READER, PARTS).html)
    assert page.evaluate(OVERFLOWING) == []
    cut = """() => [...document.images].filter(e => e.alt).map(e => [e.alt, e.getBoundingClientRect().height,
        (() => { const p = document.createElement("p"), s = getComputedStyle(e); p.textContent = e.alt;
        p.style.cssText = `margin:0;position:absolute;font:${s.font};width:${e.getBoundingClientRect().width}px`;
        document.body.append(p); const h = p.getBoundingClientRect().height; p.remove(); return h; })()])
        .filter(([alt, shown, needed]) => shown < needed - 1)"""
    assert page.evaluate(cut) == []
    sizes = page.evaluate("""() => [...document.images].map(e => parseFloat(getComputedStyle(e).fontSize))""")
    assert min(sizes) >= 12
    shown = page.evaluate("""() => [".card", "img"].map(s => getComputedStyle(document.querySelector(s)))
        .map((s, n) => n ? s.color : s.backgroundColor)""")
    assert contrast(*("#" + "".join(f"{int(part):02x}" for part in re.findall(r"\d+", rgb)) for rgb in shown)) >= 4.5
    assert len(sizes) > 20


def test_the_first_screen_of_a_phone_says_how_the_week_was_what_took_it_and_what_to_decide(page: Page) -> None:
    page.set_content(PAGES["whole"])
    bottoms = page.evaluate(
        """() => [...document.querySelectorAll("h1, .lede, .decision")].slice(0, 3).map(
        e => e.getBoundingClientRect().bottom)"""
    )
    assert len(bottoms) == 3
    assert max(bottoms) < 600


def test_a_link_that_acts_is_tall_enough_for_a_thumb_and_looks_like_one(page: Page) -> None:
    page.set_content(PAGES["whole"])
    links = page.evaluate(
        """() => [...document.querySelectorAll(".actions a, .ends a, .refuse a")].map(e => [e.textContent,
        parseFloat(getComputedStyle(e).lineHeight), getComputedStyle(e).textDecorationLine])"""
    )
    assert len(links) > 12
    assert {(line, decoration) for _, line, decoration in links} == {(28, "underline")}
