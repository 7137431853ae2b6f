from dataclasses import replace

import pytest

from hedgerow.daemon import Wheel
from hedgerow.flows.collecting import collect_replies
from hedgerow.flows.household import Household
from hedgerow.letter.message import Envelope, compose_message, name_of
from hedgerow.letter.reader import Letter
from hedgerow.ports.journal import Reply
from tests.agenda import at
from tests.fakes.journal import MemoryJournal
from tests.fakes.mailbox import MemoryMailbox
from tests.flows.life import Life

SENT = at("mon+1", "20:15")
REPLY = Reply("<1@mail>", name_of("2026-W47", "ada@example.org"), "ada@example.org", "After the walk.", SENT)


def house(*replies: Reply) -> tuple[Household, MemoryJournal]:
    life, journal = Life(), MemoryJournal()
    life.now("tue+1", "09:00")
    return replace(life.household, journal=journal, mailbox=MemoryMailbox(list(replies))), journal


def test_a_reply_is_one_page_of_the_week_that_its_letter_was_about() -> None:
    household, journal = house(REPLY)
    assert [collect_replies(household), collect_replies(household)] == [1, 0]
    [page] = journal.pages()
    assert (page.week, page.answer, page.question, page.at) == ("2026-W47", "After the walk.", "", SENT)


def test_an_address_in_capitals_gets_its_replies_too() -> None:
    household, _ = house(REPLY)
    letter = replace(household.settings.letter, to="Ada@Example.org")
    sent = compose_message(
        Letter("2026-W47", "Your week 47", "", "", ()), Envelope("a@b.org", letter.to, SENT, "b.org")
    )
    answered = str(sent["Message-ID"])[1:].partition("@")[0]
    replies = MemoryMailbox([replace(REPLY, answers=answered)])
    settings = replace(household.settings, letter=letter)
    assert collect_replies(replace(household, settings=settings, mailbox=replies)) == 1


def test_a_page_that_was_forgotten_does_not_come_back() -> None:
    household, journal = house(REPLY)
    collect_replies(household)
    journal.forget(journal.pages()[0].id)
    assert (collect_replies(household), list(journal.pages())) == (0, [])


@pytest.mark.parametrize(
    "strange",
    [
        replace(REPLY, sender="mallory@example.org"),
        replace(REPLY, answers=name_of("2026-W47", "somebody@else.example")),
        replace(REPLY, answers="letter.2026-W47"),
        replace(REPLY, answers="letter."),
        replace(REPLY, answers=name_of("\x1b[2J", "ada@example.org")),
    ],
    ids=["of somebody else", "to a letter to somebody else", "to no letter", "to nothing", "to a letter of no week"],
)
def test_what_is_not_the_persons_answer_to_a_letter_of_theirs_is_no_page(strange: Reply) -> None:
    household, journal = house(strange)
    assert (collect_replies(household), list(journal.pages())) == (0, [])


def test_a_date_of_the_future_is_not_believed() -> None:
    household, journal = house(replace(REPLY, at=at("sun+1", "12:00")))
    collect_replies(household)
    assert journal.pages()[0].at == household.clock.now()


def test_a_mailbox_that_is_away_keeps_no_turn_from_its_work(caplog: pytest.LogCaptureFixture) -> None:
    household, _ = house()
    wheel = Wheel(replace(household, mailbox=MemoryMailbox(unavailable="The mailbox is away.")))
    for day in ("tue+1", "wed+1"):
        household.clock.at = at(day, "09:00")  # type: ignore[attr-defined]
        wheel.turn()
    assert caplog.text.count("The mailbox is away.") == 1
    assert wheel.last is not None
