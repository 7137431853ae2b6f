"""Hours a week instead of times, and intentions whose blocks count for others."""

import pytest

from hedgerow.core.intention import Length
from tests.settings.reading import HOLDER, HOME, problems, settings

STUDY = HOME + HOLDER + '[[intentions]]\nid = "study"\ntitle = "Study"\ndomains = ["self"]\n'
"""The first line after it is line 13."""
CHUNKS = 'length = { minimum = "1h", ideal = "2h", maximum = "3h" }\n'


def test_an_intention_may_ask_for_hours() -> None:
    [study] = settings(STUDY + CHUNKS + 'hours_per_week = "10h"').intentions
    assert (study.is_in_hours, study.asked, study.length) == (True, 600, Length(60, 120, 180))


def test_a_season_may_ask_for_hours_where_times_are_asked_for_otherwise_and_back() -> None:
    season = '[[seasons]]\nname = "exams"\nfirst = "02-01"\nlast = "03-01"\n[seasons.intentions.study]\n'
    for always, then, asked in (
        ("times_per_week = 3\n", 'hours_per_week = "12h"\n', 720),
        ('hours_per_week = "12h"\n', "times_per_week = 3\n", 3),
    ):
        read = settings(STUDY + CHUNKS + always + season + then)
        changed = read.pattern.seasons[0].intentions[read.intentions[0].id]
        assert changed is not None
        assert changed.asked == asked


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (
            'times_per_week = 2\nhours_per_week = "10h"',
            "15:1: intentions.1.hours_per_week: give either times_per_week or hours_per_week; leave one out",
        ),
        (
            'hours_per_week = "100min"',
            (
                "14:18: intentions.1.hours_per_week: '100min' is not made of quarters of an hour; write it as '10h' or"
                " '7h30'"
            ),
        ),
        (
            'hours_per_week = "10h"\ndays = ["monday", "friday"]',
            (
                "14:18: intentions.1.hours_per_week: the days, the windows and the longest length leave room for only"
                " 6h a week"
            ),
        ),
        (
            'hours_per_week = "30min"',
            "14:18: intentions.1.hours_per_week: is less than the shortest length of one block",
        ),
    ],
)
def test_hours_that_can_not_be_say_why(lines: str, said: str) -> None:
    assert problems(STUDY + CHUNKS + lines) == [f"h.toml:{said}"]


def test_chunks_are_made_of_quarters_of_an_hour() -> None:
    said = "with hours_per_week every length is made of quarters of an hour"
    assert problems(STUDY + 'length = "50min"\nhours_per_week = "5h"') == [f"h.toml:13:10: intentions.1.length: {said}"]


def friends(*feeds: str) -> str:
    """Intentions `a`, `b` … on seven lines each from line 9 on, with what each feeds."""
    tables = (
        f'[[intentions]]\nid = "{name}"\ntitle = "x"\ndomains = ["self"]\nlength = "1h"\nfeeds = [{fed}]\n\n'
        for name, fed in zip("abcd", feeds, strict=False)
    )
    return HOME + HOLDER + "".join(tables)


def test_blocks_of_one_may_count_for_others() -> None:
    a, b, _ = settings(friends('"b", "c"', '"c"', "")).intentions
    assert (a.feeds, b.feeds) == (("b", "c"), ("c",))


@pytest.mark.parametrize(
    ("feeds", "said"),
    [
        (['"a"'], ["14:10: intentions.1.feeds.1: 'a' would count for itself by way of 'a'; leave one of them out"]),
        (['"e"'], ["14:10: intentions.1.feeds.1: there is no intention 'e'"]),
        (
            ['"b"', '"c"', '"a"'],
            [
                "14:10: intentions.1.feeds.1: 'a' would count for itself by way of 'b'; leave one of them out",
                "21:10: intentions.2.feeds.1: 'b' would count for itself by way of 'c'; leave one of them out",
                "28:10: intentions.3.feeds.1: 'c' would count for itself by way of 'a'; leave one of them out",
            ],
        ),
    ],
)
def test_nothing_counts_for_itself(feeds: list[str], said: list[str]) -> None:
    assert problems(friends(*feeds)) == [f"h.toml:{each}" for each in said]
