"""AES-256-GCM: a secret that was changed, or moved to another person or name, does not open.

NIST SP 800-38D; a random nonce of 96 bits is safe for far more secrets than a person has. `cryptography` is imported
when something is sealed or opened: a life without secrets need not pay for it.
"""

import os
from dataclasses import dataclass, field
from hashlib import sha256

KEY_BYTES = 32
_NONCE_BYTES = 12


class Spoilt(Exception):
    """It does not open: another key, another place, or other bytes."""


@dataclass(frozen=True, slots=True)
class Key:
    secret: bytes = field(repr=False)
    """Exactly `KEY_BYTES`."""

    @property
    def name(self) -> str:
        """Tells keys apart, and nothing of the key."""
        return sha256(b"hedgerow key\0" + self.secret).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a secret belongs."""

    person: str
    name: str


def seal(text: str, key: Key, place: Place) -> bytes:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415 - see the top

    nonce = os.urandom(_NONCE_BYTES)
    return nonce + AESGCM(key.secret).encrypt(nonce, text.encode(), _bound(key, place))


def unseal(sealed: bytes, key: Key, place: Place) -> str:
    """Raises Spoilt."""
    from cryptography.exceptions import InvalidTag  # noqa: PLC0415 - see the top
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415

    nonce, closed = sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:]
    try:
        return AESGCM(key.secret).decrypt(nonce, closed, _bound(key, place)).decode()
    except (InvalidTag, ValueError) as error:
        raise Spoilt from error


def _bound(key: Key, place: Place) -> bytes:
    """With the length of each part, so that no two places look alike."""
    parts = (place.person, place.name, "sealed", key.name)
    return b"".join(len(part.encode()).to_bytes(4, "big") + part.encode() for part in parts)
