"""A few of the kills of `tests/benchmarks/crashes_mail.py`, which makes hundreds."""

from tests.benchmarks.crashes_mail import Trial


def test_a_letter_killed_at_any_moment_arrives_once_or_is_listed_as_in_doubt() -> None:
    seen = Trial("ours", seed=7).year(weeks=16).seen
    assert seen.killed >= 10
    assert (seen.doubled, seen.most, seen.lost_unseen) == (0, 1, 0)


def test_sending_until_it_is_marked_as_sent_would_be_caught() -> None:
    assert Trial("after", seed=7).year(weeks=10).seen.doubled > 0
