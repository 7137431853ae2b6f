from tests.benchmarks.bench_weeks import Row, judge, life, profile, table


def test_the_table_gives_milliseconds_and_what_a_thousand_events_cost() -> None:
    assert table([Row(5_000, 52, 0.150, 0.120)]).splitlines()[2:] == ["| 5,000 | 52 | 150 | 120 | 30.0 |"]


def test_the_lives_that_are_judged_have_work_in_and_out_of_their_hours() -> None:
    judged = judge(life(400, 4), 4)
    assert [sum(seen.occurrences for seen in review.coverage.seen) for review in judged] == [100] * 4
    assert all(0 < review.personal_taken < review.measures.scheduled_work for review in judged)


def test_the_profile_names_where_the_time_goes() -> None:
    assert "ncalls" in profile(40, 4, 3)
