from tests.settings.reading import HOME, problems, settings


def test_titles_are_kept_only_where_the_person_says_so() -> None:
    assert not settings(HOME).history.titles
    assert settings(HOME + "[history]\ntitles = true").history.titles


def test_titles_are_kept_or_not_and_nothing_between() -> None:
    [problem] = problems(HOME + '[history]\ntitles = "some"')
    assert problem.startswith("h.toml:4:10: history.titles: ")
