"""The plan of the house holds: its arrows, its budget, its two commands."""

import ast
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from hedgerow.cli import COMMANDS

ROOT = Path(__file__).parent.parent
SOURCES = sorted((ROOT / "src").rglob("*.py"))
TESTS = sorted((ROOT / "tests").rglob("*.py"))
LONGEST_MODULE = 300
LONGEST_FUNCTION = 40
DEEPEST = 4
BANNED_NAMES = {"utils", "helpers", "common", "base", "models", "services", "managers"}

# One line that breaks each contract of pyproject.toml, and the module it is put into.
BREACHES = {
    "Arrows of the house point one way": ("ports/__init__.py", "import hedgerow.flows.cycle"),
    "The core follows the data": ("core/span.py", "import hedgerow.core.week"),
    "The core does no I/O and knows no library": ("core/days.py", "import os"),
    "Adapters do not know one another": ("adapters/clock.py", "import hedgerow.adapters.store.database"),
    "Only compose knows the adapters": ("daemon.py", "import hedgerow.adapters.clock"),
    "No import cycles": ("letter/phrases.py", "import hedgerow.letter.write"),
    "Each outside library has one home": ("flows/weekly.py", "import rich"),
}


def lint(folder: Path) -> str:
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c()", "--no-cache"]
    path = os.pathsep.join([str(folder / "src"), *sys.path])
    ran = subprocess.run(
        command, cwd=folder, capture_output=True, text=True, check=False, env={**os.environ, "PYTHONPATH": path}
    )
    return ran.stdout + ran.stderr


def test_the_import_contracts_hold() -> None:
    told = lint(ROOT)
    assert f"Contracts: {len(BREACHES)} kept, 0 broken." in told, told


def test_every_import_contract_fails_when_it_is_breached(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "src", tmp_path / "src", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    for module, line in BREACHES.values():
        path = tmp_path / "src" / "hedgerow" / module
        path.write_text(f"{path.read_text(encoding='utf-8')}\n{line}\n", encoding="utf-8")
    told = lint(tmp_path)
    for name in BREACHES:
        assert f"{name} BROKEN" in told, told


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def body_lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Without the docstring."""
    first = function.body[1] if ast.get_docstring(function) and len(function.body) > 1 else function.body[0]
    return (function.end_lineno or 0) - first.lineno + 1


def depth(node: ast.AST) -> int:
    nests = isinstance(node, ast.If | ast.For | ast.While | ast.With | ast.Try | ast.Match)
    return nests + max((depth(child) for child in ast.iter_child_nodes(node)), default=0)


@pytest.mark.parametrize("path", [*SOURCES, *TESTS], ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_is_short_and_so_are_its_functions(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    # A table of tests may be long; what it tests may not.
    assert path in TESTS or text.count("\n") <= LONGEST_MODULE
    for function in functions(ast.parse(text)):
        assert body_lines(function) <= LONGEST_FUNCTION, f"{function.name} has {body_lines(function)} lines"
        assert depth(function) <= DEEPEST, f"{function.name} nests {depth(function)} deep"


def test_no_module_is_named_for_nothing() -> None:
    assert [path for path in SOURCES if path.stem in BANNED_NAMES] == []


def commands(name: str) -> list[str]:
    """The indented or fenced shell lines below a heading of the README."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    section = readme.partition(f"## {name}\n")[2].partition("\n## ")[0]
    return re.findall(r"^```sh\n(.*?)^```", section, flags=re.MULTILINE | re.DOTALL)


def test_ci_calls_the_very_test_command_of_the_readme() -> None:
    [tests, *_] = commands("Test it")
    assert tests.strip() in (ROOT / ".ci" / "run").read_text(encoding="utf-8")


def test_the_readme_names_every_command() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert [name for name in COMMANDS if f"`{name}`" not in readme] == []


def test_the_zone_that_this_run_was_given_took() -> None:
    named, moment = os.environ.get("TZ"), datetime(2026, 7, 1, tzinfo=UTC)
    given = moment.astimezone(ZoneInfo(named)) if named else moment.astimezone()
    assert moment.astimezone().utcoffset() == given.utcoffset()
