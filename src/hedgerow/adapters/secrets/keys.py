"""Where the key of the secrets comes from. It is never in the folder that holds what it opens."""

import os
from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from hedgerow.adapters.secrets.seal import KEY_BYTES, Key
from hedgerow.adapters.secrets.system_keyring import key_in_keyring
from hedgerow.ports import Refused

CREDENTIAL = "hedgerow.key"
"""The name under which systemd's LoadCredential= brings the key."""
SALT_BYTES = 16


@dataclass(frozen=True, slots=True)
class KeyPlace:
    """One that is empty is not used; the first that there is, in this order, holds the key."""

    credentials: Path | None
    """$CREDENTIALS_DIRECTORY, where a systemd unit gets its secrets."""
    keyring: bool
    """The system keeps it, for as long as somebody is logged in."""
    passphrase: str = field(repr=False)
    file: Path
    """Made on demand, for this user alone."""
    data: Path
    """Where the secrets are, and the key must not be: a stolen backup would hold both."""


@dataclass(frozen=True, slots=True)
class KeyLook:
    """Where the key would come from, and what is wrong with it; never the key."""

    where: str
    """To follow `opened by`."""
    fault: str
    """One sentence; empty when it can be used."""


def look_at_key(place: KeyPlace) -> KeyLook:
    """Makes none, and stretches no passphrase."""
    where = _where(place)
    if place.passphrase and not place.keyring and not _credential(place):
        return KeyLook(where, "")
    try:
        key = find_key(place, lambda: None, make=False)
    except Refused as error:
        return KeyLook(where, str(error))
    missing = f"There is no key any more in {where}: put it back, or connect again."
    return KeyLook(where, "" if key is not None else missing)


def _where(place: KeyPlace) -> str:
    credential = _credential(place)
    if credential is not None:
        return f"the credential {credential}"
    if place.keyring:
        return "the keyring of the system"
    return "the passphrase" if place.passphrase else f"the key file {place.file}"


def _credential(place: KeyPlace) -> Path | None:
    credential = place.credentials / CREDENTIAL if place.credentials else None
    return credential if credential is not None and credential.exists() else None


def find_key(place: KeyPlace, salt: Callable[[], bytes | None], *, make: bool) -> Key | None:
    """`salt` belongs to a passphrase: 16 bytes, kept beside the secrets. `make` a key where there is none.

    None when there is none and none is to be made. Raises Refused.
    """
    credential = _credential(place)
    if credential is not None:
        return _read(credential)
    if place.keyring:
        return key_in_keyring(make=make)
    if place.passphrase:
        known = salt()
        return None if known is None else _stretched(place.passphrase, known)
    return _from_file(place, make=make)


def _stretched(passphrase: str, salt: bytes) -> Key:
    """RFC 7914 with 32 MiB: a tenth of a second here, years for whoever tries words."""
    from cryptography.hazmat.primitives.kdf.scrypt import Scrypt  # noqa: PLC0415 - only who has secrets pays for it

    return Key(Scrypt(salt=salt, length=KEY_BYTES, n=2**15, r=8, p=1).derive(passphrase.encode()))


def _from_file(place: KeyPlace, *, make: bool) -> Key | None:
    if place.file.resolve().is_relative_to(place.data.resolve()):
        raise Refused(f"The key file {place.file} lies in the data folder, beside what it opens: put it elsewhere.")
    if not place.file.exists():
        return _new_file(place.file) if make else None
    if os.name == "posix" and place.file.stat().st_mode & 0o077:
        raise Refused(f"Others can read the key file {place.file}: run `chmod 600 {place.file}`.")
    return _read(place.file)


def _new_file(path: Path) -> Key:
    key = Key(os.urandom(KEY_BYTES))
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(b64encode(key.secret) + b"\n")
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        with suppress(OSError):
            path.unlink()
        raise Refused(f"The key file {path} cannot be written ({error.strerror}): name another one.") from error
    return key


def _read(path: Path) -> Key:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise Refused(f"The key in {path} cannot be read ({error.strerror}).") from error
    if len(data) == KEY_BYTES:
        return Key(data)
    with suppress(NotBase64, ValueError):
        secret = b64decode(data.strip(), validate=True)
        if len(secret) == KEY_BYTES:
            return Key(secret)
    raise Refused(f"{path} does not hold a key: it is 32 random bytes, plain or as base64.")
