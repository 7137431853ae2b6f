from dataclasses import replace
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP

import pytest

from hedgerow.core.days import Week
from hedgerow.core.pattern import LeaveEvents, Pattern
from hedgerow.core.report import Report
from hedgerow.core.week import Verdict
from hedgerow.flows.cycle import survey
from hedgerow.flows.doubtful import doubtful_weeks
from hedgerow.flows.sending import AlreadySent, OnLeave, Sent, due_week, send_letter, send_test
from hedgerow.flows.weekly import compose_letter, make_report
from hedgerow.ports import LetterState, Refused, Unavailable, UncertainDelivery
from hedgerow.settings.values import Clock, Pictures, Titles
from tests.agenda import at, day_of, occurrence, span
from tests.flows.life import Life

W47 = Week(2026, 47)


def late_life() -> Life:
    life = Life("tue 18:00-20:30  Launch", "wed 09:00-10:00  Stand-up")
    life.now("sun-1", "12:00")
    life.turn()
    life.now("mon+1", "09:30")
    return life


def report(life: Life) -> Report:
    return make_report(life.household, survey(life.household, 13), W47)


def body(message: EmailMessage) -> str:
    part = message.get_body(("plain",))
    assert part is not None
    return str(part.get_content())


def test_the_report_judges_the_week_and_tells_its_blocks() -> None:
    made = report(late_life())
    assert (made.week, made.verdict) == (W47, Verdict.STRETCHED)
    assert [cause.title for cause in made.causes] == ["Launch"]
    assert len(made.fates) == 7
    assert made.next_week.week == Week(2026, 48)


def test_the_letter_is_kept_sent_and_never_sent_again() -> None:
    life = late_life()
    first = send_letter(life.household, report(life))
    assert isinstance(first, Sent)
    assert (len(life.folder.letters), len(life.post.letters)) == (1, 1)
    assert send_letter(life.household, report(life)) == AlreadySent(LetterState.SENT)
    assert len(life.post.letters) == 1


def test_on_leave_that_a_calendar_tells_of_no_letter_is_sent_unless_asked_for_all_the_same() -> None:
    life = late_life()
    life.settings = replace(life.settings, pattern=Pattern(leave_events=LeaveEvents(("OOO",))))
    away = [replace(occurrence(f"{day}  OOO (free)"), all_day=True) for day in ("mon+1", "tue+1", "thu+1")]
    life.work.occurrences = [*life.work.occurrences, *away]
    assert send_letter(life.household, report(life)) == OnLeave("OOO", day_of("tue+1"))
    assert (life.outbox.state("weekly", str(W47)), life.folder.letters, life.post.letters) == (None, [], [])
    assert isinstance(send_letter(life.household, report(life), anyway=True), Sent)
    assert len(life.post.letters) == 1


def test_a_public_holiday_holds_no_letter_back() -> None:
    life = late_life()
    life.settings = replace(life.settings, pattern=Pattern(added={day_of("mon+1"): "Feast"}))
    assert isinstance(send_letter(life.household, report(life)), Sent)


def test_a_letter_without_a_way_to_a_mailbox_is_kept_in_the_folder() -> None:
    life = late_life()
    sent = send_letter(replace(life.household, post=None), report(life))
    assert isinstance(sent, Sent)
    assert (len(sent.where), len(life.folder.letters)) == (1, 1)


@pytest.mark.parametrize("failure", [Unavailable("away"), Refused("bad password")])
def test_a_letter_that_certainly_did_not_go_may_go_later(failure: Exception) -> None:
    life = late_life()
    life.post.fails_before = failure
    with pytest.raises(type(failure)):
        send_letter(life.household, report(life))
    assert isinstance(send_letter(life.household, report(life)), Sent)
    assert len(life.post.letters) == 1


def test_a_letter_that_may_have_arrived_is_never_sent_again_by_itself() -> None:
    life = late_life()
    life.post.fails_after = UncertainDelivery("the answer got lost")
    with pytest.raises(UncertainDelivery):
        send_letter(life.household, report(life))
    assert send_letter(life.household, report(life)) == AlreadySent(LetterState.UNCERTAIN)
    assert due_week(life.household) is None


def test_a_crash_while_handing_over_leaves_a_letter_that_is_not_sent_again() -> None:
    life = late_life()
    life.post.fails_after = KeyboardInterrupt()  # type: ignore[assignment]
    with pytest.raises(KeyboardInterrupt):
        send_letter(life.household, report(life))
    assert send_letter(life.household, report(life)) == AlreadySent(LetterState.HANDING_OVER)


@pytest.mark.parametrize(
    ("day", "clock", "due"),
    [("mon+1", "08:59", None), ("mon+1", "09:00", W47), ("wed+1", "12:00", W47), ("mon+1", "23:00", None)],
)
def test_the_letter_is_due_on_monday_at_nine_until_it_is_sent(day: str, clock: str, due: Week | None) -> None:
    life = late_life()
    life.now(day, clock)
    assert due_week(life.household) == due
    send_letter(life.household, report(life))
    assert due_week(life.household) is None


def test_no_letter_is_due_when_letters_are_switched_off() -> None:
    life = late_life()
    life.settings = replace(life.settings, letter=replace(life.settings.letter, enabled=False))
    assert due_week(life.household) is None


def test_a_letter_with_hidden_titles_holds_none() -> None:
    life = late_life()
    hidden = replace(life.settings, letter=replace(life.settings.letter, titles=Titles.HIDDEN))
    assert "Launch" in body(compose_letter(life.settings, report(life)))
    assert "Launch" not in body(compose_letter(hidden, report(life)))


def test_pictures_go_along_unless_the_settings_say_otherwise() -> None:
    life = late_life()
    without = replace(life.settings, letter=replace(life.settings.letter, pictures=Pictures.NONE))
    kinds = [
        {part.get_content_type() for part in compose_letter(settings, report(life)).walk()}
        for settings in (life.settings, without)
    ]
    assert ["image/png" in each for each in kinds] == [True, False]


def test_the_letter_is_in_the_language_and_by_the_clock_of_the_settings() -> None:
    life = late_life()
    french = replace(life.settings, letter=replace(life.settings.letter, language="fr"))
    message = compose_letter(french, report(life))
    assert message["Subject"] == "Ta semaine 47, du 16 au 22 novembre 2026"
    assert "mar. 17 nov. 18:00–20:30" in body(message)
    twelve = replace(french, person=replace(french.person, clock=Clock.H12))
    assert "mar. 17 nov. 6:00 PM–8:30 PM" in body(compose_letter(twelve, report(life)))


def test_a_subject_of_other_letters_than_those_of_ascii_reaches_the_mail_whole() -> None:
    life = late_life()
    german = replace(life.settings, letter=replace(life.settings.letter, language="de"))
    march = replace(report(life), week=Week(2026, 11))
    sent = message_from_bytes(compose_letter(german, march).as_bytes(), policy=SMTP)
    assert sent["Subject"] == "Deine Woche 11, 9. bis 15. März 2026"
    assert all(byte < 128 for byte in compose_letter(german, march).as_bytes())


def test_a_week_that_could_not_be_read_gets_a_short_honest_letter() -> None:
    life = late_life()
    life.work.unavailable = "work.ics is gone"
    made = report(life)
    text = body(compose_letter(life.settings, made))
    assert made.verdict is Verdict.UNKNOWN
    assert "Not seen: work. Work.ics is gone." in text
    assert len(text.splitlines()) < 40


def test_what_a_meeting_took_stands_in_the_letter_of_its_week() -> None:
    life = late_life()
    life.now("sun-1", "12:00")
    moved = next(found for found in life.blocks.find_blocks() if found.span.start > at("thu", "00:00"))
    life.meets("thu 17:00-21:00  Launch")
    life.turn()
    life.now("mon+1", "09:30")
    [lost] = [fate for fate in report(life).fates if fate.block == moved.block]
    assert (lost.taken_by, lost.span) == ("Launch", span("thu", "18:00-19:00"))


def test_a_letter_of_which_nobody_knows_is_sent_again_only_when_the_person_says_so() -> None:
    life = late_life()
    life.post.fails_after = UncertainDelivery("the answer got lost")
    with pytest.raises(UncertainDelivery):
        send_letter(life.household, report(life))
    assert doubtful_weeks(life.household) == ("2026-W47",)
    assert send_letter(life.household, report(life)) == AlreadySent(LetterState.UNCERTAIN)
    assert life.post.letters == []
    assert isinstance(send_letter(life.household, report(life), again=True), Sent)
    assert (len(life.post.letters), doubtful_weeks(life.household)) == (1, ())
    assert send_letter(life.household, report(life), again=True) == AlreadySent(LetterState.SENT)
    assert len(life.post.letters) == 1


def test_a_test_goes_to_the_mailbox_as_one_and_leaves_the_letter_to_come() -> None:
    life = late_life()
    send_test(life.household, report(life))
    life.now("mon+1", "09:31")
    send_test(life.household, report(life))
    first, second = life.post.letters
    assert str(first["Subject"]).startswith("Test: Your week 47")
    assert first["Message-ID"] != second["Message-ID"]
    assert isinstance(send_letter(life.household, report(life)), Sent)
    with pytest.raises(Refused, match="no way to a mailbox"):
        send_test(replace(life.household, post=None), report(life))
