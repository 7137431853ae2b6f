"""The household of a process that serves, opened anew when its settings, passwords or grants have changed beside it."""

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path

from hedgerow.adapters.planning_process import PlanningProcess
from hedgerow.adapters.secrets.passwords import Passwords
from hedgerow.compose import open_household
from hedgerow.flows.household import Household
from hedgerow.ports import AuthorizationExpired, Clock, Refused, Secrets, Unavailable
from hedgerow.settings.values import AccountId, AccountKind, Problem, Settings

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class SettingsFile:
    """Where the settings come from."""

    path: Path
    load: Callable[[], Settings | tuple[Problem, ...]]

    def digest(self) -> str:
        """Empty when there is no file that can be read."""
        try:
            return sha256(self.path.read_bytes()).hexdigest()
        except OSError:
            return ""


@dataclass(slots=True, eq=False)
class Serving:
    settings: Settings
    source: SettingsFile
    digest: str
    """Of the file when it was last looked at, whether what it said can be used or not."""
    clock: Clock | None = None
    planning: PlanningProcess = field(default_factory=PlanningProcess)
    """Plans are made there, so that a solver that hangs or dies takes nothing with it."""
    _opened: ExitStack = field(init=False, default_factory=ExitStack)
    _signs: str = field(init=False, default="", repr=False)
    _said: str = field(init=False, default="")
    """What was last said to keep what was before."""

    def open(self) -> Household:
        """Raises Unavailable, Refused."""
        return self._open(self.settings)

    def _open(self, settings: Settings) -> Household:
        opened = ExitStack()
        household = opened.enter_context(open_household(settings, self.clock, exclusive=False))
        self._opened.close()
        self.settings, self._opened, self._signs = settings, opened, _signs(household)
        return replace(household, plan=self.planning.plan)

    def close(self) -> None:
        self._opened.close()
        self.planning.close()

    def renewed(self, household: Household) -> Household:
        """The same one when nothing has changed, or what is new can't be used: that is said once, in the log."""
        settings = self._read_again()
        if settings == household.settings and _signs(household) == self._signs:
            return household
        try:
            fresh = self._open(settings)
        except (Unavailable, Refused) as error:
            self.digest = ""  # what keeps it from being opened may pass
            self._say(f"what has changed can't be used yet: {error}")
            return household
        self._said = ""
        changed = "the settings have changed" if settings != household.settings else "a password or sign-in has changed"
        _log.info("%s: that is used from now on", changed)
        for notice in fresh.notices:
            _log.warning("%s", notice)
        return fresh

    def _read_again(self) -> Settings:
        digest = self.source.digest()
        if digest == self.digest:
            return self.settings
        self.digest = digest
        loaded = self.source.load()
        if not isinstance(loaded, Settings):
            self._say(f"the settings can't be used as they are now, so those of before stay: {_told(loaded)}")
            return self.settings
        if loaded.server.data != self.settings.server.data:
            self._say("the settings name another data folder, so those of before stay: start `hedgerow serve` anew")
            return self.settings
        if loaded == self.settings:
            self._said = ""
        return loaded

    def _say(self, what: str) -> None:
        if what != self._said:
            _log.error("%s", what)
        self._said = what


def _told(problems: Sequence[Problem]) -> str:
    """Places alone: what is wrong there may hold a title."""
    places = ", ".join(f"line {each.line}" for each in problems[:3] if each.line)
    return f"see {places or 'the file'}; `hedgerow check` says what is wrong"


@contextmanager
def serving(settings: Settings, source: SettingsFile, digest: str, clock: Clock | None = None) -> Iterator[Serving]:
    """`digest` is of the file that gave the settings."""
    served = Serving(settings, source, digest, clock)
    try:
        yield served
    finally:
        served.close()


def _signs(household: Household) -> str:
    """Of what lets us into each account: another one when the person signs in again, or takes it away."""
    passwords = household.passwords
    assert isinstance(passwords, Passwords), "compose opened it"
    digest = sha256()
    for account in household.settings.accounts:
        try:
            is_google = account.kind is AccountKind.GOOGLE
            sign = _sign_at_google(passwords.sealed, account.id) if is_google else passwords.of(account)
        except (AuthorizationExpired, Refused, Unavailable) as error:
            sign = str(error)
        digest.update(f"{account.id}\0{sign}\0".encode())
    return digest.hexdigest()


def _sign_at_google(secrets: Secrets, account: AccountId) -> str | None:
    """A refresh changes nothing of it."""
    from hedgerow.adapters.google.grant import load_grant  # noqa: PLC0415 - for those who have an account there

    grant = load_grant(secrets, account)
    return f"{grant.granted_at.isoformat()} {grant.client.id}" if grant else None
