"""[web]: where the pages are found."""

import pytest

from tests.settings.reading import HOME, problems, settings


def web(address: str) -> str:
    return f"{HOME}\n[web]\npublic_url = '{address}'\n"


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("https://Hedgerow.example.org/", "https://hedgerow.example.org"),
        ("https://hedgerow.example.org:443", "https://hedgerow.example.org"),
        ("https://hedgerow.example.org:8443", "https://hedgerow.example.org:8443"),
        ("https://[fd00::1]:8443", "https://[fd00::1]:8443"),
    ],
)
def test_the_address_of_a_proxy_is_kept_as_browsers_say_it(given: str, kept: str) -> None:
    assert settings(web(given)).web.public == kept


@pytest.mark.parametrize(
    "given",
    [
        "http://hedgerow.example.org",
        "https://hedgerow.example.org/pages",
        "https://me@hedgerow.example.org",
        "https://:secret@hedgerow.example.org",
        "https://hedgerow.example.org>, <mailto:eve@example.org",
        "https://hedgerow.example.org#x",
    ],
)
def test_what_is_no_address_of_a_proxy_is_a_problem_at_its_place(given: str) -> None:
    [problem] = problems(web(given))
    assert "web.public_url" in problem
