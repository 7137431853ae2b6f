from dataclasses import replace
from datetime import UTC, datetime

from hedgerow.core.block import IntentionId, Slot
from hedgerow.core.boundary import Rota
from hedgerow.core.cause import Cause, Remedy, find_causes
from hedgerow.core.days import Week, week_span
from hedgerow.core.domains import Domain, DomainPolicy
from hedgerow.core.intention import Intention, Length
from hedgerow.core.intrusion import Expected
from hedgerow.core.occurrence import CalendarId, RecurrenceId, Transparency, Uid
from hedgerow.core.plan import Block, Plan, Reason
from hedgerow.core.report import Figure, FigureKey, Material, Report, build_report
from hedgerow.core.timeline import Timeline, build_timeline
from hedgerow.core.week import Coverage, Evidence, Verdict, WeekReview, review_week
from tests.agenda import BERLIN, WEEK, WORK, agenda, boundary, day_of, occurrence, span, windows
from tests.core.test_fate import booking
from tests.core.test_week import DEFAULTS, NINE_TO_FIVE, READ

MADE = datetime(2026, 11, 23, 7, 30, tzinfo=UTC)
RUN = Intention(
    IntentionId("run"),
    "Run",
    frozenset({Domain.SELF}),
    Length(30, 45, 60),
    CalendarId("blocks"),
    windows("17:00-20:00"),
)


def reviews(timeline: Timeline, weeks: int, coverage: Coverage = READ) -> list[WeekReview]:
    evidence = Evidence(timeline, (), {}, coverage)
    return [review_week(WEEK.plus(n), evidence, NINE_TO_FIVE, DEFAULTS) for n in range(1 - weeks, 1)]


def report(timeline: Timeline, judged: list[WeekReview], plan: Plan | None = None) -> Report:
    material = Material(judged, timeline, plan or Plan((), ()), [RUN], NINE_TO_FIVE, DEFAULTS)
    return build_report(material, MADE)


def figure(made: Report, key: FigureKey) -> Figure:
    [found] = [figure for figure in made.figures if figure.key is key]
    return found


EVENINGS = agenda(
    "mon-4 18:00-19:00  Call",
    "mon-3 18:00-18:40  Call",
    "mon-2 18:00-18:20  Call",
    "mon-1 18:00-19:30  Call",
    "mon 18:00-18:30  Call",
)


def test_a_figure_stands_beside_last_week_and_the_median_of_four() -> None:
    taken = figure(report(EVENINGS, reviews(EVENINGS, 5)), FigureKey.PERSONAL_TAKEN)
    assert (taken.value, taken.last, taken.usual) == (30, 90, 50)
    assert taken.history == (60, 40, 20, 90, 30)
    assert taken.limit_value == 120


def test_with_two_weeks_before_it_is_too_early_to_compare() -> None:
    assert figure(report(EVENINGS, reviews(EVENINGS, 3)), FigureKey.PERSONAL_TAKEN).usual is None


def test_an_unknown_week_has_no_figures_and_is_no_past_to_compare_with() -> None:
    judged = reviews(EVENINGS, 5)
    unknown = [replace(week, verdict=Verdict.UNKNOWN) for week in judged[:3]]
    assert report(EVENINGS, [*unknown, *judged[3:]]).figures[0].usual is None
    assert report(EVENINGS, reviews(EVENINGS, 5, Coverage())).figures == ()


def test_evenings_free_are_counted_of_seven() -> None:
    evenings = figure(report(EVENINGS, reviews(EVENINGS, 1)), FigureKey.EVENINGS_FREE)
    assert (evenings.value, evenings.of) == (6, 7)


def test_a_day_shows_work_once_and_what_came_in_apart() -> None:
    timeline = agenda("mon 09:00-10:00  A", "mon 16:00-18:00  B")
    monday = report(timeline, reviews(timeline, 1)).days[0]
    assert monday.work == (span("mon", "09:00-10:00"), span("mon", "16:00-17:00"))
    assert monday.intruding == (span("mon", "17:00-18:00"),)
    assert monday.taken == 60


def test_the_blocks_of_the_week_are_held_and_lost() -> None:
    timeline = agenda("tue 18:00-19:00  Call")
    evidence = Evidence(timeline, [booking("mon", "18:00-19:00"), booking("tue", "18:00-19:00")], {}, READ)
    made = report(timeline, [review_week(WEEK, evidence, NINE_TO_FIVE, DEFAULTS)])
    held = figure(made, FigureKey.BLOCKS_HELD)
    assert (held.value, held.of) == (1, 2)
    assert [fate.taken_by for fate in made.fates] == [None, "Call"]


def series(*starts: str, length: str = "21:00-22:00", uid: str = "weekly") -> Timeline:
    occurrences = [
        replace(occurrence(f"{start} {length}  West Coast"), uid=Uid(uid), recurrence_id=RecurrenceId(start))
        for start in starts
    ]
    return build_timeline(occurrences, DomainPolicy((), {WORK: frozenset({Domain.WORK})}))


def causes(timeline: Timeline, weeks: int = 5, life: str = "09:00-17:00") -> tuple[Cause, ...]:
    return find_causes(reviews(timeline, weeks), timeline, boundary(life))


def test_a_series_is_one_cause_with_its_past() -> None:
    [cause] = causes(series("thu-3", "thu-2", "mon", "thu"))
    assert (cause.minutes, cause.weeks_before, cause.recurring) == (120, 2, True)
    assert cause.spans == (span("mon", "21:00-22:00"), span("thu", "21:00-22:00"))


def test_recurring_causes_come_first_then_the_longest() -> None:
    single = agenda("mon 18:00-21:00  Long", "tue 18:00-18:30  Short")
    both = Timeline(tuple(sorted([*single.entries, *series("thu").entries], key=lambda e: e.span)), {})
    assert [cause.title for cause in causes(both)] == ["West Coast", "Long", "Short"]


def test_a_late_meeting_is_offered_the_nearest_free_hour_of_its_day() -> None:
    [cause] = causes(agenda("mon 16:00-17:00  Full", "mon 18:00-19:00  Retro"))
    assert (cause.remedy, cause.proposal) == (Remedy.PROPOSE_TIME, span("mon", "15:00-16:00"))


def test_a_time_that_a_block_holds_is_no_time_to_offer() -> None:
    timeline = agenda("mon 10:00-17:00  Full", "mon 18:00-19:00  Retro")
    evidence = Evidence(timeline, [booking("mon", "09:00-10:00")], {}, READ)
    [cause] = find_causes([review_week(WEEK, evidence, NINE_TO_FIVE, DEFAULTS)], timeline, NINE_TO_FIVE)
    assert cause.proposal is None


def test_a_day_without_a_free_hour_offers_none() -> None:
    [cause] = causes(agenda("mon 09:00-17:00  Full", "mon 18:00-19:00  Retro"))
    assert (cause.remedy, cause.proposal) == (Remedy.HOLD_BEFORE, None)


def test_what_came_in_three_weeks_before_and_has_no_other_time_may_be_expected() -> None:
    [cause] = causes(series("sat-3", "sat-2", "sat-1", "sat"))
    assert cause.remedy is Remedy.MARK_EXPECTED


def test_next_week_shows_its_blocks_and_what_lies_over_one_that_may_not_move() -> None:
    timeline = agenda("mon+1 18:15-19:00  Town hall")
    when = [span("mon+1", "18:00-18:45"), span("tue+1", "18:00-18:45"), span("mon", "18:00-18:45")]
    blocks = [
        Block(Slot(RUN.id, day_of("mon+1")), it, Transparency.OPAQUE, Reason.PINNED, other_places=0) for it in when
    ]
    following = report(timeline, reviews(timeline, 1), Plan(tuple(blocks), ())).next_week
    assert following.week == Week(2026, 48)
    assert [title for title, _ in following.blocks] == ["Run", "Run"]
    assert [(clash.title, clash.over) for clash in following.clashes] == [("Run", "Town hall")]


def test_a_shift_that_was_swapped_over_a_block_of_next_week_clashes_with_it() -> None:
    shift = span("mon+1", "14:00-22:00")
    nurse = replace(NINE_TO_FIVE, rota=Rota((shift,), (), week_span(WEEK.plus(1), BERLIN)))
    held = Block(Slot(RUN.id, day_of("mon+1")), span("mon+1", "18:00-18:45"), Transparency.OPAQUE, Reason.PINNED, 0)
    judged = reviews(agenda(), 1)
    made = build_report(Material(judged, agenda(), Plan((held,), ()), [RUN], nurse, DEFAULTS), MADE)
    assert [(clash.title, clash.over) for clash in made.next_week.clashes] == [("Run", "a shift of the rota")]


def test_what_is_expected_is_no_cause_that_asks_for_a_remedy() -> None:
    calls = agenda("mon 18:00-19:00  Handover", "tue 18:00-19:00  Launch")
    evidence = Evidence(calls, (), {}, READ, (Expected(title="Handover"),))
    found = find_causes([review_week(WEEK, evidence, NINE_TO_FIVE, DEFAULTS)], calls, NINE_TO_FIVE)
    assert [cause.title for cause in found] == ["Launch"]


def expecting(timeline: Timeline) -> WeekReview:
    return review_week(WEEK, Evidence(timeline, (), {}, READ, (Expected(title="Handover"),)), NINE_TO_FIVE, DEFAULTS)


def test_what_is_expected_is_told_apart_by_series_with_the_minutes_it_lies_outside_of_working_time() -> None:
    calls = agenda("mon 16:30-18:00  Handover", "tue 18:00-19:00  Launch", "sat 21:00-23:00  Deployment")
    made = report(calls, [expecting(calls)])
    assert [(each.title, each.minutes) for each in made.expected] == [("Handover", 60)]
    assert [cause.title for cause in made.causes] == ["Deployment", "Launch"]


def test_an_expected_event_of_a_whole_day_is_told_without_minutes() -> None:
    calls = agenda("sat Handover (all-day)")
    [told] = report(calls, [expecting(calls)]).expected
    assert (told.title, told.minutes) == ("Handover", 0)


def test_a_day_draws_what_is_expected_as_work_but_not_where_something_else_came_in() -> None:
    calls = agenda("mon 18:00-20:00  Handover", "mon 19:30-21:00  Launch")
    monday = report(calls, [expecting(calls)]).days[0]
    assert (monday.work, monday.expected) == ((span("mon", "18:00-19:30"),),) * 2
    assert monday.intruding == (span("mon", "19:30-21:00"),)


def test_a_report_tells_the_unanswered_minutes_apart() -> None:
    calls = agenda("mon 18:00-19:00  Sure", "tue 18:00-18:40  Maybe (tentative)")
    made = report(calls, reviews(calls, 1))
    assert (figure(made, FigureKey.PERSONAL_TAKEN).value, made.tentative_minutes) == (100, 40)


def test_by_a_rota_a_shift_is_work_of_its_day_and_focus_has_no_figure() -> None:
    shift = span("tue", "14:00-22:00")
    nurse = replace(NINE_TO_FIVE, rota=Rota((shift,), (), week_span(WEEK, BERLIN)))
    judged = review_week(WEEK, Evidence(agenda(), (), {}, READ), nurse, DEFAULTS)
    made = build_report(Material([judged], agenda(), Plan((), ()), [RUN], nurse, DEFAULTS), MADE)
    assert (made.days[1].work, made.shifts, made.is_focus_measured) == ((shift,), (shift,), False)
    assert FigureKey.FOCUS not in {each.key for each in made.figures}


def test_no_hour_of_a_shift_is_proposed_as_free() -> None:
    late = span("tue", "14:00-22:00")
    nurse = replace(NINE_TO_FIVE, rota=Rota((late,), (), week_span(WEEK, BERLIN)))
    calls = agenda("tue 12:00-13:00  Audit")
    [cause] = find_causes([review_week(WEEK, Evidence(calls, (), {}, READ), nurse, DEFAULTS)], calls, nurse)
    assert (cause.remedy, cause.proposal) == (Remedy.HOLD_BEFORE, None)
