"""The table in the docstring of the server names tests that there are, and every line of the checklist."""

import re
from pathlib import Path

from tests.fakes import google

ROWS = re.findall(r"^ ?(\d+)  (\w+) +(test_\w+)$", google.__doc__ or "", flags=re.MULTILINE)


def test_every_line_of_the_checklist_has_a_test() -> None:
    assert {int(line) for line, _, _ in ROWS} == set(range(1, 65))


def test_every_test_that_the_table_names_is_there() -> None:
    texts = {kind: (Path(__file__).parent / f"test_google_{kind}.py").read_text("utf-8") for _, kind, _ in ROWS}
    assert [name for _, kind, name in ROWS if f"def {name}(" not in texts[kind]] == []
