"""The year as SVG: true lengths, all of it in words, nothing from elsewhere, readable in light and dark."""

import re
from collections.abc import Sequence
from xml.etree import ElementTree

import pytest
from playwright.sync_api import sync_playwright

from hedgerow.core.history import Passed, WeekRecord
from hedgerow.core.limits import LimitKey
from hedgerow.letter.language import language_of
from hedgerow.letter.year import BAR, draw_year, tell_week
from tests.letter.test_letter_in_chromium import ARGS
from tests.years import KEPT, LOST, MOVED, away, unseen, week, year

SVG = "{http://www.w3.org/2000/svg}"


def drawn(records: Sequence[WeekRecord]) -> ElementTree.Element:
    return ElementTree.fromstring(draw_year(records))


def texts(root: ElementTree.Element) -> list[str]:
    return [text.text or "" for text in root.iter(f"{SVG}text")]


def rows(root: ElementTree.Element) -> list[ElementTree.Element]:
    return [group for group in root.iter(f"{SVG}g") if group.find(f"{SVG}title") is not None]


def limits(root: ElementTree.Element) -> dict[str, ElementTree.Element]:
    """By what they limit."""
    groups = [group for group in root.iter(f"{SVG}g") if group.get("class") == "of-limit"]
    return {group.findtext(f"{SVG}text") or "": group for group in groups}


def looks(row: ElementTree.Element, tag: str) -> list[str]:
    return [shape.get("class", "") for shape in row.iter(f"{SVG}{tag}")]


def lengths(row: ElementTree.Element) -> list[float]:
    """Within the limit, and beyond it."""
    bars = [rect for rect in row.iter(f"{SVG}rect") if rect.get("class") == "within" or rect.get("fill")]
    return [float(rect.get("width", "")) for rect in bars]


def test_the_picture_has_a_title_and_tells_all_of_itself() -> None:
    root = drawn([week(1), week(0, 150, "mon tue", fates=(KEPT, MOVED, LOST))])
    assert (root.get("role"), root.get("aria-labelledby")) == ("img", "title desc")
    assert root.findtext(f"{SVG}title") == "Two weeks: 9 November 2026 – 22 November 2026"
    told = (root.findtext(f"{SVG}desc") or "").replace("\N{NO-BREAK SPACE}", " ")
    assert "2026-W46 is clear: none of your own time taken by work, no evenings touched." in told
    assert "2026-W47 is stretched: 2 h 30 of your own time taken by work, two evenings touched, 2 of 3" in told


def test_a_bar_has_the_length_of_its_minutes_and_is_cut_at_the_limit() -> None:
    root = drawn([week(2, 0), week(1, 60), week(0, 240)])
    assert [lengths(row) for row in rows(root)] == [[], [BAR / 4], [BAR / 2, BAR / 2]]


def test_evenings_and_blocks_are_marks_that_differ_in_shape() -> None:
    [row] = rows(drawn([week(0, 0, "tue sun", fates=(KEPT, MOVED, LOST))]))
    assert looks(row, "circle") == ["free", "touched", "free", "free", "free", "free", "touched"]
    assert {circle.get("r") for circle in row.iter(f"{SVG}circle")} == {"1.4", "4.5"}
    assert [look for look in looks(row, "rect") if look] == ["kept", "lost"]
    assert looks(row, "g").count("moved") == 1


def test_many_blocks_are_narrower_and_more_than_fit_are_counted() -> None:
    [row] = rows(drawn([week(0, fates=(KEPT,) * 15 + (LOST,))]))
    ends = [float(rect.get("x", "")) + float(rect.get("width", "")) for rect in row.iter(f"{SVG}rect")]
    assert (len(ends), max(ends) <= 764) == (16, True)
    assert "16 of 17" in texts(drawn([week(0, fates=(KEPT,) * 16 + (LOST,))]))


def test_one_wild_week_is_cut_and_flattens_no_other() -> None:
    wild, calm = rows(drawn([week(1, 1_290), week(0, 120)]))
    assert (lengths(wild), lengths(calm)) == ([63.3, 126.7], [63.3])
    assert [looks(row, "path").count("beyond") for row in (wild, calm)] == [1, 0]


def test_weeks_not_seen_and_weeks_of_leave_say_so() -> None:
    root = drawn([unseen(1), away(0)])
    assert {"not seen", "leave"} <= set(texts(root))
    assert [looks(row, "circle") for row in rows(root)] == [[], []]
    assert tell_week(unseen(1)) == "2026-W46 was not seen."


def test_months_are_named_where_they_begin() -> None:
    named = [text for text in texts(drawn(year())) if re.fullmatch(r"[A-Z][a-z]{2,3} \d{4}", text)]
    assert (named[0], named[-1], len(named)) == ("Nov 2025", "Nov 2026", 13)


def test_it_holds_no_script_and_nothing_from_elsewhere() -> None:
    text = draw_year(year())
    tags = {element.tag.removeprefix(SVG) for element in ElementTree.fromstring(text).iter()}
    assert tags == {"svg", "title", "desc", "style", "defs", "pattern", "g", "rect", "path", "circle", "text"}
    assert re.findall(r"href|src|@import|url\((?!#hatch\))", text) == []


def test_the_same_weeks_give_the_same_bytes() -> None:
    assert draw_year(year()) == draw_year(year())


def test_every_limit_that_was_measured_has_a_line_and_the_weeks_that_passed_it_have_a_dot() -> None:
    root = drawn([week(3, 60), week(2, 240, "mon tue wed"), week(1, 30), week(0, 150, fates=(KEPT, LOST))])
    drawn_limits = limits(root)
    assert list(drawn_limits) == [
        "Scheduled work", "Shortest rest between two working days", "Longest unbroken rest",
        "Personal time taken by work", "Evenings touched by work", "Protected blocks lost",
    ]  # fmt: skip
    taken = drawn_limits["Personal time taken by work"]
    assert [text.text for text in taken.iter(f"{SVG}text")][1] == "limit 2\N{NO-BREAK SPACE}h, passed in 2 of 4 weeks"
    [path] = [path.get("d", "") for path in taken.iter(f"{SVG}path") if path.get("class") == "line"]
    spots = [(circle.get("cx"), circle.get("cy")) for circle in taken.iter(f"{SVG}circle")]
    assert path == "M56.2 29.1 168.8 0.0 281.2 34.0 393.8 14.6"
    assert spots == [("168.8", "0.0"), ("393.8", "14.6")]
    rest = drawn_limits["Shortest rest between two working days"]
    assert "always reached" in (list(rest.iter(f"{SVG}text"))[1].text or "")


def test_weeks_that_say_nothing_break_the_lines() -> None:
    root = drawn([week(4, 60), week(3, 60), unseen(2), away(1), week(0, 60)])
    paths = [path.get("d", "") for path in limits(root)["Scheduled work"].iter(f"{SVG}path")]
    assert [path.count("M") for path in paths] == [1, 2]


def test_a_serious_limit_passed_is_a_dot_on_the_line_of_the_same_hours() -> None:
    serious = week(0, scheduled_work=3_400, passed=(Passed(LimitKey.SCHEDULED_WORK_SERIOUS, 3_300, 3_400),))
    work = limits(drawn([week(1), serious]))["Scheduled work"]
    assert len(list(work.iter(f"{SVG}circle"))) == 1


def test_the_limits_drawn_are_those_of_the_person() -> None:
    root = ElementTree.fromstring(draw_year([week(1), week(0)], limits={LimitKey.SCHEDULED_WORK: 40 * 60}))
    said = [text.text or "" for text in limits(root)["Scheduled work"].iter(f"{SVG}text")]
    assert said[1].startswith("limit 40")
    assert "Scheduled work: limit 40" in (root.findtext(f"{SVG}desc") or "")


def test_weeks_of_which_nothing_was_seen_draw_no_limit() -> None:
    assert limits(drawn([unseen(1), unseen(0)])) == {}


# Each text with its size, its contrast (WCAG 2.2) to the card, and its box; then the texts whose boxes overlap.
TEXTS = """() => {
  const rgb = c => c.match(/[\\d.]+/g).slice(0, 3).map(Number);
  const light = c => { const [r, g, b] = c.map(v => v / 255).map(
    v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4); return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
  const card = light(rgb(getComputedStyle(document.querySelector(".card")).fill));
  return [...document.querySelectorAll("text")].map(e => {
    const s = getComputedStyle(e), ink = light(rgb(s.fill)), b = e.getBoundingClientRect();
    const [high, low] = [Math.max(ink, card), Math.min(ink, card)];
    return [e.textContent, parseFloat(s.fontSize), (high + 0.05) / (low + 0.05), b.left, b.top, b.right, b.bottom];
  });
}"""


@pytest.mark.part("chromium")
@pytest.mark.parametrize(("scheme", "code"), [("light", "en"), ("dark", "en"), ("light", "de"), ("light", "fr")])
def test_every_text_can_be_read_and_none_lies_over_another(chromium_path: str, scheme: str, code: str) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path, args=ARGS)
        page = browser.new_page(viewport={"width": 840, "height": 900})
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        page.set_content(draw_year(year(), language_of(code)))
        found = page.evaluate(TEXTS)
        card = page.evaluate("getComputedStyle(document.querySelector('.card')).fill")
        browser.close()
    assert card == ("rgb(29, 33, 35)" if scheme == "dark" else "rgb(255, 253, 249)")
    assert len(found) > 150
    assert [text for text in found if text[1] < 12 or text[2] < 4.5] == []
    boxes = [(text[0], *text[3:]) for text in found if text[0]]
    assert [text for text in boxes if text[3] > 8 + 764 + 1] == []
    assert [(a[0], b[0]) for n, a in enumerate(boxes) for b in boxes[n + 1 :] if _overlap(a[1:], b[1:])] == []


def _overlap(a: tuple[float, ...], b: tuple[float, ...]) -> bool:
    """By more than the air around letters."""
    return min(a[2], b[2]) - max(a[0], b[0]) > 1 and min(a[3], b[3]) - max(a[1], b[1]) > 4
