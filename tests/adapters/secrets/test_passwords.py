"""Which password of an account is taken, where it is said to come from, and what forgetting leaves."""

from pathlib import Path

import pytest

from hedgerow.adapters.secrets.keys import KeyPlace
from hedgerow.adapters.secrets.passwords import Passwords
from hedgerow.adapters.secrets.sealed import SealedSecrets
from hedgerow.ports import PersonId, Refused, SecretName
from hedgerow.settings.values import AccountId, AccountKind, AccountSettings
from tests.adapters.contract_secrets import NOON
from tests.fakes.secrets import MemoryVault

CLOUD = AccountSettings(AccountId("cloud"), AccountKind.CALDAV, "https://cloud.example.org/", "ann")
IN_THE_ENVIRONMENT = {CLOUD.variable: "from the environment"}


def passwords(tmp_path: Path, environ: dict[str, str] | None = None, passphrase: str = "") -> Passwords:
    key = tmp_path / "keys" / "key"
    place = KeyPlace(None, keyring=False, passphrase=passphrase, file=key, data=tmp_path / "data")
    return Passwords(SealedSecrets(MemoryVault(), PersonId("ann"), place), environ or {}, tmp_path)


def test_the_environment_goes_before_a_credential_and_that_before_what_is_sealed(tmp_path: Path) -> None:
    here = passwords(tmp_path, dict(IN_THE_ENVIRONMENT))
    here.keep(CLOUD.id, "sealed", NOON)
    credential = tmp_path / "hedgerow.password.cloud"
    credential.write_text("of the unit, with blanks \n")
    assert (here.of(CLOUD), here.whence(CLOUD)) == ("from the environment", f"the variable {CLOUD.variable}")
    alone = Passwords(here.sealed, {}, tmp_path)
    assert (alone.of(CLOUD), alone.whence(CLOUD)) == ("of the unit, with blanks ", f"the credential {credential}")
    credential.unlink()
    assert (alone.of(CLOUD), alone.whence(CLOUD)) == (
        "sealed",
        f"the database, opened by the key file {tmp_path}/keys/key",
    )
    assert alone.forget(CLOUD.id)
    assert (alone.of(CLOUD), alone.whence(CLOUD), alone.forget(CLOUD.id)) == (None, "", False)


def test_a_credential_that_holds_nothing_is_refused(tmp_path: Path) -> None:
    (tmp_path / "hedgerow.password.cloud").write_bytes(b"\n")
    with pytest.raises(Refused, match="is empty: look at LoadCredential="):
        passwords(tmp_path).of(CLOUD)


def test_what_a_new_password_took_the_place_of_can_be_put_back(tmp_path: Path) -> None:
    here = passwords(tmp_path)
    first = here.keep(CLOUD.id, "old", NOON)
    here.keep(CLOUD.id, "new", NOON).put_back(NOON)
    assert (here.of(CLOUD), "old" in repr(first)) == ("old", False)
    first.put_back(NOON)
    assert here.of(CLOUD) is None


def test_one_that_no_longer_opens_is_replaced(tmp_path: Path) -> None:
    here = passwords(tmp_path)
    here.keep(CLOUD.id, "old", NOON)
    here.sealed.place.file.unlink()
    assert here.doubt_key().startswith("There is no key any more in the key file")
    here.keep(CLOUD.id, "new", NOON)
    assert (here.of(CLOUD), here.doubt_key()) == ("new", "")


def test_a_key_that_others_can_read_is_doubted_and_nothing_is_when_nothing_is_sealed(tmp_path: Path) -> None:
    here = passwords(tmp_path)
    assert here.doubt_key() == ""
    here.keep(CLOUD.id, "canary", NOON)
    here.sealed.place.file.chmod(0o644)
    assert "run `chmod 600" in here.doubt_key()
    assert here.forget_all() == 1
    assert (here.doubt_key(), here.sealed.names()) == ("", [])


def test_other_secrets_are_forgotten_with_the_passwords_and_not_counted_as_some(tmp_path: Path) -> None:
    here = passwords(tmp_path)
    here.sealed.save(SecretName("links"), "a key of ours", NOON)
    assert (here.forget_all(), here.sealed.names()) == (0, [])


def test_a_passphrase_seals_and_is_not_stretched_to_be_looked_at(tmp_path: Path) -> None:
    here = passwords(tmp_path, passphrase="many words")
    here.keep(CLOUD.id, "canary", NOON)
    assert (here.of(CLOUD), here.doubt_key()) == ("canary", "")
    assert here.whence(CLOUD) == "the database, opened by the passphrase"
    assert here.sealed.names() == [SecretName("password/cloud")]
