"""The language of the letter and the clock it is told by."""

import pytest

from hedgerow.letter.language import known_languages
from hedgerow.letter.language import language_of as spoken
from hedgerow.settings.languages import language_of
from hedgerow.settings.values import Clock
from tests.settings.reading import HOME, problems, settings


def test_the_letter_is_english_and_its_clock_that_of_the_language_unless_told_otherwise() -> None:
    assert settings(HOME).letter.language == "en"
    assert settings(HOME).person.clock is None


@pytest.mark.parametrize(("given", "meant"), [("de", "de"), (" FR ", "fr"), ("de_at", "de-AT"), ("en-US", "en-US")])
def test_a_language_may_name_a_country(given: str, meant: str) -> None:
    read = settings(f'{HOME}[letter]\nlanguage = "{given}"')
    assert read.letter.language == meant
    assert spoken(read.letter.language).code == meant


def test_a_language_without_a_letter_is_refused_with_those_that_there_are() -> None:
    [problem] = problems(HOME + '[letter]\nlanguage = "tlh"')
    assert problem == (
        "h.toml:4:12: letter.language: there is no letter in 'tlh'; it can be written in de, en, fr, each with or"
        " without a country, such as 'en-US'"
    )


@pytest.mark.parametrize("given", ["", "german", "de-Austria", "../de"])
def test_what_is_no_code_of_a_language_is_refused(given: str) -> None:
    assert len(problems(f'{HOME}[letter]\nlanguage = "{given}"')) == 1


def test_every_language_that_the_letter_speaks_can_be_set() -> None:
    assert [language_of(code) for code in known_languages()] == list(known_languages())


def test_the_clock_is_one_of_two() -> None:
    assert settings('[person]\ntime_zone = "Europe/Berlin"\nclock = "12h"').person.clock is Clock.H12
    assert settings('[person]\ntime_zone = "Europe/Berlin"\nclock = "24h"').person.clock is Clock.H24
    [problem] = problems('[person]\ntime_zone = "Europe/Berlin"\nclock = "am"')
    assert problem.startswith("h.toml:3:9: person.clock: 'am' is not one of 24h, 12h")
