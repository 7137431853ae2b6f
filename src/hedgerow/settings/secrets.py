"""[secrets] → values."""

from pathlib import Path

from hedgerow.settings.places import KeyPath
from hedgerow.settings.surroundings import Surroundings, config_home
from hedgerow.settings.values import SecretsSettings
from hedgerow.settings.wire import SecretsTable

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
    return SecretsSettings(file, _passphrase(table, around), table.keyring)


def _outside(text: str, data: Path, around: Surroundings) -> Path:
    """Raises ValueError."""
    file = around.path(text)
    if file.is_relative_to(data):
        raise ValueError("lies in the data folder, beside what it opens; name a place outside of it")
    if file.is_dir():
        raise ValueError("is a folder; name a file")
    return file


def _passphrase(table: SecretsTable, around: Surroundings) -> str:
    given = "passphrase_file" if table.passphrase_file else "passphrase_env"
    name = table.passphrase_file or table.passphrase_env
    reader = around.secret_file if table.passphrase_file else around.variable
    return around.findings.read(("secrets", given), name, reader, "") if name else ""
