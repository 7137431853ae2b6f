"""The table in the docstring of this package has every mistake, and names tests that there are."""

import re
from pathlib import Path

from tests.adapters import google

ROWS = re.findall(r"^ ?(\d+)  (\w+) +(test_\w+)$", google.__doc__ or "", flags=re.MULTILINE)
HERE = Path(__file__).parent
FOLDERS = (HERE, HERE.parents[1] / "system")


def test_every_mistake_has_a_row() -> None:
    assert {int(mistake) for mistake, _, _ in ROWS} == set(range(1, 20))


def test_every_test_that_the_table_names_is_there() -> None:
    found = {module: [path for folder in FOLDERS for path in folder.glob(f"test_{module}.py")] for _, module, _ in ROWS}
    texts = {module: "".join(path.read_text("utf-8") for path in paths) for module, paths in found.items()}
    assert [name for _, module, name in ROWS if f"def {name}(" not in texts[module]] == []
