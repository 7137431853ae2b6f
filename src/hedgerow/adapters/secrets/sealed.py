"""`ports.Secrets`: what the vault holds, opened with the key of this machine."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from hedgerow.adapters.secrets.keys import SALT_BYTES, KeyPlace, find_key
from hedgerow.adapters.secrets.seal import Key, Place, Spoilt, seal, unseal
from hedgerow.ports import AuthorizationExpired, PersonId, Refused, SecretName

_SALT = SecretName("(salt)")
"""A row of the vault that is no secret: what a passphrase is stretched with."""


class Vault(Protocol):
    """Rows of sealed bytes, each with the name of its key. Each call is one transaction."""

    def row(self, name: SecretName) -> tuple[str, bytes] | None: ...

    def keep(self, name: SecretName, key: str, sealed: bytes, at: datetime) -> None: ...

    def keep_first(self, name: SecretName, key: str, sealed: bytes, at: datetime) -> None:
        """Nothing happens where there is one."""

    def drop(self, name: SecretName) -> None: ...

    def names(self) -> Sequence[SecretName]: ...


@dataclass(frozen=True, slots=True)
class SealedSecrets:
    vault: Vault
    person: PersonId
    place: KeyPlace

    def load(self, name: SecretName) -> str | None:
        row = self.vault.row(name)
        if row is None:
            return None
        return self.open(name, *row)

    def open(self, name: SecretName, key_name: str, sealed: bytes) -> str:
        """What `close` gave, wherever it was kept. Raises AuthorizationExpired, Refused."""
        key = find_key(self.place, self._salt, make=False)
        if key is None or key.name != key_name:
            raise AuthorizationExpired(
                f"What opens the secret {name!r} is not here any more (key {key_name}): put the key back, or connect"
                " again."
            )
        try:
            return unseal(sealed, key, Place(self.person, name))
        except Spoilt as error:
            raise AuthorizationExpired(f"The secret {name!r} was changed or moved: connect again.") from error

    def close(self, name: SecretName, value: str, at: datetime) -> tuple[str, bytes]:
        """The name of the key, and the value sealed with it. Raises Refused where there is none."""
        key = self._key_to_seal(at)
        return key.name, seal(value, key, Place(self.person, name))

    def save(self, name: SecretName, value: str, at: datetime) -> None:
        self.vault.keep(name, *self.close(name, value, at), at)

    def forget(self, name: SecretName) -> None:
        self.vault.drop(name)

    def names(self) -> Sequence[SecretName]:
        return [name for name in self.vault.names() if name != _SALT]

    def _salt(self) -> bytes | None:
        row = self.vault.row(_SALT)
        return row[1] if row else None

    def _key_to_seal(self, at: datetime) -> Key:
        if self.place.passphrase and self._salt() is None:
            # another process may do the same at this moment, and seal with what is stretched by its salt
            self.vault.keep_first(_SALT, "", os.urandom(SALT_BYTES), at)
        key = find_key(self.place, self._salt, make=True)
        if key is None:
            raise Refused("There is no key to seal secrets with: name one in [secrets].")
        return key
