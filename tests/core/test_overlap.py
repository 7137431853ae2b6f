"""How the domains of a life met in a week."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from hedgerow.core.boundary import Rota
from hedgerow.core.domains import Domain
from hedgerow.core.fate import BlockFate, Fate
from hedgerow.core.history import record_of
from hedgerow.core.overlap import Overlap, measure_overlap
from hedgerow.core.plan import Plan
from hedgerow.core.report import Material, build_report
from hedgerow.core.week import Coverage, Evidence, review_week
from tests.agenda import WEEK, WORK, agenda, boundary, span
from tests.core.test_fate import WEEK_47, booking
from tests.core.test_report import MADE, report, reviews
from tests.core.test_week import DEFAULTS, READ

W, H, C, S = Domain.WORK, Domain.HOME, Domain.COMMUNITY, Domain.SELF
SIGNS = {"#work": W, "#home": H, "#community": C, "#self": S}


def block(title: str, day: str, clocks: str, *domains: Domain, fate: Fate = Fate.KEPT) -> BlockFate:
    where = span(day, clocks)
    of = booking(day, clocks).block
    return BlockFate(of, title, where, where, fate, None, by_person=False, domains=frozenset(domains))


def met(*lines: str, blocks: tuple[BlockFate, ...] = (), work: int = 0) -> Overlap:
    return measure_overlap(agenda(*lines).within(WEEK_47), blocks, WEEK_47, work)


def test_an_event_counts_in_each_domain_that_it_serves() -> None:
    found = met("sat 10:00-12:00  Allotment #home #community #self", "sun 09:00-10:00  Yoga #self")
    assert found.minutes == {W: 0, H: 120, C: 120, S: 180}
    assert found.regions == {frozenset({H, C, S}): 1, frozenset({S}): 1}


def test_hours_of_two_events_at_a_time_count_once_and_both_events_count() -> None:
    found = met("sat 10:00-12:00  Market #home", "sat 11:00-13:00  Lunch #home")
    assert (found.minutes[H], found.regions[frozenset({H})]) == (180, 2)


def test_an_all_day_event_counts_as_an_event_and_has_no_hours() -> None:
    found = met("sat Birthday #home (all-day)")
    assert (found.minutes[H], found.regions) == (0, {frozenset({H}): 1})


def test_hours_beyond_the_week_do_not_count() -> None:
    assert met("sun 23:00-01:00  Night swim #self").minutes[S] == 60


def test_a_block_counts_where_it_took_place_and_not_where_it_was_lost() -> None:
    run = block("Run club", "tue", "18:00-19:10", C, S)
    lost = block("Reading", "thu", "21:00-22:00", S, fate=Fate.LOST)
    found = met(blocks=(run, lost, replace(run, fate=Fate.MOVED, span=span("wed", "18:00-19:10"))))
    assert (found.minutes[S], found.regions) == (140, {frozenset({C, S}): 2})


def test_the_hours_of_work_are_the_scheduled_work_of_the_week_with_its_shifts() -> None:
    shift = (span("mon", "07:00-15:00"),)
    nurse = replace(boundary(""), rota=Rota(shift, (), WEEK_47))
    focus = replace(booking("tue", "09:00-10:00"), domains=frozenset({W}))
    judged = review_week(WEEK, Evidence(agenda("mon 14:00-16:00  Round"), [focus], {}, READ), nurse, DEFAULTS)
    assert judged.overlap.minutes[W] == judged.measures.scheduled_work == 540


def test_what_served_several_is_named_once_with_all_its_times_and_the_most_domains_first() -> None:
    walk = [block("Walk to school", day, "07:45-08:25", H, S) for day in ("mon", "tue")]
    found = met("sat 10:00-12:00  Allotment #home #community #self", "mon 09:00-10:00  Retro", blocks=tuple(walk))
    assert [(each.title, each.calendar, len(each.spans)) for each in found.shared] == [
        ("Allotment #home #community #self", WORK, 1),
        ("Walk to school", None, 2),
    ]


def test_a_week_judged_stands_against_its_own_past_in_each_domain() -> None:
    timeline = agenda(*(f"sat{week} 10:00-{end}  Yoga #self" for week, end in (
        ("-4", "11:00"), ("-3", "10:40"), ("-2", "10:20"), ("-1", "11:30"), ("", "10:30"),
    )))  # fmt: skip
    made = report(timeline, reviews(timeline, 5))
    [self_] = [each for each in made.domains if each.domain is S]
    assert (self_.minutes, self_.last, self_.usual, self_.history) == (30, 90, 50, (60, 40, 20, 90, 30))
    assert [each.domain for each in made.domains] == list(Domain)
    assert made.comparable == (True,) * 5


def test_weeks_kept_before_hours_were_reckoned_are_not_seen_but_for_work() -> None:
    timeline = agenda("mon-1 09:00-10:00  Retro", "sat 10:00-11:00  Yoga #self")
    judged = reviews(timeline, 2)
    old = replace(record_of(judged[0]), domains=None)
    made = build_report(Material(judged, timeline, Plan((), ()), (), boundary(), DEFAULTS, past=[old]), MADE)
    assert [each.last for each in made.domains] == [60, None, None, None]


def test_a_week_that_was_not_seen_has_no_hours_in_any_domain() -> None:
    timeline = agenda("sat 10:00-11:00  Yoga #self")
    assert report(timeline, reviews(timeline, 2, Coverage())).domains == ()


@given(st.lists(st.tuples(st.integers(0, 160), st.integers(1, 8), st.sets(st.sampled_from(sorted(SIGNS)))), max_size=8))
def test_no_domain_has_more_hours_than_the_week_nor_fewer_than_its_longest_event(
    made: list[tuple[int, int, set[str]]],
) -> None:
    days = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
    lines = [
        f"{days[start // 24]} {hour:02d}:00-{(hour + length) % 24:02d}:00  E{n} {' '.join(sorted(tags))}"
        for n, (start, length, tags) in enumerate(made)
        for hour in [start % 24]
    ]
    timeline = agenda(*lines).within(WEEK_47)
    found = measure_overlap(timeline, (), WEEK_47, 0)
    assert sum(found.regions.values()) == len(timeline.entries)
    for domain in (H, C, S):
        spans = [part for e in timeline.entries if domain in e.served.domains if (part := e.span.clip(WEEK_47))]
        longest = max((part.minutes for part in spans), default=0)
        assert longest <= found.minutes[domain] <= sum(part.minutes for part in spans)
