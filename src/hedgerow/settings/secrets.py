"""[secrets] → values."""

from pathlib import Path

from hedgerow.settings.places import KeyPath
from hedgerow.settings.surroundings import Surroundings, config_home
from hedgerow.settings.tables import SecretsTable
from hedgerow.settings.values import SecretsSettings

KEY_FILE = "hedgerow.key"
_PLACES = ("keyring", "passphrase_file", "passphrase_env", "key_file")
"""Each says by itself where the key comes from."""


def read_secrets(table: SecretsTable, data: Path, around: Surroundings) -> SecretsSettings:
    path: KeyPath = ("secrets",)
    first, *rest = [key for key in _PLACES if getattr(table, key)] or [""]
    for key in rest:
        around.findings.blame_key((*path, key), f"the key comes from one place; leave out {key} or {first}")
    usual = config_home(around.environ) / KEY_FILE
    file = usual
    if table.key_file:
        file = around.findings.read(
            (*path, "key_file"), table.key_file, lambda text: _outside(text, data, around), usual
        )
    return SecretsSettings(file, _passphrase(table, data, around), table.keyring)


def _outside(text: str, data: Path, around: Surroundings) -> Path:
    """Raises ValueError."""
    file = around.path(text)
    _refuse_inside(file, data)
    if file.is_dir():
        raise ValueError("is a folder; name a file")
    return file


def _refuse_inside(file: Path, data: Path) -> None:
    """A stolen backup of the folder would hold both. Raises ValueError."""
    if file.is_relative_to(data):
        raise ValueError("lies in the data folder, beside what it opens; name a place outside of it")


def _passphrase(table: SecretsTable, data: Path, around: Surroundings) -> str:
    def words(text: str) -> str:
        _refuse_inside(around.path(text), data)
        return around.secret_file(text)

    if table.passphrase_file:
        return around.findings.read(("secrets", "passphrase_file"), table.passphrase_file, words, "")
    if table.passphrase_env:
        return around.findings.read(("secrets", "passphrase_env"), table.passphrase_env, around.variable, "")
    return ""
