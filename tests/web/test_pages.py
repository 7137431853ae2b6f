import re
from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import timedelta

import httpx
import pytest

from hedgerow.core.block import Standing
from hedgerow.core.errand import Kind, moving
from hedgerow.core.span import Span
from hedgerow.flows.errands import series_name
from hedgerow.letter.titles import FSI, PDI
from hedgerow.ports import AuthorizationExpired, Pause, Unavailable
from tests.agenda import at
from tests.flows.life import BLOCKS, DINNER, Life
from tests.web.house import PUBLIC, House, open_house

YES = (True, True)


@pytest.fixture
def house() -> Iterator[House]:
    life = Life("tue 09:00-10:00  Stand-up")
    life.turn()
    with open_house(life) as house:
        yield house


def first(house: House) -> tuple[str, Span]:
    booking = min((each for each in house.life.ledger.bookings()), key=lambda each: each.span)
    return booking.block, booking.span


def state(house: House) -> object:
    life = house.life
    return list(life.ledger.bookings()), life.spans(), life.breaks.pause(), house.text, house.links.used


def plain(answer: httpx.Response) -> str:
    """Without the marks around titles, which nobody sees."""
    return answer.text.replace(FSI, "").replace(PDI, "")


def all_errands(house: House) -> list[str]:
    block, span = first(house)
    items = {
        Kind.SKIP: block,
        Kind.MOVE: moving(block, span.start + timedelta(minutes=30)),
        Kind.ACCEPT: f"dinner/{span.start:%Y-%m-%d}",
        Kind.PAUSE: "14",
    }
    return [house.path(kind, items.get(kind, "")) for kind in Kind if kind not in (Kind.READ, Kind.ANSWER)]


def test_looking_at_any_link_changes_nothing_however_often(house: House) -> None:
    before = state(house)
    for path in all_errands(house):
        for _ in range(2):
            answer = house.get(path)
            assert (answer.status_code, answer.text.count("<button")) == (200, 1), path
    assert state(house) == before


def test_a_yes_skips_the_block_once_and_can_be_taken_back(house: House) -> None:
    block, span = first(house)
    path = house.path(Kind.SKIP, block)
    assert "Dinner" in plain(house.get(path))
    answer = house.post(path)
    assert "Skipped: Dinner" in plain(answer)
    assert span not in house.life.spans()
    again = house.post(path)
    assert again.text == answer.text
    assert house.get(path).text == answer.text
    undo = re.search(r'action="(/do/[^"]+)"', answer.text)
    assert undo
    assert "Taken back." in house.post(undo[1]).text
    assert span in house.life.spans()


def test_a_yes_moves_the_block_and_it_stays_there(house: House) -> None:
    block, span = first(house)
    later = Span(span.start + timedelta(minutes=30), span.end + timedelta(minutes=30))
    assert "Moved: Dinner" in plain(house.post(house.path(Kind.MOVE, moving(block, later.start))))
    assert later in house.life.spans()
    house.life.turn()
    [booking] = [each for each in house.life.ledger.bookings() if each.block == block]
    assert (booking.span, booking.standing) == (later, Standing.PINNED)


def test_a_yes_to_one_block_books_it_and_is_no_yes_to_the_others() -> None:
    life = Life("tue 09:00-10:00  Stand-up")
    with open_house(life) as house:
        day = at("mon", "12:00").date()
        assert "Booked: Dinner" in plain(house.post(house.path(Kind.ACCEPT, f"dinner/{day}")))
        assert [span.start.date() for span in life.spans()] == [day]
        assert life.ledger.approved() == frozenset()
        assert "Booked: Dinner" in plain(house.post(house.path(Kind.ACCEPT, f"dinner/{day}", days=9)))
        assert len(life.spans()) == 1


def test_the_page_of_the_plan_reads_no_calendar_while_the_daemon_does() -> None:
    def turning() -> AbstractContextManager[None]:
        raise Unavailable("Hedgerow is at work in your calendars just now: try again in a moment.")

    life = Life()
    life.turn()
    with open_house(life, turning) as house:
        answer = house.get(house.path(Kind.ACCEPT))
        assert (answer.status_code, "at work in your calendars" in answer.text) == (503, True)
        assert house.get(house.path(Kind.SKIP, first(house)[0])).status_code == 200


def test_a_yes_to_the_plan_books_it_all() -> None:
    life = Life()
    with open_house(life) as house:
        path = house.path(Kind.ACCEPT)
        assert plain(house.get(path)).count("<li>Dinner, ") > 5
        answer = house.post(path)
        assert "blocks were written" in answer.text
        assert len(life.spans()) > 5
        assert life.ledger.approved() == {BLOCKS}


def test_a_skipped_day_that_has_no_block_yet_stays_empty() -> None:
    life = Life()
    with open_house(life) as house:
        day = at("tue", "12:00").date()
        assert "Skipped: Dinner" in plain(house.post(house.path(Kind.SKIP, f"dinner/{day}")))
        life.turn()
        assert day not in {span.start.date() for span in life.spans()}


def test_an_expected_series_is_written_into_the_settings_and_taken_out_again(house: House) -> None:
    occurrence = house.life.work.occurrences[0]
    name = series_name(occurrence.calendar, occurrence.uid)
    before = house.text
    answer = house.post(house.path(Kind.EXPECT, name))
    assert "expected from now on" in answer.text
    assert f'uid = "{occurrence.uid}"' in house.text
    undo = re.search(r'action="(/do/[^"]+)"', answer.text)
    assert undo
    house.post(undo[1])
    assert house.text == before


def test_a_pause_lasts_two_weeks_and_ends_at_the_next_yes(house: House) -> None:
    now = house.life.clock.now()
    answer = house.post(house.path(Kind.PAUSE, "14"))
    assert house.life.breaks.pause() == Pause(now, now + timedelta(days=14))
    undo = re.search(r'action="(/do/[^"]+)"', answer.text)
    assert undo
    assert "Resumed." in house.post(undo[1]).text
    assert house.life.breaks.pause() is None


def test_no_more_letters_and_letters_again_keep_the_comments_of_the_settings(house: House) -> None:
    before = house.text
    answer = house.post(house.path(Kind.STOP))
    assert house.text == before.replace("true", "false")
    undo = re.search(r'action="(/do/[^"]+)"', answer.text)
    assert undo
    house.post(undo[1])
    assert house.text == before


def test_letters_that_the_environment_switches_on_are_not_told_to_be_stopped(house: House) -> None:
    house.file = replace(house.file, environ={"HEDGEROW_LETTER__ENABLED": "true"})
    before = house.text
    answer = house.post_from(None, house.path(Kind.STOP).replace("/do/", "/stop/"))
    assert (answer.status_code, "HEDGEROW_LETTER__ENABLED is set" in answer.text, house.text) == (409, True, before)


def test_a_link_that_is_over_or_broken_says_so_and_does_nothing(house: House) -> None:
    before = state(house)
    for path in (house.path(Kind.PAUSE, "14", days=-1), "/do/nonsense"):
        for answer in (house.get(path), house.post(path)):
            assert (answer.status_code, "Nothing has changed" in answer.text) == (410, True)
    assert state(house) == before


def test_what_could_not_be_done_leaves_the_link_to_be_used_again(house: House) -> None:
    block, _ = first(house)
    path = house.path(Kind.SKIP, block)
    house.life.blocks.shut = True
    assert (house.post(path).status_code, house.links.used) == (409, {})
    house.life.blocks.shut = False
    assert "Skipped" in house.post(path).text


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://127.0.0.1:1", f"{PUBLIC}.evil.example"])
def test_a_form_of_another_page_does_nothing(house: House, origin: str) -> None:
    path = house.path(Kind.PAUSE, "14")
    assert house.post_from(origin, path).status_code == 403
    assert house.post_from(house.base, path, **{"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert house.life.breaks.pause() is None


def test_a_program_that_posts_every_form_without_being_a_browser_does_nothing(house: House) -> None:
    assert house.post_from(None, house.path(Kind.PAUSE, "14")).status_code == 403
    assert house.life.breaks.pause() is None


def test_the_proxy_of_ones_own_may_show_the_pages(house: House) -> None:
    path = house.path(Kind.PAUSE, "14")
    answer = house.post_from(PUBLIC, path, Host="hedgerow.example.org", **{"Sec-Fetch-Site": "same-origin"})
    assert answer.status_code == 200
    assert house.life.breaks.pause()


@pytest.mark.parametrize("host", ["evil.example", "evil.example:80", "hedgerow.example.org.evil.example", ""])
def test_a_name_that_was_bound_to_this_machine_is_turned_away(house: House, host: str) -> None:
    assert house.get(house.path(Kind.PAUSE, "14"), Host=host).status_code in (400, 421)


def test_a_mail_program_stops_the_letters_by_one_click_and_can_do_nothing_else(house: House) -> None:
    stop = house.path(Kind.STOP).replace("/do/", "/stop/")
    pause = house.path(Kind.PAUSE, "14").replace("/do/", "/stop/")
    assert house.post_from(None, pause).status_code == 403
    assert house.life.breaks.pause() is None
    assert house.get(stop).status_code == 200
    assert "enabled = true" in house.text
    for _ in range(2):
        assert house.post_from(None, stop).status_code == 200
        assert "enabled = false" in house.text


def test_every_answer_says_how_strict_it_is(house: House) -> None:
    for path in (house.path(Kind.STOP), "/do/x", "/page.css", "/nowhere"):
        headers = house.get(path).headers
        assert "default-src 'none'" in headers["Content-Security-Policy"]
        assert "unsafe" not in headers["Content-Security-Policy"]
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "same-origin"
        assert headers["Cache-Control"] == "no-store"
        assert "server" not in headers


def test_a_title_is_no_markup() -> None:
    life = Life(intentions=(replace(DINNER, title="<script>alert(1)</script>"),))
    life.turn()
    with open_house(life) as house:
        path = house.path(Kind.SKIP, first(house)[0])
        assert "&lt;script&gt;" in house.get(path).text
        assert "<script" not in house.get(path).text + house.post(path).text


@pytest.mark.parametrize("error", [Unavailable("The database is locked."), AuthorizationExpired("The key is gone.")])
def test_links_that_cannot_be_looked_up_just_now_are_told_on_a_page(house: House, error: Exception) -> None:
    paths = [house.path(Kind.PAUSE, "14"), house.path(Kind.STOP).replace("/do/", "/stop/")]
    house.links.broken = error
    for path in paths:
        for answer in (house.get(path), house.post(path)):
            assert (answer.status_code, str(error) in answer.text, "Nothing has changed" in answer.text) == (503, *YES)
            assert answer.headers["Cache-Control"] == "no-store"


def test_a_form_that_is_too_long_and_does_not_say_so_is_not_read(house: House) -> None:
    def endless() -> Iterator[bytes]:
        yield from (b"x" * 10_000 for _ in range(10))

    said = {"Origin": house.base, "Content-Type": "application/x-www-form-urlencoded"}
    path = house.path(Kind.ANSWER)
    assert httpx.post(house.base + path, content=endless(), headers=said, trust_env=False).status_code == 413


def test_a_form_that_is_too_long_is_not_read(house: House) -> None:
    path = house.path(Kind.PAUSE, "14")
    answer = httpx.post(house.base + path, content=b"x" * 70_000, headers={"Origin": house.base}, trust_env=False)
    assert answer.status_code == 413
    assert house.life.breaks.pause() is None
