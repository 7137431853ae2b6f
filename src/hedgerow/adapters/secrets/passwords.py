"""Where the password of an account is: in the environment, a systemd credential, or sealed; the first of these wins."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from hedgerow.adapters.secrets.keys import look_at_key
from hedgerow.adapters.secrets.sealed import SealedSecrets
from hedgerow.ports import AuthorizationExpired, Refused, SecretName
from hedgerow.settings.values import AccountId, AccountSettings

CREDENTIAL = "hedgerow.password."
_PREFIX = "password/"
"""Followed by the name of the account: what systemd's LoadCredential= brings it as."""


@dataclass(frozen=True, slots=True)
class Passwords:
    sealed: SealedSecrets
    environ: Mapping[str, str] = field(repr=False)
    credentials: Path | None
    """$CREDENTIALS_DIRECTORY."""

    def of(self, account: AccountSettings) -> str | None:
        """Raises AuthorizationExpired, Refused."""
        if given := self.environ.get(account.variable, ""):
            return given
        credential = self._credential(account.id)
        return _line_of(credential) if credential else self.sealed.load(_name(account.id))

    def whence(self, account: AccountSettings) -> str:
        """To follow `password from`; empty when there is none. Never the password."""
        if self.environ.get(account.variable, ""):
            return f"the variable {account.variable}"
        credential = self._credential(account.id)
        if credential:
            return f"the credential {credential}"
        if _name(account.id) not in self.sealed.names():
            return ""
        return f"the database, opened by {look_at_key(self.sealed.place).where}"

    def doubt_key(self) -> str:
        """One sentence when what opens the sealed ones cannot be used; empty when it can, or is not needed."""
        return look_at_key(self.sealed.place).fault if self.sealed.names() else ""

    def keep(self, account: AccountId, password: str, at: datetime) -> "Earlier":
        """Raises Refused. What was there can be put back."""
        earlier: str | None = None
        with suppress(AuthorizationExpired, Refused):
            earlier = self.sealed.load(_name(account))
        self.sealed.save(_name(account), password, at)
        return Earlier(self.sealed, _name(account), earlier)

    def forget(self, account: AccountId) -> bool:
        """Whether there was one."""
        is_there = _name(account) in self.sealed.names()
        self.sealed.forget(_name(account))
        return is_there

    def forget_all(self) -> int:
        """Every secret that is kept sealed, those of ours too, such as the key of links; says how many were given."""
        names = self.sealed.names()
        for name in names:
            self.sealed.forget(name)
        return sum(name.startswith(_PREFIX) for name in names)

    def _credential(self, account: AccountId) -> Path | None:
        path = self.credentials / f"{CREDENTIAL}{account}" if self.credentials else None
        return path if path is not None and path.exists() else None


@dataclass(frozen=True, slots=True)
class Earlier:
    """What a new password took the place of."""

    sealed: SealedSecrets
    name: SecretName
    password: str | None = field(repr=False)

    def put_back(self, at: datetime) -> None:
        if self.password is None:
            self.sealed.forget(self.name)
        else:
            self.sealed.save(self.name, self.password, at)


def _name(account: AccountId) -> SecretName:
    return SecretName(f"{_PREFIX}{account}")


def _line_of(path: Path) -> str:
    """Without the end of its line. Raises Refused."""
    try:
        password = path.read_text(encoding="utf-8").rstrip("\r\n")
    except (OSError, UnicodeDecodeError) as error:
        raise Refused(f"The credential {path} cannot be read as text: look at LoadCredential= of the unit.") from error
    if not password:
        raise Refused(f"The credential {path} is empty: look at LoadCredential= of the unit.")
    return password
