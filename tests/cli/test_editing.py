"""Changes of the settings by a command, beside somebody who changes them, too."""

from pathlib import Path

import pytest

from hedgerow.cli import editing
from hedgerow.cli.context import Context
from hedgerow.cli.exits import Stop
from tests.settings.reading import HOME


def test_a_change_is_made_anew_from_what_another_program_wrote_meanwhile(tmp_path: Path) -> None:
    path = tmp_path / "hedgerow.toml"
    path.write_text(HOME)
    others = iter(["# theirs\n"])

    def change(text: str) -> str:
        path.write_text(text + next(others, ""))
        return f"# mine\n{text}"

    edit = editing.change(Context(path, None), change)
    assert path.read_text() == f"# mine\n{HOME}# theirs\n"
    assert edit.diff().count("\n+") == 2, "the head of the diff, and the line"


def test_a_change_that_somebody_else_is_always_faster_than_is_given_up_with_theirs_in_place(tmp_path: Path) -> None:
    path = tmp_path / "hedgerow.toml"
    path.write_text(HOME)

    def change(text: str) -> str:
        path.write_text(f"{text}# theirs\n")
        return f"# mine\n{text}"

    with pytest.raises(Stop, match=r"hedgerow\.toml was changed by another program meanwhile: nothing was written"):
        editing.change(Context(path, None), change)
    assert path.read_text() == HOME + "# theirs\n" * 3
