"""What a letter says to who works by a rota, expects some of it, and has not answered all of it."""

from dataclasses import replace

import pytest

from hedgerow.core.boundary import Boundary, Rota
from hedgerow.core.cause import ExpectedSeries
from hedgerow.core.days import Week, Weekday
from hedgerow.core.intrusion import Kind
from hedgerow.core.plan import Busy
from hedgerow.core.report import FigureKey, Report
from hedgerow.core.span import Span
from hedgerow.letter.causes import tell_causes, tell_expected
from hedgerow.letter.coverage import coverage_sentence
from hedgerow.letter.figures import tell_figures
from hedgerow.letter.hours import tell_hours
from hedgerow.letter.language import ENGLISH
from hedgerow.letter.meanings import Definition, define, working_hours
from hedgerow.letter.page import word_page
from hedgerow.letter.passed import tell_limits
from hedgerow.letter.protected import tell_protected
from hedgerow.letter.reader import Reader
from hedgerow.letter.strips import Look
from hedgerow.letter.upcoming import tell_upcoming
from hedgerow.letter.verdict import headline, lede
from hedgerow.letter.write import write_letter
from tests.agenda import WEEK, WORK, boundary, span
from tests.letter.reports import FULL, QUIET, READER, cause, figure
from tests.letter.rota import NURSE, NURSES, ROTA, nurses_week

HANDOVER = ExpectedSeries("Handover", WORK, (span("mon", "18:00-19:00"), span("tue", "18:00-18:30")), 90)


def said(text: str) -> str:
    for mark in "\N{FIRST STRONG ISOLATE}\N{POP DIRECTIONAL ISOLATE}":
        text = text.replace(mark, "")
    return text.replace("\N{NO-BREAK SPACE}", " ")


def text_of(report: Report, reader: Reader = NURSES) -> str:
    return said(write_letter(report, reader).text)


def defined(report: Report, reader: Reader = NURSES) -> dict[str, str]:
    return {term.term: term.text for term in map(_plain, define(report, reader))}


def _plain(definition: Definition) -> Definition:
    return replace(definition, text=said(definition.text))


def test_what_is_expected_is_told_apart_in_both_forms_of_the_letter() -> None:
    letter = write_letter(ROTA, NURSES)
    assert "Expected, not counted: Handover by phone (Wed, 45 min)." in said(letter.text)
    assert "Expected, not counted:</span>" in letter.html
    assert "Handover by phone" not in said(tell_causes(ROTA, NURSES).summary)


def test_an_expected_series_has_its_days_and_its_minutes() -> None:
    whole_day = ExpectedSeries("Fair", WORK, (span("sat", "00:00-24:00"),), 0)
    told = tell_expected(replace(FULL, expected=(HANDOVER, whole_day)), READER)
    assert said(told) == "Handover (Mon and Tue, 1 h 30); Fair (Sat, all day)."
    assert tell_expected(FULL, READER) == ""


def test_the_title_of_what_is_expected_may_be_hidden() -> None:
    told = tell_expected(replace(FULL, expected=(HANDOVER,)), replace(READER, hide_titles=True))
    assert said(told) == "an event in work (Mon and Tue, 1 h 30)."


def test_many_expected_series_end_in_a_count() -> None:
    told = tell_expected(replace(FULL, expected=(HANDOVER,) * 10), READER)
    assert said(told).endswith("Handover (Mon and Tue, 1 h 30); two more (3 h).")


def test_a_quiet_week_with_what_is_expected_is_not_called_empty() -> None:
    quiet = replace(QUIET, expected=(HANDOVER,))
    assert headline(quiet, ENGLISH) == "Nothing came in but what you expect."
    page = word_page(quiet, READER)
    assert page.full is None
    assert said(page.expected).startswith("Handover")
    assert "Expected, not counted: Handover (Mon and Tue, 1 h 30)." in text_of(quiet, READER)
    assert "Expected, not counted:</span>" in write_letter(quiet, READER).html


def test_a_week_in_which_only_the_expected_came_in_says_so() -> None:
    none_taken = (figure(FigureKey.PERSONAL_TAKEN, 0),)
    calm = replace(FULL, causes=(), figures=none_taken, expected=(HANDOVER,))
    assert lede(calm, ENGLISH) == "Work took none of your own time but what you expect."
    assert tell_causes(calm, READER).summary == "Nothing came in but what you expect."


def test_what_is_expected_takes_none_but_is_scheduled_by_definition() -> None:
    told = defined(replace(FULL, expected=(HANDOVER,)), READER)
    assert told["Work in your own time"].endswith("What you expect takes none.")
    assert "What you expect counts as well." in told["Scheduled work"]
    assert "expect" not in "".join(defined(FULL, READER).values())


def test_unanswered_minutes_stand_apart_beside_the_sum() -> None:
    assert said(tell_causes(ROTA, NURSES).summary) == (
        "Two events, 2 h 30 in all. 1 h 30 of it by events that you have not said yes to."
        " Recurring ones first, then the longest."
    )
    every = replace(ROTA, tentative_minutes=150)
    assert "All of it by events that you have not said yes to" in tell_causes(every, NURSES).summary


def test_a_block_that_a_swapped_shift_took_is_lost_to_the_shift_though_titles_are_hidden() -> None:
    for reader in (NURSES, replace(NURSES, hide_titles=True)):
        [lost] = [row for row in tell_protected(ROTA, reader) if row.fate == "lost"]
        assert said(lost.items[0].why) == "to a shift of the rota"


def test_the_shifts_on_both_sides_of_a_short_rest_are_named() -> None:
    rest = tell_limits(ROTA, NURSES)[0]
    assert said(rest.behind) == "Behind it: the shift of Tue 14:00–22:00; the shift of Wed 07:00–15:00."


def test_where_titles_are_hidden_shifts_are_named_all_the_same_and_events_are_not() -> None:
    rest, taken, lost = tell_limits(ROTA, replace(NURSES, hide_titles=True))
    assert rest.behind == "Behind it: the shift of Tue 14:00–22:00; the shift of Wed 07:00–15:00."
    assert lost.behind == "Behind it: a shift of the rota."
    assert taken.behind == ""


def test_definitions_speak_of_the_shifts() -> None:
    told = defined(ROTA)
    assert told["Your own time"] == (
        "everything outside the shifts of your rota (Europe/Berlin). Time on call is neither, until work falls in it."
    )
    assert told["Scheduled work"].startswith("hours with a shift of your rota or at least one work event;")
    assert told["An evening"] == (
        "from the end of the day’s shift, 18:00 on a day off, until 22:00."
        " Limit 2 evenings with work: Hedgerow’s own suggestion; work in off-time goes with less detachment, and"
        " detachment with less exhaustion and better sleep (Wendsche & Lohmann-Haislah 2017)."
    )
    assert "without work and not on call" in told["Shortest rest"]


def test_evenings_without_work_are_those_beside_the_shifts() -> None:
    assert "7 of 7 evenings without work outside a shift" in text_of(ROTA)
    none_held = replace(ROTA, fates=())
    assert headline(none_held, ENGLISH) == "All seven evenings were free of work outside a shift."


def test_evenings_of_leave_are_not_among_those_that_were_free() -> None:
    free = (figure(FigureKey.EVENINGS_FREE, 5, of=5),)
    assert headline(replace(FULL, fates=(), figures=free), ENGLISH) == "All five evenings were free of work."
    some = (figure(FigureKey.EVENINGS_FREE, 4, of=5),)
    assert headline(replace(FULL, fates=(), figures=some), ENGLISH) == "Four of five evenings were free of work."


def test_without_spells_on_call_nothing_is_said_of_them() -> None:
    assert NURSE.rota is not None
    plain = replace(NURSE, rota=replace(NURSE.rota, on_call=()))
    text = text_of(nurses_week(plain), Reader("Ewa", plain))
    assert "on call" not in text


def test_focus_by_a_rota_is_not_measured_and_the_letter_says_why() -> None:
    assert FigureKey.FOCUS not in {told.key for told in tell_figures(ROTA, ENGLISH)}
    assert defined(ROTA)["Focus time"] == (
        "not measured, as your rota does not say how a shift is filled; blocks for work would be."
    )


def test_focus_that_no_week_ever_had_is_no_number_of_the_letter() -> None:
    void = replace(FULL, figures=(figure(FigureKey.FOCUS, 0, 0, 0, 0, usual=0),))
    assert tell_figures(void, ENGLISH) == ()
    assert "Focus time" not in defined(void, READER)
    once = replace(FULL, figures=(figure(FigureKey.FOCUS, 60, 0, usual=None),))
    assert [said(told.value) for told in tell_figures(once, ENGLISH)] == ["0 min"]


def test_the_shifts_and_spells_on_call_that_were_read_are_counted() -> None:
    assert "rota and work; 5 events, 3 shifts and 1 on call." in said(coverage_sentence(ROTA, NURSES))
    assert "shift" not in coverage_sentence(FULL, READER)


def test_on_call_has_a_look_a_sign_and_a_word_of_its_own() -> None:
    told = tell_hours(ROTA, NURSES)
    assert (Look.ON_CALL, "on call") in told.legend
    thursday = told.days[3]
    assert {cell.look for cell in thursday.cells} == {Look.IDLE, Look.ON_CALL, Look.WORK}
    assert thursday.signs == "·" * 40 + "~" * 5 + "=" * 2 + "~"
    assert said(thursday.sentence) == "Thursday: on call 20:00–24:00; called to work 22:30–23:30."
    assert "own time   ~ on call\n" in text_of(ROTA)
    assert "on call</span>" in write_letter(ROTA, NURSES).html
    assert "on call</span>" not in write_letter(FULL, READER).html


def test_a_shift_is_drawn_as_work_and_what_is_expected_is_said_as_such() -> None:
    monday, _, wednesday, *_ = tell_hours(ROTA, NURSES).days
    assert monday.signs == "·" * 14 + "=" * 16 + "·" * 18
    assert said(monday.sentence) == "Monday: 8 h of work in working hours."
    assert said(wednesday.sentence) == "Wednesday: 8 h of work in working hours; work that you expect 16:00–16:45."


def test_a_shift_in_the_way_is_there_to_be_swapped_and_has_no_title_to_hide() -> None:
    [missing] = FULL.next_week.unplaced
    shift = Busy(span("thu+1", "14:00-22:00"), "a shift of the rota", is_work=True)
    week = replace(FULL.next_week, clashes=(), unplaced=(replace(missing, blockers=(shift,)),))
    for reader in (NURSES, replace(NURSES, hide_titles=True)):
        [told] = tell_upcoming(week, reader).open
        assert said(told.reason).endswith("In the way: a shift of the rota (Thu 26 Nov 14:00–22:00).")
        assert told.remedy.startswith("To make room, swap that, or")


def test_days_with_a_shift_are_not_called_untouched() -> None:
    assert "Friday and Sunday were untouched" in lede(ROTA, ENGLISH)


def test_a_call_that_ran_on_beyond_being_on_call_is_no_meeting_to_be_put_elsewhere() -> None:
    beyond = replace(ROTA, causes=(cause("Called in", (Kind.EARLY, Kind.DAY_OFF), span("fri", "06:00-07:00")),))
    [told] = tell_causes(beyond, NURSES).told
    assert told.reason == "It began while you were on call: what lies beyond is counted."


def test_an_event_of_a_whole_day_asks_for_hours_by_a_rota_too() -> None:
    fair = replace(cause("Fair", (Kind.DAY_OFF,), span("sat", "00:00-24:00")), all_day=True, minutes=0)
    [told] = tell_causes(replace(ROTA, causes=(fair,)), NURSES).told
    assert told.reason.endswith("If it fills the day, give it hours, so that they can be counted.")


def test_no_block_is_asked_for_on_a_day_with_a_shift() -> None:
    reasons = [said(told.reason) for told in tell_causes(ROTA, NURSES).told]
    assert reasons == [
        "You have not said yes to it. It fell on a day off: propose a working day for it.",
        "A time within a shift would leave your own time alone.",
    ]


@pytest.mark.parametrize(
    ("when", "kind"),
    [
        ("16:00-17:00", "after working hours"),
        ("17:00-18:00", "after working hours"),
        ("17:30-18:45", "evening"),
        ("23:00-00:30", "evening"),
    ],
)
def test_what_ends_in_the_afternoon_is_no_evening(when: str, kind: str) -> None:
    told = tell_causes(replace(FULL, causes=(cause("Stock", (Kind.EVENING,), span("thu", when)),)), READER).told
    assert told[0].when.endswith(f", {kind}")


@pytest.mark.parametrize(
    ("life", "hours"),
    [
        (boundary("09:00-17:00", tue="08:00-12:00"), "Mon and Wed–Fri 09:00–17:00; Tue 08:00–12:00"),
        (boundary("09:00-17:00", tue="08:00-12:00", thu=""), "Mon, Wed and Fri 09:00–17:00; Tue 08:00–12:00"),
        (boundary("09:00-17:00", wed=""), "Mon, Tue, Thu and Fri 09:00–17:00"),
        (
            boundary("09:00-17:00", sat="10:00-12:00", thu="10:00-12:00"),
            "Mon–Wed and Fri 09:00–17:00; Thu and Sat 10:00–12:00",
        ),
    ],
)
def test_days_of_equal_hours_are_named_together_though_another_lies_between(life: Boundary, hours: str) -> None:
    assert working_hours(life, WEEK, ENGLISH) == hours


def test_days_of_equal_hours_are_ordered_as_the_week_is() -> None:
    split = boundary("09:00-17:00", wed="", sun="09:00-17:00")
    assert working_hours(split, Week(2026, 47, Weekday.SUNDAY), ENGLISH) == "Sun–Tue, Thu and Fri 09:00–17:00"


def test_a_rota_that_was_not_known_in_the_week_leaves_the_windows() -> None:
    elsewhere = Span(span("mon-2", "00:00-01:00").start, span("mon-1", "00:00-01:00").start)
    life = replace(boundary("09:00-17:00"), rota=Rota((), (), elsewhere))
    made = nurses_week(life)
    assert made.shifts is None
    assert "Mon–Fri 09:00–17:00" in defined(made, Reader("Ewa", life))["Your own time"]
