"""Parts of the system that a test may need, and the switch under which a missing one fails."""

import logging
import os
import shutil
from collections.abc import Iterator, Mapping

import pytest
from hypothesis import settings

# No test is timed, and the same commit gives the same answer; HEDGEROW_EXPLORE=1 looks further, at random.
settings.register_profile("hedgerow", deadline=None, derandomize=os.environ.get("HEDGEROW_EXPLORE") != "1")
settings.load_profile("hedgerow")

CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "chrome")
COMMANDS: Mapping[str, tuple[str, ...]] = {
    "chromium": CHROMIUM,
    "openssl": ("openssl",),
    "git": ("git",),
    "unshare": ("unshare",),
}
ALL_PARTS = "HEDGEROW_ALL_PARTS"


def find_part(name: str) -> str | None:
    """The path of the first command that provides it."""
    return next((path for command in COMMANDS[name] if (path := shutil.which(command))), None)


def pytest_runtest_setup(item: pytest.Item) -> None:
    for mark in item.iter_markers("part"):
        name = str(mark.args[0])
        if find_part(name) is not None:
            continue
        message = f"needs {name}: install one of {', '.join(COMMANDS[name])}"
        if os.environ.get(ALL_PARTS) == "1":
            pytest.fail(f"{message} ({ALL_PARTS}=1 forbids to skip)", pytrace=False)
        pytest.skip(message)


@pytest.fixture(autouse=True)
def logging_as_it_was() -> Iterator[None]:
    """A command sets the levels of its process, which here is that of all tests."""
    loggers = [logging.getLogger(), logging.getLogger("hedgerow")]
    levels = [logger.level for logger in loggers]
    yield
    for logger, level in zip(loggers, levels, strict=True):
        logger.setLevel(level)


@pytest.fixture(scope="session")
def chromium_path() -> str:
    path = find_part("chromium")
    assert path is not None, "a test that uses Chromium is marked with part('chromium')"
    return path
