"""The letter in other languages: whole, and a language is no more than a file."""

import os
import re
from dataclasses import replace
from itertools import takewhile
from pathlib import Path

import pytest

from hedgerow.letter.language import CATALOGUES, ENGLISH, known_languages, language_of
from hedgerow.letter.write import write_letter
from tests.letter.reports import FULL, QUIET, READER
from tests.letter.test_letter_snapshots import LETTERS
from tests.letter.texts import written

CODES = sorted(path.stem for path in CATALOGUES.glob("*.po"))
SPOKEN = Path(__file__).parent / "spoken"


def test_a_language_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "nl.po").write_bytes((CATALOGUES / "de.po").read_bytes())
    assert known_languages(tmp_path) == ("en", "nl")
    letter = write_letter(FULL, replace(READER, language=language_of("nl", tmp_path)))
    assert "Sieben von neun geschützten Zeiten wurden eingehalten." in letter.text
    assert "do 19 nov" in letter.text
    assert 'lang="nl"' in letter.html


def test_a_language_without_a_catalogue_is_refused() -> None:
    with pytest.raises(ValueError, match="tlh"):
        language_of("tlh")
    assert known_languages() == tuple(sorted({"en", *CODES}))


def test_three_forms_of_a_number_are_told_apart(tmp_path: Path) -> None:
    polish = written(
        tmp_path, "pl", {"{n} event": ("{n} wydarzenie", "{n} wydarzenia", "{n} wydarzeń"), "seven": "siedem"}
    )
    said = [polish.count("{n} event", "{n} events", n) for n in (1, 2, 5, 22, 25)]
    assert said == ["1 wydarzenie", "2 wydarzenia", "5 wydarzeń", "22 wydarzenia", "25 wydarzeń"]
    assert polish.number(7) == "siedem"


def test_six_forms_and_a_page_from_right_to_left(tmp_path: Path) -> None:
    forms = ("لا أحداث", "حدث", "حدثان", "{n} أحداث", "{n} حدث", "{n} حدثًا")
    arabic = written(tmp_path, "ar", {"{n} event": forms})
    said = [arabic.count("{n} event", "{n} events", n) for n in (0, 1, 2, 3, 11, 100)]
    assert said == ["لا أحداث", "حدث", "حدثان", "3 أحداث", "11 حدثًا", "100 حدث"]
    html = write_letter(QUIET, replace(READER, language=arabic)).html
    assert re.search(r'<html lang="ar" dir="rtl">', html)


def test_a_country_writes_the_same_language_in_its_own_way() -> None:
    austrian, german = language_of("de-AT"), language_of("de")
    assert austrian.locale.months["format"]["wide"][1] == "Jänner"
    assert german.locale.months["format"]["wide"][1] == "Januar"
    assert austrian.say("Nothing came in.") == german.say("Nothing came in.") == "Nichts kam dazwischen."


def test_a_country_that_nobody_knows_is_written_as_the_language() -> None:
    assert str(language_of("de-XX").locale) == "de"


def test_large_figures_are_grouped_as_the_language_does() -> None:
    said = [language.count("{n} event", "{n} events", 1234) for language in (ENGLISH, language_of("de"))]
    assert said == ["1,234 events", "1.234 Termine"]


def test_a_subject_of_accents_reaches_the_mail_whole() -> None:
    letter = write_letter(replace(FULL, week=FULL.week.plus(-11)), replace(READER, language=language_of("fr")))
    assert letter.subject == "Ta semaine 36, du 31 août au 6 septembre 2026"


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("name", ["full", "quiet", "unknown", "partly-seen", "rota"])
def test_a_letter_in_another_language_is_as_it_was_last_read_aloud(name: str, code: str) -> None:
    report, reader = LETTERS[name]
    text = write_letter(report, replace(reader, language=language_of(code))).text
    kept = SPOKEN / f"{name}.{code}.txt"
    if os.environ.get("HEDGEROW_SNAPSHOTS") == "write":
        kept.write_text(text, encoding="utf-8", newline="\n")
    assert text == kept.read_text(encoding="utf-8")


def test_the_first_lines_of_a_quiet_letter_are_few_in_every_language() -> None:
    for code in ("en", *CODES):
        lines = write_letter(QUIET, replace(READER, language=language_of(code))).text.splitlines()
        opening = takewhile(lambda line: not line.isupper(), lines[2:])
        assert len([line for line in opening if line]) <= 9
