"""The pages in the language of the letter."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from hedgerow.core.errand import Kind
from tests.flows.life import Life
from tests.web.house import House, open_house


@pytest.fixture
def house() -> Iterator[House]:
    life = Life("tue 09:00-10:00  Stand-up")
    life.settings = replace(life.settings, letter=replace(life.settings.letter, language="de"))
    life.turn()
    with open_house(life) as house:
        yield house


def test_a_page_asks_and_answers_in_the_language_of_the_letter(house: House) -> None:
    path = house.path(Kind.PAUSE, "14")
    asking = house.get(path).text
    assert '<html lang="de" dir="ltr">' in asking
    assert "14 Tage lang wird nichts in deine Kalender geschrieben." in asking
    assert "Pausiert." in house.post(path).text


@pytest.mark.parametrize(
    ("path", "says"), [("/do/broken", "Dieser Link ist nicht vollständig"), ("", "Dieser Link ist abgelaufen")]
)
def test_a_link_that_does_nothing_says_so_in_the_language_of_the_letter(house: House, path: str, says: str) -> None:
    assert says in house.get(path or house.path(Kind.PAUSE, "14", days=-1)).text
