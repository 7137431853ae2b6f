"""A household as `compose` makes it, signed in where the harness has a calendar on a server."""

from contextlib import AbstractContextManager
from pathlib import Path

from hedgerow.compose import open_household
from hedgerow.flows.household import Household
from hedgerow.ports import Clock
from hedgerow.settings.load import load_settings
from hedgerow.settings.values import Settings
from tests.benchmarks.crashes_peers import PASSWORD


def read_settings(path: Path) -> Settings:
    settings = load_settings(path, {})
    assert isinstance(settings, Settings), settings
    return settings


def open_life(settings: Settings, clock: Clock, *, exclusive: bool) -> AbstractContextManager[Household]:
    return open_household(settings, clock, exclusive=exclusive, password_of=lambda _account: PASSWORD)
