from dataclasses import replace
from datetime import timedelta
from email.message import EmailMessage

import pytest

from hedgerow.core.days import Week
from hedgerow.core.errand import Errand, Kind, moving
from hedgerow.core.report import Report
from hedgerow.flows.cycle import survey
from hedgerow.flows.enclosing import parts_of, questions_of
from hedgerow.flows.household import Household
from hedgerow.flows.sending import letter_of, send_letter
from hedgerow.flows.weekly import make_report
from hedgerow.ports import Refused
from hedgerow.settings.values import WebSettings
from tests.agenda import span
from tests.fakes.journal import MemoryJournal
from tests.fakes.links import MemoryLinks
from tests.fakes.mailbox import MemoryMailbox
from tests.flows.life import Life

W47 = Week(2026, 47)
PUBLIC = WebSettings(public="https://hedgerow.example.org")


def home(life: Life, *, links: MemoryLinks | None = None, web: WebSettings = PUBLIC) -> Household:
    settings = replace(life.settings, web=web)
    kept = links if links is not None else MemoryLinks()
    return replace(life.household, settings=settings, links=kept, journal=MemoryJournal())


def late_life() -> Life:
    life = Life("tue 18:00-20:30  Launch", "wed 09:00-10:00  Stand-up")
    life.now("sun-1", "12:00")
    life.turn()
    life.now("mon+1", "09:30")
    return life


def report(household: Household) -> Report:
    return make_report(household, survey(household, 13), W47)


def text(message: EmailMessage) -> str:
    part = message.get_body(("plain",))
    assert part is not None
    return str(part.get_content())


def errands(household: Household, message: EmailMessage) -> set[tuple[Kind, str]]:
    links = household.links
    assert links is not None
    words = text(message).replace("<", " ").replace(">", " ").split()
    tokens = [word.rpartition("/")[2] for word in words if word.startswith("https://hedgerow.example.org/")]
    read = (links.read(token, household.clock.now()) for token in tokens)
    return {(errand.kind, errand.item) for errand in read}


def test_a_letter_that_is_shown_again_gives_no_link_that_lasts_longer_but_the_one_that_stops_letters() -> None:
    life = late_life()
    household = home(life)
    life.now("sun+1", "20:00")
    assert errands(household, letter_of(household, report(household)))
    life.clock.at += timedelta(days=7, hours=5)
    shown = report(household)
    found = errands(household, letter_of(household, shown))
    life.clock.at += timedelta(days=1)
    assert found - {(Kind.STOP, "")}
    message = letter_of(household, shown)
    with pytest.raises(Refused, match="is over"):
        errands(household, message)
    assert errands(household, letter_of(household, report(household))) == set()


def test_a_letter_links_to_what_can_be_done_about_it() -> None:
    household = home(late_life())
    found = errands(household, letter_of(household, report(household)))
    kinds = {kind for kind, _ in found}
    assert {Kind.EXPECT, Kind.ACCEPT, Kind.SKIP, Kind.ANSWER, Kind.READ, Kind.PAUSE, Kind.STOP} <= kinds
    assert (Kind.PAUSE, "14") in found
    assert (Kind.SKIP, "dinner/2026-11-24") in found


def test_where_nothing_answers_there_is_no_link_and_the_questions_say_where_to_write() -> None:
    household = home(late_life(), links=MemoryLinks(ready=False))
    message = letter_of(household, report(household))
    assert "://" not in text(message)
    assert "hedgerow journal --write" in " ".join(text(message).replace("\u00a0", " ").split())
    assert "List-Unsubscribe-Post" not in message


def test_mail_programs_may_stop_the_letters_by_one_click_only_over_tls() -> None:
    household = home(late_life())
    message = letter_of(household, report(household))
    assert str(message["List-Unsubscribe"]).startswith("<https://hedgerow.example.org/stop/")
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    token = str(message["List-Unsubscribe"]).partition("/stop/")[2].partition(">")[0]
    assert household.links is not None
    assert household.links.read(token, household.clock.now()) == Errand(Kind.STOP, "2026-W47")
    here = home(late_life(), web=WebSettings())
    local = letter_of(here, report(here))
    assert "http" not in str(local["List-Unsubscribe"])
    assert "List-Unsubscribe-Post" not in local
    assert "http://127.0.0.1:7468/do/" in text(local)


def test_the_letter_made_twice_is_the_same() -> None:
    household = home(late_life())
    made = report(household)
    assert letter_of(household, made).as_bytes() == letter_of(household, made).as_bytes()


def test_what_a_sent_letter_asked_is_asked_again_by_it_and_by_no_other_for_eight_weeks() -> None:
    household = home(late_life())
    assert household.journal is not None
    made = report(household)
    first = [asked.question.key for asked in questions_of(household, made)]
    assert household.journal.asked(["2026-W47"]) == {}
    send_letter(household, made)
    assert sorted(household.journal.asked(["2026-W47"])["2026-W47"]) == sorted(first)
    assert [asked.question.key for asked in questions_of(household, made)] == first
    later = replace(made, week=W47.plus(8))
    assert not {asked.question.key for asked in questions_of(household, later)} & set(first)
    much_later = replace(made, week=W47.plus(9))
    assert [asked.question.key for asked in questions_of(household, much_later)] == first


def test_where_mail_is_read_the_letter_says_that_it_may_be_answered() -> None:
    household = replace(home(late_life()), mailbox=MemoryMailbox())
    part = parts_of(household, report(household)).questions
    assert part is not None
    assert "You can also answer this mail" in part.note


def test_without_a_journal_nothing_is_asked() -> None:
    household = replace(home(late_life()), journal=None)
    assert parts_of(household, report(household)).questions is None


def test_a_held_block_that_a_meeting_lies_over_can_be_moved_to_where_there_is_room() -> None:
    life = late_life()
    life.now("mon+1", "08:00")
    life.turn()
    block = next(each.block for each in life.ledger.bookings() if each.span == span("thu+1", "18:00-19:00"))
    life.blocks.edit(block, span=span("thu+1", "19:00-20:00"))
    life.now("mon+1", "09:00")
    life.turn()
    life.meets("thu+1 18:30-21:00  Launch")
    household = home(life)
    message = letter_of(household, report(household))
    assert (Kind.MOVE, moving(block, span("thu+1", "17:30-18:30").start)) in errands(household, message)
    assert "Move it to Thu 26 Nov 17:30" in text(message).replace("\u00a0", " ")
