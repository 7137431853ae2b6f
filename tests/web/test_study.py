from collections.abc import Iterator

import httpx
import pytest

from hedgerow.core.errand import Kind
from tests.flows.life import Life
from tests.web.house import House, open_house


@pytest.fixture
def house() -> Iterator[House]:
    life = Life("tue 18:00-20:30  Launch", "wed 09:00-10:00  Stand-up")
    life.now("sun-1", "12:00")
    life.turn()
    life.now("mon+1", "09:30")
    with open_house(life) as house:
        yield house


def send(house: House, path: str, **answers: str) -> httpx.Response:
    return httpx.post(house.base + path, data=answers, headers={"Origin": house.base}, timeout=20, trust_env=False)


def keys(answer: httpx.Response) -> list[str]:
    return [part.partition('"')[0] for part in answer.text.split('<textarea id="')[1:]]


def test_the_form_asks_the_three_questions_of_the_week_and_keeps_what_is_written(house: House) -> None:
    path = house.path(Kind.ANSWER)
    asked = keys(house.get(path))
    assert len(asked) == 3
    answer = send(house, path, **{asked[0]: "  After the walk 🌿 \r\n with Noor ", asked[1]: "", "strange": "x"})
    assert "One answer was kept." in answer.text
    [page] = house.journal.pages()
    assert (page.week, page.key, page.answer) == ("2026-W47", asked[0], "After the walk 🌿 \r\n with Noor")
    assert page.question


def test_what_was_written_is_not_shown_to_whoever_holds_the_link(house: House) -> None:
    path = house.path(Kind.ANSWER)
    asked = keys(house.get(path))
    told = send(house, path, **{asked[0]: "a secret of mine"})
    assert "a secret of mine" not in told.text + house.get(path).text
    assert "You have answered this" in house.get(path).text


def test_the_same_form_sent_twice_is_one_answer(house: House) -> None:
    path = house.path(Kind.ANSWER)
    asked = keys(house.get(path))
    send(house, path, **{asked[0]: "Once."})
    assert "nothing new" in send(house, path, **{asked[0]: "Once."}).text
    assert len(house.journal.pages()) == 1


def test_a_form_of_another_page_writes_nothing(house: House) -> None:
    path = house.path(Kind.ANSWER)
    asked = keys(house.get(path))
    sent = httpx.post(
        house.base + path, data={asked[0]: "x"}, headers={"Origin": "https://evil.example"}, trust_env=False
    )
    assert (sent.status_code, list(house.journal.pages())) == (403, [])


def test_the_letter_opens_as_a_page_without_anything_from_elsewhere(house: House) -> None:
    answer = house.get(house.path(Kind.READ))
    assert answer.status_code == 200
    assert "Week 47" in answer.text
    assert 'src="cid:' not in answer.text
    assert 'src="data:image/png;base64,' in answer.text
    assert "style-src 'unsafe-inline'" in answer.headers["Content-Security-Policy"]
    assert "script" not in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize("kind", [Kind.ANSWER, Kind.READ])
def test_a_link_opens_the_room_that_it_is_for_and_no_other(house: House, kind: Kind) -> None:
    path = house.path(kind)
    token = path.rpartition("/")[2]
    for room in {"do", "journal", "letter", "stop"} - {path.split("/")[1]}:
        assert house.get(f"/{room}/{token}").status_code == 410
    assert house.get(house.path(Kind.PAUSE, "14").replace("/do/", "/letter/")).status_code == 410
