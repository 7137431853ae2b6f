"""The keyring of the system, where there is one: without a desktop there is none, or one that locks nothing."""

from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from os import urandom
from typing import Any

from hedgerow.adapters.secrets.seal import KEY_BYTES, Key
from hedgerow.ports import Refused

_SERVICE, _ENTRY = "hedgerow", "key"
_TRUSTED = frozenset(
    f"keyring.backends.{module}" for module in ("SecretService", "kwallet", "libsecret", "macOS", "Windows")
)


def key_in_keyring(*, make: bool) -> Key | None:
    """None when it holds no key and none is to be made. Raises Refused when there is no keyring to be trusted."""
    try:
        import keyring  # noqa: PLC0415 - an optional part
        from keyring.errors import KeyringError  # noqa: PLC0415
    except ImportError as error:
        raise Refused("The keyring needs the optional part: install `hedgerow[keyring]`.") from error
    backend = trusted(keyring.get_keyring())
    try:
        held = backend.get_password(_SERVICE, _ENTRY)
        if held is None and make:
            held = b64encode(urandom(KEY_BYTES)).decode()
            backend.set_password(_SERVICE, _ENTRY, held)
        return None if held is None else Key(b64decode(held, validate=True))
    except (KeyringError, NotBase64) as error:
        raise Refused("The keyring of this system does not open: log in to it, or use a key file.") from error


def trusted(backend: Any) -> Any:
    """The backend itself, or the first of a chain that keeps what it holds locked. Raises Refused."""
    for each in getattr(backend, "backends", None) or [backend]:
        if type(each).__module__ in _TRUSTED:
            return each
    name = type(backend).__module__
    raise Refused(f"This system has no keyring that keeps secrets locked ({name}): use a key file or a passphrase.")
