"""What a letter says, and what it never says."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from hedgerow.core.boundary import Season
from hedgerow.core.cause import Remedy
from hedgerow.core.days import DayWindow, Week, Weekday
from hedgerow.core.fate import Fate
from hedgerow.core.intrusion import Kind
from hedgerow.core.limits import LIMITS, LimitKey
from hedgerow.core.occurrence import CalendarId, Doubt, NotSeen, Uid, Unreadable
from hedgerow.core.plan import Plan
from hedgerow.core.report import FigureKey, Material, Report, build_report
from hedgerow.core.week import Coverage, Evidence, PassedLimit, Seen, Verdict, review_week
from hedgerow.letter.causes import tell_causes, tell_most
from hedgerow.letter.coverage import coverage_sentence, tell_gaps
from hedgerow.letter.figures import tell_figures
from hedgerow.letter.language import ENGLISH
from hedgerow.letter.meanings import define, working_hours
from hedgerow.letter.page import word_page
from hedgerow.letter.passed import limits_summary, tell_limits
from hedgerow.letter.phrases import NBSP
from hedgerow.letter.protected import tell_protected
from hedgerow.letter.text import render_text
from hedgerow.letter.titles import Titles
from hedgerow.letter.upcoming import decision, tell_upcoming
from hedgerow.letter.verdict import headline, lede
from tests.agenda import WEEK, WORK, agenda, boundary, span
from tests.letter.reports import (
    CALM_NEXT_WEEK,
    CAUSES,
    DAYS,
    FATES,
    FIGURES,
    FIRST,
    FULL,
    HOURS,
    KEPT,
    MADE_AT,
    NEXT_WEEK,
    PARTLY,
    PASSED,
    QUIET,
    READER,
    UNKNOWN,
    cause,
    day,
    figure,
)


def said(text: str) -> str:
    return text.replace(NBSP, " ").replace("\u2068", "").replace("\u2069", "")


def text_of(report: Report) -> str:
    return render_text(word_page(report, READER))


def taken(report: Report, minutes: int) -> Report:
    kept = [f for f in report.figures if f.key is not FigureKey.PERSONAL_TAKEN]
    return replace(report, figures=(figure(FigureKey.PERSONAL_TAKEN, minutes), *kept))


def test_good_news_stands_first_then_the_cost_then_the_days_behind_it() -> None:
    assert headline(FULL, ENGLISH) == "Seven of nine protected blocks held."
    assert said(lede(FULL, ENGLISH)) == (
        "Work took 4 h 30 of your own time, 40 min less than usual."
        " Monday, Thursday and Sunday account for 3 h of it. Saturday was untouched."
    )


def test_a_number_never_stands_beside_a_word() -> None:
    assert headline(replace(FULL, fates=KEPT * 3), ENGLISH) == "18 of 18 protected blocks held."
    many = (*KEPT, *KEPT, replace(KEPT[0], fate=Fate.LOST))
    assert headline(replace(FULL, fates=many), ENGLISH) == "12 of 13 protected blocks held."


def test_without_a_block_held_free_evenings_are_the_good_news() -> None:
    lost = tuple(replace(fate, fate=Fate.LOST) for fate in FATES)
    assert headline(replace(FULL, fates=lost), ENGLISH) == "Four of seven evenings were free of work."


def test_without_any_good_news_the_cost_stands_alone() -> None:
    figures = (figure(FigureKey.PERSONAL_TAKEN, 720), figure(FigureKey.EVENINGS_FREE, 0, of=7))
    assert said(headline(replace(FULL, fates=(), figures=figures), ENGLISH)) == "Work took 12 h of your own time."


@pytest.mark.parametrize(
    ("minutes", "usual", "words"),
    [
        (720, 600, ("12 h", "That is 2 h more than usual. ")),
        (720, 720, ("12 h", "That is the same as usual. ")),
        (720, None, ("12 h", "")),
        (0, None, ("none", "The rest of the week is below.")),
    ],
)
def test_what_the_headline_says_is_not_said_again_below_it(
    minutes: int, usual: int | None, words: tuple[str, str]
) -> None:
    taken_time = figure(FigureKey.PERSONAL_TAKEN, minutes, usual=usual)
    week = replace(FULL, fates=(), figures=(taken_time,))
    assert said(headline(week, ENGLISH)) == f"Work took {words[0]} of your own time."
    assert said(lede(week, ENGLISH)).startswith(words[1])
    assert "Work took" not in said(lede(week, ENGLISH))
    partly = replace(week, coverage=PARTLY.coverage)
    assert said(lede(partly, ENGLISH)).startswith("It may be more, as not every calendar could be read.")


def test_one_event_that_makes_half_of_it_is_the_cause() -> None:
    late = replace(cause("Release", (Kind.NIGHT,), span("mon", "22:00-00:00")), recurring=True)
    week = taken(replace(FULL, causes=(late,), days=(day("mon"),)), 240)
    assert "One recurring event accounts for 2 h of it. Monday was untouched." not in said(lede(week, ENGLISH))
    assert "One recurring event accounts for 2 h of it" in said(lede(week, ENGLISH))


def test_one_kind_of_time_that_makes_half_of_it_is_the_cause() -> None:
    evenings = [cause(f"Call {n}", (Kind.EVENING,), span(n, "19:00-20:00")) for n in ("mon", "tue", "wed")]
    week = taken(replace(FULL, causes=tuple(evenings)), 240)
    assert "Evenings account for 3 h of it" in said(lede(week, ENGLISH))


def test_a_day_with_an_all_day_work_event_is_not_said_to_be_untouched() -> None:
    trip = replace(cause("Fair", (Kind.DAY_OFF,), DAYS[5].span), all_day=True, minutes=0)
    assert "untouched" not in lede(replace(FULL, causes=(*CAUSES, trip)), ENGLISH)


def test_a_quiet_week_gets_a_short_letter() -> None:
    assert headline(QUIET, ENGLISH) == "Nothing came in."
    assert lede(QUIET, ENGLISH) == "Six of six protected blocks held."
    assert len(text_of(QUIET)) < len(text_of(FULL)) / 3
    assert "HOUR BY HOUR" not in text_of(QUIET)


@pytest.mark.parametrize(
    "report",
    [
        replace(QUIET, fates=(replace(KEPT[0], fate=Fate.LOST),)),
        replace(QUIET, causes=CAUSES[:1]),
        replace(QUIET, verdict=Verdict.STRETCHED),
        replace(QUIET, coverage=PARTLY.coverage),
    ],
    ids=["a block lost", "work came in", "a limit passed", "a calendar not seen"],
)
def test_a_week_is_not_quiet_with(report: Report) -> None:
    assert headline(report, ENGLISH) != "Nothing came in."


def test_an_unknown_week_says_what_failed_and_judges_nothing() -> None:
    text = text_of(UNKNOWN)
    assert "No calendar could be read." in text
    assert "Not seen: club. The feed did not answer." in text
    assert "Not seen: work, work.ics. The file is not a calendar." in text
    assert "limit" not in limits_summary(UNKNOWN, ENGLISH)
    assert "THE WEEK AHEAD" not in text
    assert "held" not in text


def test_an_address_that_may_hold_a_secret_is_not_said() -> None:
    assert "private-3f9a" not in text_of(UNKNOWN)


def test_a_partly_seen_week_claims_no_more_than_was_seen() -> None:
    assert headline(PARTLY, ENGLISH).endswith("held. Not all of it could be seen.")
    assert "at least 4 h 30" in said(lede(PARTLY, ENGLISH))
    assert "usual" not in lede(PARTLY, ENGLISH)
    assert "untouched" not in lede(PARTLY, ENGLISH)
    assert tell_figures(PARTLY, ENGLISH)[0].compared == "Not compared, as it was partly seen"


def test_an_event_that_could_not_be_read_is_named_by_its_line_and_hides_nothing_else() -> None:
    broken = replace(
        FULL, coverage=Coverage(FULL.coverage.seen, (), (Unreadable(WORK, "a.ics", None, 12, "no start"),))
    )
    [gap] = tell_gaps(broken, ENGLISH)
    assert (gap.what, gap.why) == ("Unreadable: one event in work, line 12.", "No start.")
    assert "less than usual" in lede(broken, ENGLISH)


def test_an_event_that_was_understood_only_in_part_is_told_and_leaves_the_coverage_whole() -> None:
    doubt = Doubt(WORK, Uid("a@b"), "the event of 2026-11-16 overlaps another shift of the rota")
    doubtful = replace(FULL, coverage=replace(FULL.coverage, doubts=(doubt,)))
    [gap] = tell_gaps(doubtful, ENGLISH)
    assert gap.what == "In doubt: one event in work."
    assert gap.why == "The event of 2026-11-16 overlaps another shift of the rota."
    assert doubtful.coverage.is_whole
    assert lede(doubtful, ENGLISH) == lede(FULL, ENGLISH)


def test_more_than_four_gaps_of_a_sort_become_a_count() -> None:
    gaps = tuple(NotSeen(CalendarId(f"c{n}"), "", "gone") for n in range(7))
    told = tell_gaps(replace(FULL, coverage=Coverage(not_seen=gaps)), ENGLISH)
    assert [gap.what for gap in told][-1] == "And 3 more not seen."
    assert len(told) == 5


def test_coverage_names_calendars_events_and_what_is_tentative() -> None:
    one = Coverage(seen=(Seen(WORK, 1),), tentative=1)
    assert said(coverage_sentence(replace(FULL, coverage=one), READER)) == (
        "Read on Mon 23 Nov 08:30: work; 1 event. One is counted although it is still tentative."
    )


def test_the_verdict_counts_the_limits_passed() -> None:
    assert limits_summary(FULL, ENGLISH) == "Three limits were passed, so the week counts as intruded."
    stretched = replace(FULL, verdict=Verdict.STRETCHED, passed=PASSED[:1])
    assert limits_summary(stretched, ENGLISH) == "One limit was passed, so the week counts as stretched."
    assert limits_summary(QUIET, ENGLISH) == "No limit was passed."


def test_a_passed_limit_says_its_number_its_source_and_who_is_behind_it() -> None:
    rest, _, evenings = tell_limits(FULL, READER)
    assert said(rest.measured) == "10 h 55; the limit is at least 11 h"
    assert said(rest.behind) == "Behind it: West Coast sync; Stand-up."
    assert rest.source == "Directive 2003/88/EC, article 3"
    assert said(evenings.measured) == "3 (Mon, Thu and Sun); the limit is 2"


def test_each_figure_stands_beside_the_persons_own_past_and_the_limit() -> None:
    told = {f.key: f for f in tell_figures(FULL, ENGLISH)}
    own = told[FigureKey.PERSONAL_TAKEN]
    assert said(own.value) == "4 h 30"
    assert said(own.compared) == "40 min less than usual"
    assert said(own.past) == "usual 5 h 10 · last week 5 h 25"
    assert said(own.limit) == "limit 2 h, passed"
    assert said(told[FigureKey.EVENINGS_FREE].limit) == "limit 5, not reached"
    assert said(told[FigureKey.SHORTEST_REST].compared) == "35 min shorter than usual"
    assert said(told[FigureKey.SCHEDULED_WORK].limit) == "limit 48 h"


def test_fewer_blocks_are_fewer_and_not_less() -> None:
    fewer = replace(FIGURES[4], value=5)
    assert tell_figures(replace(FULL, figures=(fewer,)), ENGLISH)[0].compared == "1 fewer than usual"


def test_a_first_week_is_too_early_to_compare_and_draws_no_dots() -> None:
    for told in tell_figures(FIRST, ENGLISH):
        assert (told.compared, told.past, told.dots) == ("Too early to compare", "", ())


def test_a_week_that_was_not_seen_has_no_dot() -> None:
    told = {f.key: f for f in tell_figures(FULL, ENGLISH)}[FigureKey.SCHEDULED_WORK]
    assert [dot.height is None for dot in told.dots] == [False, False, True, False, False, False, False, False]
    assert "not seen" in told.dots_label


def test_a_figure_that_the_week_does_not_give_is_left_out() -> None:
    nothing = replace(FULL, figures=(figure(FigureKey.SHORTEST_REST, 600, None),))
    assert tell_figures(nothing, ENGLISH) == ()
    assert [d.term for d in define(nothing, READER)] == ["Your own time", "Usual"]


def test_definitions_speak_in_the_persons_own_hours() -> None:
    split = boundary("09:00-12:00 14:00-18:00", wed="", sat="22:00-06:00")
    reader = replace(READER, boundary=split)
    own, *_ = define(FULL, reader)
    assert own.text == (
        "everything outside your working hours, Mon, Tue, Thu and Fri"
        " 09:00–12:00 and 14:00–18:00; Sat 22:00–06:00 (Europe/Berlin)."
    )


def test_a_season_is_named_and_its_hours_are_those_of_its_weeks() -> None:
    mornings = dict.fromkeys(Weekday, (DayWindow(8 * 60, 12 * 60),))
    exams = Season("exam weeks", FULL.week.days[0], FULL.week.days[-1], windows=mornings)
    life = replace(boundary("09:00-17:00"), seasons=(exams,))
    told = limits_summary(replace(FULL, boundary=life), ENGLISH)
    assert told == "The week lies in the season “exam weeks”. Three limits were passed, so the week counts as intruded."
    assert working_hours(life, FULL.week, ENGLISH) == "Mon–Sun 08:00–12:00"
    assert working_hours(life, FULL.week.plus(1), ENGLISH) == "Mon–Fri 09:00–17:00"


def test_working_hours_begin_with_the_first_day_of_the_week() -> None:
    assert working_hours(boundary("09:00-17:00", sun="10:00-12:00"), Week(2026, 47, Weekday.SUNDAY), ENGLISH) == (
        "Sun 10:00–12:00; Mon–Fri 09:00–17:00"
    )


def test_a_limit_says_its_source_once() -> None:
    text = said(" ".join(text_of(FULL).split()))
    assert text.count("Directive 2003/88/EC, article 3") == 1
    assert text.count("Directive 2003/88/EC, article 6") == 1


def test_a_cause_says_when_what_kind_and_one_thing_to_do() -> None:
    first = tell_causes(FULL, READER).told[0]
    assert said(first.title) == "West Coast sync"
    assert said(first.when) == "Thu 19 Nov 21:00–22:05, evening and night, over Reading, no screens"
    assert said(first.reason) == (
        "In three of the last five weeks. Thu 15:30–16:35 was free in your working hours:"
        " propose 15:30 for the next one."
    )


def test_three_causes_are_told_in_full_and_the_rest_in_one_line() -> None:
    told = tell_causes(FULL, READER)
    assert len(told.told) == 3
    assert said(told.also) == "Vendor call, Bengaluru (Wed, 45 min); Q1 budget review (Fri, 45 min)."


def test_a_hundred_causes_stay_one_line() -> None:
    many = tuple(cause(f"Call {n}", (Kind.EVENING,), span("mon", "19:00-19:30")) for n in range(100))
    told = tell_causes(replace(FULL, causes=many), READER)
    assert said(told.also).endswith("; 89 more (44 h 30).")


def test_parts_of_one_meeting_are_said_as_one_time() -> None:
    long = cause("Launch", (Kind.EVENING, Kind.NIGHT), span("mon", "17:00-22:00"), span("mon", "22:00-23:30"))
    [told] = tell_causes(replace(FULL, causes=(long,)), READER).told
    assert said(told.when) == "Mon 16 Nov 17:00–23:30, evening and night"


@pytest.mark.parametrize(
    ("changes", "advice"),
    [
        ({"recurring": True}, "hold 1 h for it before the next one."),
        ({}, "That day had no free working time for it."),
        (
            {"kinds": (Kind.DAY_OFF,)},
            "It fell on a day off: propose a working day for it, or hold 1 h on the one before.",
        ),
        (
            {"remedy": Remedy.PROPOSE_TIME, "proposal": span("mon", "16:00-17:00")},
            "16:00 is a time to propose instead.",
        ),
        ({"remedy": Remedy.MARK_EXPECTED}, "name it under [[expected]] in hedgerow.toml"),
        (
            {"remedy": Remedy.MARK_EXPECTED, "kinds": (Kind.OVER_BLOCK,)},
            "name it under [[expected]] in hedgerow.toml",
        ),
        ({"all_day": True, "minutes": 0}, "It carries no hours, so it takes none."),
        ({"tentative": True}, "You have not said yes to it."),
        ({"recurring": True, "weeks_before": 4}, "In five of the last five weeks."),
    ],
)
def test_what_a_cause_asks_for_follows_from_what_it_is(changes: dict[str, object], advice: str) -> None:
    plain = cause("Sync", (Kind.EVENING,), span("mon", "18:00-19:00"))
    [told] = tell_causes(replace(FULL, causes=(replace(plain, **changes),)), READER).told  # type: ignore[arg-type]
    assert advice in said(told.reason)


def test_protected_time_is_told_in_three_lines() -> None:
    kept, moved, lost = tell_protected(FULL, READER)
    assert (kept.count, moved.count, lost.count) == ("6 kept", "1 moved", "2 lost")
    assert said(kept.items[0].what).startswith("Lunch away from the desk (2 times); Run club;")
    assert said(moved.items[0].what) == "Dinner, phones away, Wed 18:30–20:00"
    assert said(moved.items[0].why) == "made room for Parents’ evening, held Thu 19 Nov 18:30–20:00"
    assert said(lost.items[1].why) == "to Q1 budget review"


def test_what_the_person_did_to_a_block_is_said_as_theirs() -> None:
    taken_out = replace(FATES[5], taken_by=None, by_person=True)
    moved = replace(FATES[4], taken_by=None, by_person=True)
    told = tell_protected(replace(FULL, fates=(moved, taken_out)), READER)
    assert said(told[0].items[0].why) == "moved by you, held Thu 19 Nov 18:30–20:00"
    assert said(told[1].items[0].why) == "taken out by you"


def test_what_needs_a_decision_is_counted_first() -> None:
    assert (
        said(decision(NEXT_WEEK, Titles(hidden=True)))
        == "To decide for the week ahead: 1 block with a meeting over it and 1 block that found no place."
        " Also ahead: 4 blocks booked and 1 block planned."
    )
    assert (
        decision(CALM_NEXT_WEEK, READER.titles)
        == "The week ahead: 4 blocks booked and 1 block planned. All have a place."
    )
    nothing = replace(CALM_NEXT_WEEK, blocks=())
    assert decision(nothing, READER.titles) == "The week ahead has no blocks."
    assert "THE WEEK AHEAD" not in text_of(replace(FULL, next_week=nothing))


def test_what_took_most_and_what_to_decide_are_named_in_the_first_lines() -> None:
    assert (
        said(tell_most(FULL, READER))
        == "What took most: “West Coast sync” (1 h 05) and “Prepare Monday’s deck” (1 h 05)."
    )
    asked = "To decide for the week ahead: 1 block with a meeting over it (“Dinner, phones away”)"
    assert said(decision(NEXT_WEEK, READER.titles)).startswith(asked)
    assert tell_most(FULL, replace(READER, hide_titles=True)) == ""
    many = [cause(f"Call {n}", (Kind.EVENING,), span("mon", f"{n + 10}:00-{n + 10}:10")) for n in range(6)]
    assert tell_most(replace(FULL, causes=tuple(many)), READER) == ""
    assert tell_most(replace(FULL, causes=()), READER) == ""


def test_a_clash_is_open_and_not_among_the_booked() -> None:
    told = tell_upcoming(NEXT_WEEK, READER)
    assert said(told.open[0].reason) == "Town hall lies over it."
    assert told.open[0].remedy.startswith("You put it there yourself, so it stays")
    assert "Dinner" not in told.booked


def test_what_found_no_place_says_what_prevents_it() -> None:
    missing = tell_upcoming(NEXT_WEEK, READER).open[1]
    assert said(missing.reason) == "One of three found no place. In the way: West Coast sync (Thu 26 Nov 18:00–20:30)."
    assert missing.remedy.startswith("To make room, move that, or give it more days")


def test_hours_without_a_place_are_told_in_hours() -> None:
    [missing] = NEXT_WEEK.unplaced
    study = replace(missing.intention, minutes_per_week=600)
    week = replace(NEXT_WEEK, unplaced=(replace(missing, intention=study, missing=150),))
    assert said(tell_upcoming(week, READER).open[1].reason).startswith("2 h 30 of 10 h found no place.")
    asked = "To decide for the week ahead: 1 block with a meeting over it and 2 h 30 that found no place."
    assert said(decision(week, Titles(hidden=True))).startswith(asked)


def test_hidden_titles_leave_no_title_in_the_words() -> None:
    text = render_text(word_page(FULL, replace(READER, hide_titles=True)))
    for title in ("West Coast", "deck", "Release", "Vendor", "Reading", "Run club", "Noor", "Town hall", "Parents"):
        assert title not in text
    assert "An event in work: 1 h 05" in text
    assert "A protected block (6 times)." in text
    assert "over a protected block" in text


def test_the_letter_never_scolds_praises_or_shouts() -> None:
    for report in (FULL, QUIET, UNKNOWN, PARTLY, FIRST):
        text = text_of(report).lower()
        assert not re.search(
            r"!|\b(great|well done|congrat|should|must|fail|sorry|score|bad|too much|unfortunately)", text
        )


def test_every_sentence_has_its_numbers_in_the_limits_of_the_report() -> None:
    keys = {limit.rule.key for limit in FULL.passed}
    assert keys == {LimitKey.SHORTEST_REST, LimitKey.PERSONAL_TAKEN, LimitKey.EVENINGS}
    assert [limit.title for limit in tell_limits(FULL, READER)] == [
        "Shortest rest between two working days",
        "Personal time taken by work",
        "Evenings touched by work",
    ]


def test_times_of_one_day_name_it_once() -> None:
    twice = cause("Launch", (Kind.EARLY, Kind.EVENING), span("mon", "07:00-08:00"), span("mon", "18:00-19:00"))
    [told] = tell_causes(replace(FULL, causes=(twice,)), READER).told
    assert said(told.when) == "Mon 16 Nov 07:00–08:00 and 18:00–19:00, before working hours and evening"


def test_many_times_end_in_a_count() -> None:
    days = ("mon", "tue", "wed", "thu", "fri")
    daily = cause("Handover", (Kind.EVENING,), *(span(name, "18:00-18:30") for name in days))
    [told] = tell_causes(replace(FULL, causes=(daily,)), READER).told
    assert said(told.when).endswith("Wed 18 Nov 18:00–18:30 and two more times, evening")


def test_a_report_that_the_core_made_is_told_in_its_own_numbers() -> None:
    week = agenda(
        "mon 09:00-12:00  Planning",
        "tue 17:30-19:15  Retro",
        "wed 10:00-11:00  One to one (tentative)",
        "sat 09:00-10:30  Inventory",
    )
    limits = {rule.key: rule.default for rule in LIMITS}
    evidence = Evidence(week, (), {}, Coverage(seen=(Seen(WORK, 4),)))
    review = review_week(WEEK, evidence, HOURS, limits)
    report = build_report(Material((review,), week, Plan((), ()), (), HOURS, limits), MADE_AT)
    text = said(text_of(report))
    assert "Six of seven evenings were free of work." in text
    assert "3 h 15 of work in your own time" in text
    assert "Retro: 1 h 45\n  Tue 17 Nov 17:30–19:15, evening" in text
    assert "7 h 15 of scheduled work" in text
    assert "limit 2 h, passed" in text
    assert "Too early to compare" in text


def test_a_limit_of_ones_own_does_not_lean_on_a_source_that_says_another_number() -> None:
    rule = next(rule for rule in LIMITS if rule.key is LimitKey.SCHEDULED_WORK)
    own = replace(figure(FigureKey.SCHEDULED_WORK, 1_200), limit_value=24 * 60)
    work = next(d.text for d in define(replace(FULL, figures=(own,)), READER) if d.term == "Scheduled work")
    directive = "Directive 2003/88/EC, article 6 (average week, overtime included)."
    assert said(work).endswith(f"Limit 24 h, by your settings; else 48 h: {directive}")
    [told] = tell_limits(replace(FULL, passed=(PassedLimit(rule, 24 * 60, 1_500, ()),)), READER)
    assert said(told.source) == f"By your settings; else 48 h: {directive[:-1]}"


def test_a_letter_about_a_week_long_past_says_nothing_of_a_week_ahead() -> None:
    late = word_page(replace(FULL, made_at=MADE_AT + timedelta(days=7)), READER)
    assert (late.decision, late.upcoming) == ("", None)
    in_it = word_page(replace(FULL, made_at=MADE_AT + timedelta(days=6)), READER)
    assert in_it.decision.startswith("To decide for the week ahead")


AWAY = (*(True,) * 12, False)
"""The last week was one of leave."""


def test_a_week_of_leave_is_held_against_no_other() -> None:
    away = replace(FULL, comparable=AWAY)
    told = word_page(away, READER)
    assert "usual" not in told.lede
    assert told.full is not None
    for figure_words in told.full.figures:
        assert (figure_words.compared, figure_words.past) == ("Not compared, as most of it was leave", "")
    assert "usual" not in render_text(told).split("WHAT THE NUMBERS MEAN")[0]
    best = taken(replace(away, fates=(), figures=()), 310)
    assert "usual" not in lede(best, ENGLISH)


def test_a_quiet_week_of_leave_gets_two_sentences_and_no_numbers() -> None:
    told = word_page(replace(QUIET, fates=(), comparable=AWAY), READER)
    assert (told.headline, told.lede) == ("Nothing came into your leave.", "The week is not compared with others.")
    assert (told.full, told.limits_summary, told.quiet_numbers) == (None, "", "")


def test_a_quiet_week_before_one_that_needs_nothing_has_no_list_of_it() -> None:
    title, block = CALM_NEXT_WEEK.blocks[0]
    assert block.block is not None
    booked = replace(CALM_NEXT_WEEK, blocks=((title, block),))
    told = word_page(replace(QUIET, next_week=booked), READER)
    assert told.decision == "The week ahead: 1 block booked. All have a place."
    assert told.upcoming is None
    assert word_page(replace(FULL, next_week=booked), READER).upcoming is not None
