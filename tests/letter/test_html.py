"""What the HTML holds, and what it never loads."""

import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from hedgerow.core.occurrence import CalendarId
from hedgerow.core.report import Report
from hedgerow.core.week import Coverage, Seen
from hedgerow.letter.write import write_letter
from tests.agenda import NAMES
from tests.letter.reports import FIRST, FULL, PARTLY, QUIET, READER, UNKNOWN, day, fate, retitled
from tests.letter.test_letter_snapshots import LETTERS

MOST_BYTES = 60 * 1024
CLIPPED_BYTES = 80 * 1024
"""Gmail hides what comes after about 102 kB."""
ENDLESS = "endless " * 60
INLINE = {"b", "span"}
VOID = {"meta", "br", "img", "hr", "link", "input"}


class Reading(HTMLParser):
    """The words of a page, and whether each element was closed."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.open: list[str] = []
        self.tables: list[str | None] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "br":
            self.words.append(" ")
        if tag not in VOID:
            self.open.append(tag)
        if tag == "table":
            self.tables.append(dict(attrs).get("role"))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag
        if tag not in INLINE:
            self.words.append(" ")

    def handle_data(self, data: str) -> None:
        if "style" not in self.open:
            self.words.append(data)


def read(page: str) -> Reading:
    reading = Reading()
    reading.feed(page)
    return reading


def words_of(page: str) -> str:
    return " ".join("".join(read(page).words).split())


@pytest.mark.parametrize("name", LETTERS)
def test_nothing_is_loaded_from_elsewhere(name: str) -> None:
    page = write_letter(*LETTERS[name]).html
    assert "http" not in page
    assert not re.search(r"<(script|link|svg|iframe|form|object)\b|url\(|@import|position:", page, re.IGNORECASE)


@pytest.mark.parametrize("name", LETTERS)
def test_the_pictures_that_a_letter_shows_are_those_that_it_carries(name: str) -> None:
    letter = write_letter(*LETTERS[name])
    assert set(re.findall(r'src="([^"]*)"', letter.html)) == {f"cid:{picture.cid}" for picture in letter.pictures}
    assert all(re.search(r' alt="[^"]+"| class="sign"', image) for image in re.findall("<img[^>]*>", letter.html))


@pytest.mark.parametrize("name", LETTERS)
def test_it_stays_below_what_clients_clip(name: str) -> None:
    assert len(write_letter(*LETTERS[name]).html.encode()) < MOST_BYTES


@pytest.mark.parametrize("report", [QUIET, UNKNOWN])
def test_a_short_letter_is_short(report: Report) -> None:
    letter = write_letter(report, READER)
    assert len(letter.html.encode()) < 10 * 1024
    assert len(letter.text) < 1600


def test_styles_stand_inline_and_only_dark_mode_small_screens_and_hatching_stay() -> None:
    page = write_letter(FULL, READER).html
    kept = "".join(re.findall(r"<style data[^>]*>(.*?)</style>", page, re.DOTALL))
    assert "prefers-color-scheme:dark" in kept
    assert "max-width:520px" in kept
    assert "font-size" not in kept
    assert "gradient" not in re.sub(r"<style.*?</style>", "", page, flags=re.DOTALL)
    assert re.search(r"<h1[^>]*font-size: ?29px", page)
    assert 'name="color-scheme" content="light dark"' in page


def test_it_reads_well_to_a_screen_reader() -> None:
    page = write_letter(FULL, READER).html
    assert '<html lang="en" dir="ltr">' in page
    assert "<title>Your week 47, 16 to 22 November 2026</title>" in page
    assert page.count("<h1") == 1
    assert [re.sub("<[^>]+>", "", h) for h in re.findall(r"<h2[^>]*>(.*?)</h2>", page)] == [
        "Limits passed", "Hour by hour", "Where work came in", "Protected time", "The week ahead",
        "What the numbers mean",
    ]  # fmt: skip
    assert 'alt="Saturday: kept 10:00–12:00."' in page
    assert set(read(page).tables) == {"presentation"}


def test_without_pictures_strips_are_tables_that_tell_what_they_show() -> None:
    letter = write_letter(FULL, replace(READER, pictures=False))
    assert "<img" not in letter.html
    assert letter.pictures == ()
    assert 'aria-label="Saturday: kept 10:00–12:00."' in letter.html
    assert read(letter.html).tables.count("img") == 7 + 6


def test_elements_are_closed_in_order() -> None:
    for report in (FULL, QUIET, UNKNOWN, PARTLY, FIRST):
        assert read(write_letter(report, READER).html).open == []


@pytest.mark.parametrize("name", LETTERS)
def test_html_and_text_say_the_same_numbers_and_words(name: str) -> None:
    letter = write_letter(*LETTERS[name])
    shown, plain = words_of(letter.html), " ".join(letter.text.split())
    assert numbers(shown) == numbers(plain)
    # The HTML alone says the subject and its own legend; the text alone heads the numbers and explains a dash.
    assert words(shown) - words(plain) <= {"your"}
    assert words(plain) - words(shown) <= {"numbers", "working", "hours", "the"}


def numbers(text: str) -> set[str]:
    return set(re.findall(r"\d+ h \d\d|\d+ h|\d+ min|\d\d:\d\d–\d\d:\d\d|\d+ of \d+|\d+ %", text))


def words(text: str) -> set[str]:
    """In lower case, as the text part says headings in capitals; without the signs of its strips."""
    return {word for word in re.findall(r"[^\W\d_]{3,}", text.lower()) if not set(word) <= set("klm")}


def test_a_week_of_fifteen_meetings_a_day_with_long_titles_stays_below_what_clients_clip() -> None:
    busy = " ".join(f"{hour:02d}:00-{hour:02d}:40" for hour in range(7, 22))
    fates = tuple(fate(ENDLESS[:n], name, "22:15-22:45") for n, name in enumerate(NAMES, start=1))
    crowded = replace(
        retitled(ENDLESS),
        days=tuple(day(name, busy, fates, taken=400) for name in NAMES),
        coverage=Coverage(tuple(Seen(CalendarId(f"calendar-{n}"), 9) for n in range(20)), PARTLY.coverage.not_seen * 9),
    )
    assert len(write_letter(crowded, READER).html.encode()) < CLIPPED_BYTES
