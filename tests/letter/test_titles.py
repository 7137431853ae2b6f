"""Foreign text: titles of any script, length and malice."""

import html
import re
import unicodedata
from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from hedgerow.letter.text import COLUMNS
from hedgerow.letter.titles import FSI, LONGEST, PDI, Titles, clean
from hedgerow.letter.write import write_letter
from tests.letter.reports import READER, retitled

ARABIC = "اجتماع الفريق الأسبوعي " * 25
JAPANESE = "四半期予算レビューと来週の計画" * 40
EMOJI = "👩‍👩‍👧 Picnic 🧺 " * 50
SCRIPT = "<script>alert('x')</script>&amp;\"' " * 20
ENDLESS = "a" * 500


@pytest.mark.parametrize("title", [ARABIC, JAPANESE, EMOJI, SCRIPT, ENDLESS], ids=["ar", "ja", "emoji", "script", "a"])
def test_a_strange_title_changes_nothing_around_it(title: str) -> None:
    letter = write_letter(retitled(title), READER)
    assert "<script" not in letter.html
    assert len(letter.html.encode()) < 60 * 1024
    assert all(_columns(line) <= COLUMNS for line in letter.text.splitlines())
    assert "The week ahead" in letter.html
    assert html.escape(clean(title)[:8], quote=False) in letter.html


def _columns(line: str) -> int:
    shown = [c for c in line if c not in (FSI, PDI) and not unicodedata.combining(c)]
    return sum(2 if unicodedata.east_asian_width(c) in ("W", "F") else 1 for c in shown)


def test_a_right_to_left_title_is_isolated_in_both_bodies() -> None:
    letter = write_letter(retitled("اجتماع"), READER)
    assert f"{FSI}اجتماع{PDI}: 1 h 05" in letter.text
    assert '<span dir="auto">اجتماع</span>' in letter.html


def test_a_title_that_needs_no_isolates_brings_none_into_the_text() -> None:
    letter = write_letter(retitled("Retro"), READER)
    assert FSI not in letter.text
    assert FSI not in letter.html


@pytest.mark.parametrize(
    ("raw", "kept"),
    [
        ("a\u202eb\u2066c\u200f", "abc"),
        ("one\u2028two\u2029three\r\nfour\x00\x1b[31m", "one two three four[31m"),
        ("\ud800lone", "lone"),
        ("  wide \u00a0 space ", "wide space"),
        ("می‌خواهم", "می‌خواهم"),
        ("", ""),
    ],
)
def test_control_characters_do_not_pass(raw: str, kept: str) -> None:
    assert clean(raw) == kept


def test_a_title_of_nothing_is_said_to_be_untitled() -> None:
    assert "untitled: 1 h 05" in write_letter(retitled("\u200b\n"), READER).text.lower()


@given(st.text())
@example("a" * 79 + "👩\u200d👧")
def test_cleaning_is_one_line_short_and_final(raw: str) -> None:
    once = clean(raw)
    assert len(once) <= LONGEST
    assert not re.search(r"[\x00-\x1f\x7f\u2028\u2029\u202a-\u202e\u2066-\u2069]", once)
    assert clean(once) == once
    once.encode()


def test_the_readers_name_is_foreign_text_too() -> None:
    letter = write_letter(retitled("x"), replace(READER, name="<b>Ada\u202e\nBcc: x"))
    assert "<b>Ada" not in letter.html
    assert "Written for <b>Ada Bcc: x" in " ".join(letter.text.split())


def test_a_title_inside_a_question_stands_in_marks_and_what_stands_for_it_in_none() -> None:
    titles = Titles(hidden=False)
    assert titles.quoted(titles.block("Reading, no screens")) == f"“{FSI}Reading, no screens{PDI}”"
    assert titles.quoted(titles.block(" ")) == "untitled"
    hidden = Titles(hidden=True)
    assert hidden.quoted(hidden.block("Reading, no screens")) == "a protected block"
