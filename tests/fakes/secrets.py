"""Secrets in memory, and a vault in memory for those that are sealed."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from hedgerow.ports import SecretName


@dataclass
class MemorySecrets:
    held: dict[SecretName, str] = field(default_factory=dict)

    def load(self, name: SecretName) -> str | None:
        return self.held.get(name)

    def save(self, name: SecretName, value: str, at: datetime) -> None:
        self.held[name] = value

    def forget(self, name: SecretName) -> None:
        self.held.pop(name, None)

    def names(self) -> Sequence[SecretName]:
        return sorted(self.held)


@dataclass
class MemoryVault:
    rows: dict[SecretName, tuple[str, bytes]] = field(default_factory=dict)

    def row(self, name: SecretName) -> tuple[str, bytes] | None:
        return self.rows.get(name)

    def keep(self, name: SecretName, key: str, sealed: bytes, at: datetime) -> None:
        self.rows[name] = (key, sealed)

    def keep_first(self, name: SecretName, key: str, sealed: bytes, at: datetime) -> None:
        self.rows.setdefault(name, (key, sealed))

    def drop(self, name: SecretName) -> None:
        self.rows.pop(name, None)

    def names(self) -> Sequence[SecretName]:
        return sorted(self.rows)
