"""Where the key comes from, and what of it is refused."""

from base64 import b64encode
from pathlib import Path

import pytest
from keyring.backends.fail import Keyring as NoKeyring

from hedgerow.adapters.secrets.keys import KeyPlace, _new_file, find_key
from hedgerow.adapters.secrets.seal import Key
from hedgerow.adapters.secrets.system_keyring import trusted
from hedgerow.ports import Refused

ONE, OTHER = bytes(range(32)), bytes(range(1, 33))


def place(tmp_path: Path, credentials: Path | None = None, passphrase: str = "") -> KeyPlace:
    data = tmp_path / "data"
    return KeyPlace(credentials, keyring=False, passphrase=passphrase, file=tmp_path / "config" / "key", data=data)


def found(place: KeyPlace, *, make: bool = False) -> Key | None:
    return find_key(place, lambda: b"s" * 16, make=make)


def test_a_new_key_file_is_for_this_user_alone_and_is_found_again(tmp_path: Path) -> None:
    here = place(tmp_path)
    assert found(here) is None
    made = found(here, make=True)
    assert made is not None
    assert len(made.secret) == 32
    assert oct(here.file.stat().st_mode & 0o777) == "0o600"
    assert oct(here.file.parent.stat().st_mode & 0o777) == "0o700"
    assert found(here) == made == found(here, make=True)


def test_a_key_file_that_others_can_read_is_refused_with_what_to_do(tmp_path: Path) -> None:
    here = place(tmp_path)
    found(here, make=True)
    here.file.chmod(0o640)
    with pytest.raises(Refused, match=f"chmod 600 {here.file}"):
        found(here)


@pytest.mark.parametrize("content", [ONE, b64encode(ONE), b64encode(ONE) + b"\n"], ids=["raw", "base64", "a line"])
def test_a_credential_of_systemd_comes_before_a_file(tmp_path: Path, content: bytes) -> None:
    here = place(tmp_path, tmp_path)
    found(here, make=True)
    (tmp_path / "hedgerow.key").write_bytes(content)
    assert found(here) == Key(ONE)


@pytest.mark.parametrize("content", [b"", b"secret", ONE + b"x", b64encode(b"short")])
def test_what_is_no_key_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "hedgerow.key").write_bytes(content)
    with pytest.raises(Refused, match="32 random bytes"):
        found(place(tmp_path, tmp_path))


def test_a_passphrase_gives_the_same_key_for_the_same_salt_only(tmp_path: Path) -> None:
    here = place(tmp_path, passphrase="three blind mice")
    one = find_key(here, lambda: b"s" * 16, make=True)
    assert one == find_key(here, lambda: b"s" * 16, make=True)
    assert one != find_key(here, lambda: b"t" * 16, make=True)
    assert not here.file.exists()


def test_a_key_shows_itself_nowhere() -> None:
    assert Key(ONE).name != Key(OTHER).name
    assert ONE.hex() not in repr(Key(ONE)) + Key(ONE).name


def test_a_system_without_a_keyring_says_so() -> None:
    with pytest.raises(Refused, match="key file or a passphrase"):
        trusted(NoKeyring())  # type: ignore[no-untyped-call]


def test_of_a_chain_only_what_keeps_secrets_locked_is_trusted() -> None:
    plain = type("PlaintextKeyring", (), {"__module__": "keyrings.alt.file"})()
    locked = type("Keyring", (), {"__module__": "keyring.backends.SecretService"})()
    chain = type("ChainerBackend", (), {"__module__": "keyring.backends.chainer", "backends": [plain, locked]})()
    assert trusted(chain) is locked
    with pytest.raises(Refused):
        trusted(plain)


def test_a_key_that_another_process_makes_at_the_same_moment_is_taken_and_stays(tmp_path: Path) -> None:
    here = place(tmp_path)
    new_file_of_another(here.file)
    assert _new_file(here.file) == Key(ONE)
    assert here.file.read_bytes() == ONE


def new_file_of_another(path: Path) -> None:
    path.parent.mkdir()
    path.write_bytes(ONE)
    path.chmod(0o600)


def test_a_link_to_a_key_on_a_disk_that_is_not_there_is_told_and_stays(tmp_path: Path) -> None:
    here = place(tmp_path)
    here.file.parent.mkdir()
    here.file.symlink_to(tmp_path / "stick" / "key")
    with pytest.raises(Refused, match="leads to what is not there"):
        found(here, make=True)
    assert here.file.is_symlink()
