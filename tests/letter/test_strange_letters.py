"""Letters about strange weeks, and those of six whole lives, as they were last looked at."""

import os
import re
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pytest
from click.testing import CliRunner

from hedgerow.cli import cli
from hedgerow.letter.message import compose_message
from hedgerow.letter.write import write_letter
from hedgerow.settings.profiles import PROFILES
from tests.letter.strange import LETTERS
from tests.letter.test_html import read
from tests.letter.test_message import ENVELOPE

HERE = Path(__file__).parent / "looked_at"
MOST_HTML, MOST_MESSAGE = 60 * 1024, 300 * 1024


def assert_as_looked_at(name: str, html: str, text: str) -> None:
    for suffix, written in ((".html", html), (".txt", text)):
        kept = HERE / f"{name}{suffix}"
        if os.environ.get("HEDGEROW_SNAPSHOTS") == "write":
            kept.write_text(written, encoding="utf-8", newline="\n")
        assert written == kept.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", LETTERS)
def test_a_strange_letter_is_as_it_was_last_looked_at(name: str) -> None:
    letter = write_letter(*LETTERS[name])
    assert_as_looked_at(name, letter.html, letter.text)


@pytest.mark.parametrize("name", LETTERS)
def test_no_letter_is_too_large_and_none_is_broken(name: str) -> None:
    letter = write_letter(*LETTERS[name])
    assert len(letter.html.encode()) <= MOST_HTML
    assert len(compose_message(letter, ENVELOPE).as_bytes()) <= MOST_MESSAGE
    assert read(letter.html).open == []
    assert not re.search(r"<script|javascript:| on\w+=\"", letter.html, re.IGNORECASE)


@pytest.mark.parametrize("profile", PROFILES)
def test_the_letter_of_a_whole_life_is_as_it_was_last_looked_at(profile: str, tmp_path: Path) -> None:
    played = CliRunner().invoke(cli, ["demo", "--profile", profile, "--to", str(tmp_path)])
    assert played.exit_code == 0, played.output
    [file] = tmp_path.rglob("*.eml")
    message = message_from_bytes(file.read_bytes(), policy=default)
    html, text = (message.get_body((kind,)) for kind in ("html", "plain"))
    assert isinstance(html, EmailMessage)
    assert isinstance(text, EmailMessage)
    assert file.stat().st_size <= MOST_MESSAGE
    assert len(html.get_content().encode()) <= MOST_HTML
    assert_as_looked_at(f"life-{profile}", *(part.get_content().replace("\r\n", "\n") for part in (html, text)))


def test_no_letter_is_kept_that_is_gone() -> None:
    assert {path.stem for path in HERE.iterdir()} == {*LETTERS, *(f"life-{profile}" for profile in PROFILES)}


def test_a_quiet_week_keeps_six_lines_though_there_is_more_to_ask() -> None:
    letter = write_letter(*LETTERS["quiet-with-links"])
    opening = letter.text.partition("-" * 72)[0].partition("THE WEEK AHEAD")[0]
    said = [part for part in opening.split("\n\n") if part.strip()]
    assert len(said) <= 6
    assert "questions" not in letter.text.lower()
    assert letter.pictures == ()
    assert "Unsubscribe" in letter.html
    assert "Open the plan" in letter.html
