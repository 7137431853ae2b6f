"""The letter in other languages: whole, and a language is no more than a file."""

import os
import re
from collections.abc import Mapping
from dataclasses import replace
from itertools import takewhile
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po

from hedgerow.core.report import Report
from hedgerow.letter.language import CATALOGUES, ENGLISH, Language, known_languages, language_of
from hedgerow.letter.parts import NO_PARTS, ActionLink, Links, Parts, PolicyPart, Question, QuestionsPart
from hedgerow.letter.reader import Reader
from hedgerow.letter.titles import FSI, PDI
from hedgerow.letter.write import write_letter
from tests.letter.dressed import WHOLE
from tests.letter.reports import FIRST, FULL, PARTLY, QUIET, READER, UNKNOWN, over_a_clock_change
from tests.letter.rota import NURSES, ROTA
from tests.letter.test_letter_snapshots import LETTERS
from tests.letter.texts import spoken_texts

CODES = sorted(path.stem for path in CATALOGUES.glob("*.po"))
SPOKEN = Path(__file__).parent / "spoken"


def written(folder: Path, code: str, texts: Mapping[str, str | tuple[str, ...]]) -> Language:
    """A language of the given texts; those with a number are keyed by their singular."""
    made = Catalog(locale=code)
    for text in spoken_texts():
        if text.one in texts:
            made.add(text.id, texts[text.one])
    with (folder / f"{code}.po").open("wb") as file:
        write_po(file, made)
    return language_of(code, folder)


GREEK = "αβγδεζηθικλμνξοπρστυφχψωαβ"
_LATIN = str.maketrans("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ", GREEK + GREEK.replace("ς", "σ").upper())
_VALUES = (
    "Hedgerow", "HEDGEROW", "Ada", "Ewa", "hedgerow", "report", "week", "Europe", "Berlin", "UTC",
    "family", "village", "work", "rota", "club", "ics",
    # what a source said of itself
    "The feed did not answer", "The file is not a calendar", "DTSTART is missing",
    # what the strips mark
    "K", "M", "L",
)  # fmt: skip


def greek(text: str) -> str:
    """The text in other letters: what a letter says beside the catalogue stays Latin and is seen."""
    return re.sub(r"[^{}]+(?![^{]*})", lambda part: part[0].translate(_LATIN), text)


def test_greek_letters_leave_the_values_alone() -> None:
    assert re.findall(r"[A-Za-z{}]+", greek("{n} limits, {duration} of it")) == ["{n}", "{duration}"]


CHANGED = over_a_clock_change()
URL = "http://127.0.0.1:8080/l/W47"
LINK = ActionLink("α", URL)
GIVEN = Parts(
    Links(URL, ((LINK,),), URL, ((LINK,),), ((LINK,),), ((LINK,), (LINK,), (LINK,), (LINK,)), (LINK,)),
    QuestionsPart((Question("α", "β"), Question("α", "β")), URL, "γ"),
    PolicyPart("α", "β", ("- γ", "+ δ"), "ε", LINK, LINK, "ζ"),
)
"""What others give a letter, in Greek letters already."""


@pytest.mark.parametrize(
    ("report", "reader", "parts"),
    [
        (WHOLE, READER, GIVEN), (QUIET, READER, NO_PARTS), (UNKNOWN, READER, NO_PARTS), (PARTLY, READER, NO_PARTS),
        (FULL, replace(READER, hide_titles=True), NO_PARTS), (ROTA, NURSES, NO_PARTS), (*CHANGED, NO_PARTS),
        (FIRST, READER, replace(GIVEN, policy=PolicyPart(followed="ζ"))),
    ],
    ids=["whole", "quiet", "unknown", "partly seen", "hidden titles", "rota", "clock change", "first week"],
)  # fmt: skip
def test_nothing_that_a_letter_says_stays_outside_of_the_catalogue(
    report: Report, reader: Reader, parts: Parts, tmp_path: Path
) -> None:
    texts = {text.one: (greek(text.one), greek(text.many)) if text.many else greek(text.one) for text in spoken_texts()}
    letter = write_letter(report, replace(reader, language=written(tmp_path, "el", texts)), parts)
    html = re.sub(r"(?s)<!--.*?-->|<style.*?</style>|<span[^>]*dir=\"?auto.*?</span>|&\w+;", " ", letter.html)
    said = [letter.subject, letter.text, re.sub(r"(?s)<[^>]*>", " ", html)]
    said += re.findall(r"(?:alt|aria-label|title)=\"([^\"]*)\"", html)
    for part in said:
        assert re.findall(r"[A-Za-z]{1,40}", _without_values(part, report)) == []


def _without_values(text: str, report: Report) -> str:
    fates = [title for fate in report.fates for title in (fate.title, fate.taken_by or "")]
    titles = [*fates, *(cause.title for cause in report.causes), *(title for title, _ in report.next_week.blocks)]
    titles += [each for clash in report.next_week.clashes for each in (clash.title, clash.over)]
    titles += [each.title for missing in report.next_week.unplaced for each in missing.blockers]
    titles += [missing.intention.title for missing in report.next_week.unplaced]
    titles += [title for limit in report.passed for title in limit.culprits]
    titles += [each.title for each in report.expected]
    titles += [each.title for each in report.overlap.shared]
    plain = " ".join(text.replace(FSI, "").replace(PDI, "").replace("&amp;", "&").split())
    plain = re.sub(r"[·=#~KML-]{30,}|W\d\d|http:\S+", " ", plain)
    for value in sorted({*titles, *_VALUES} - {""}, key=len, reverse=True):
        plain = re.sub(rf"(?<![A-Za-z]){re.escape(value)}(?![A-Za-z])", " ", plain)
    return plain


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
