"""A household as `compose` makes it, signed in where the harness has a calendar on a server."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from hedgerow.compose import open_household
from hedgerow.flows.household import Household
from hedgerow.ports import Clock
from hedgerow.settings.load import load_settings
from hedgerow.settings.values import AccountKind, Settings
from tests.benchmarks.crashes_peers import PASSWORD


def read_settings(path: Path) -> Settings:
    settings = load_settings(path, {})
    assert isinstance(settings, Settings), settings
    return settings


@contextmanager
def open_life(settings: Settings, clock: Clock, *, exclusive: bool) -> Iterator[Household]:
    with open_household(settings, clock, exclusive=exclusive, password_of=lambda _account: PASSWORD) as household:
        if any(each.kind is AccountKind.GOOGLE for each in settings.accounts):
            _hurry(household)
        yield household


def _hurry(household: Household) -> None:
    """What it would wait for Google's sake takes no time here."""
    from hedgerow.adapters.google.blocks import GoogleBlocks  # noqa: PLC0415 - as in compose
    from hedgerow.adapters.google.pacing import Pace  # noqa: PLC0415

    for each in household.block_calendars:
        if isinstance(each, GoogleBlocks):
            each.collection.remote.session.pace = Pace(_Hurry())


@dataclass
class _Hurry:
    at: float = 0.0

    def now(self) -> float:
        return self.at

    def wait(self, seconds: float) -> None:
        self.at += seconds
