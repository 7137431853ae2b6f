from tests.benchmarks.bench_weeks import Row, Step, judge, life, measure, profile, shares, table


def test_the_table_gives_milliseconds_and_the_growth_against_the_first_row() -> None:
    rows = [Row(5_000, 52, 1_532, 0.150, 0.120, 500_000), Row(50_000, 52, 15_000, 1.650, 1.5, 4_000_000)]
    assert table(rows).splitlines()[2:] == [
        "| 5,000 | 52 | 1,532 | 150 | 120 | 1.0 | 500,000 | 1.0 |",
        "| 50,000 | 52 | 15,000 | 1,650 | 1,500 | 11.0 | 4,000,000 | 8.0 |",
    ]


def test_judging_takes_at_most_so_many_times_the_calls_as_there_are_events_or_weeks() -> None:
    few, dense, long = (measure(events, weeks, 1).calls for events, weeks in ((500, 4), (5_000, 4), (5_000, 40)))
    assert dense < 10 * few
    assert long < 10.5 * few


def test_the_lives_that_are_judged_have_work_in_and_out_of_their_hours() -> None:
    judged = judge(life(400, 4), 4)
    assert [sum(seen.occurrences for seen in review.coverage.seen) for review in judged] == [100] * 4
    assert all(0 < review.personal_taken < review.measures.scheduled_work for review in judged)


def test_ten_times_as_many_events_find_about_ten_times_as_many_intrusions() -> None:
    few, many = (sum(len(review.intrusions) for review in judge(life(n, 4), 4)) for n in (400, 4_000))
    # a few less, since shorter events reach less often from one part of a day into the next
    assert 8 * few < many < 11 * few


def test_the_profile_shares_the_time_among_the_steps() -> None:
    steps = profile(40, 4)
    assert {"find_intrusions", "measure_week"} <= {step.name for step in steps}
    assert 0.5 < sum(step.share for step in steps) <= 1


def test_small_steps_are_told_as_the_rest() -> None:
    assert shares([Step("measure_week", 0.75), Step("within", 0.01)]).splitlines()[2:] == [
        "| measure_week | 75 % |",
        "| the rest | 25 % |",
    ]
