"""What is stored of an account, and the file of its client."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hedgerow.adapters.google.client_file import Client, read_client_file
from hedgerow.adapters.google.grant import End, Grant, forget_grant, load_grant, save_grant, secret_name
from hedgerow.adapters.google.scopes import READ
from hedgerow.adapters.secrets.keys import KeyPlace
from hedgerow.adapters.secrets.sealed import SealedSecrets
from hedgerow.ports import AuthorizationExpired, PersonId, Refused
from tests.adapters.google.signed_in import WORK
from tests.fakes.secrets import MemorySecrets, MemoryVault

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
CLIENT = Client("id-1", "secret-1", "https://accounts.example/auth", "https://oauth.example/token")
GRANT = Grant(CLIENT, (READ,), NOON, "refresh-1", "access-1", NOON.replace(tzinfo=None), NOON, "ada@example.org")
MOMENTS = st.datetimes(min_value=datetime(2020, 1, 1), max_value=datetime(2040, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
GRANTS = st.builds(
    Grant,
    client=st.builds(Client, *[st.text(max_size=20)] * 4),
    scopes=st.lists(st.text(max_size=9), max_size=3).map(tuple),
    granted_at=MOMENTS,
    refresh_token=st.text(max_size=20),
    access_token=st.text(max_size=20),
    expiry=st.none() | MOMENTS.map(lambda moment: moment.replace(tzinfo=None)),
    refreshed_at=MOMENTS,
    address=st.text(max_size=20),
    refresh_ends=st.none() | MOMENTS,
    end=st.none() | st.builds(End, MOMENTS, st.text(max_size=20)),
)


@given(GRANTS)
def test_what_was_stored_comes_back(grant: Grant) -> None:
    secrets = MemorySecrets()
    save_grant(secrets, WORK, grant, NOON)
    assert load_grant(secrets, WORK) == grant


def test_it_is_json_under_the_name_of_the_account_and_can_be_forgotten() -> None:
    secrets = MemorySecrets()
    save_grant(secrets, WORK, GRANT, NOON)
    assert secrets.names() == [secret_name(WORK)] == ["google/work"]
    assert json.loads(secrets.held[secret_name(WORK)])["token_uri"] == "https://oauth.example/token"
    forget_grant(secrets, WORK)
    assert load_grant(secrets, WORK) is None


def test_nothing_of_it_can_be_read_in_the_database(tmp_path: Path) -> None:
    vault = MemoryVault()
    place = KeyPlace(None, keyring=False, passphrase="", file=tmp_path / "key", data=tmp_path / "data")
    sealed = SealedSecrets(vault, PersonId("ada"), place)
    save_grant(sealed, WORK, GRANT, NOON)
    [(_, held)] = vault.rows.values()
    assert [text for text in (b"refresh-1", b"access-1", b"secret-1", b"id-1", b"ada@") if text in held] == []
    assert load_grant(sealed, WORK) == GRANT


@pytest.mark.parametrize("held", ["", "[]", "{}", '{"form": 2}', "null", '{"form": 1, "end": null}'])
def test_what_can_not_be_read_asks_for_a_new_sign_in(held: str) -> None:
    with pytest.raises(AuthorizationExpired, match="hedgerow connect google work"):
        load_grant(MemorySecrets({secret_name(WORK): held}), WORK)


def test_no_secret_is_printed() -> None:
    printed = repr(replace(GRANT, end=End(NOON + timedelta(days=1), "Over.")))
    assert [secret for secret in ("refresh-1", "access-1", "secret-1") if secret in printed] == []


SOUND = {
    "client_id": "id-1",
    "client_secret": "secret-1",
    "auth_uri": "https://accounts.example/auth",
    "token_uri": "https://oauth.example/token",
}


def test_the_file_of_the_console_is_read(tmp_path: Path) -> None:
    file = tmp_path / "client.json"
    file.write_text(json.dumps({"installed": {**SOUND, "project_id": "x", "redirect_uris": ["http://localhost"]}}))
    assert read_client_file(file) == CLIENT


DEFECTS = {
    "not json": ("x", "is not JSON"),
    "not utf-8": ("\udcff", "is not JSON"),
    "deep": ("[" * 90_000, "is not JSON"),
    "no object": ("[]", "no part `installed`"),
    "nothing": ("{}", "no part `installed`"),
    "installed is a text": ('{"installed": "x"}', "no part `installed`"),
    "web": (json.dumps({"web": SOUND}), "Web application.*Desktop app"),
    "service account": ('{"type": "service_account"}', "service account.*Desktop app"),
    "no id": (json.dumps({"installed": {**SOUND, "client_id": ""}}), "no client_id"),
    "no secret": (json.dumps({"installed": {**SOUND, "client_secret": None}}), "no client_secret"),
    "a number": (json.dumps({"installed": {**SOUND, "token_uri": 7}}), "no token_uri"),
    "http": (
        json.dumps({"installed": {**SOUND, "token_uri": "http://oauth.example/token"}}),
        "token_uri that is no https",
    ),
    "no host": (json.dumps({"installed": {**SOUND, "auth_uri": "https:///auth"}}), "auth_uri that is no https"),
    "no address": (json.dumps({"installed": {**SOUND, "auth_uri": "https://[x"}}), "auth_uri that is no https"),
    "too long": ('"' + "x" * 200_000 + '"', "too long"),
}


@pytest.mark.parametrize("name", DEFECTS)
def test_each_defect_of_the_file_is_one_sentence(tmp_path: Path, name: str) -> None:
    text, said = DEFECTS[name]
    file = tmp_path / "client.json"
    file.write_text(text, errors="surrogateescape")
    with pytest.raises(Refused, match=said) as told:
        read_client_file(file)
    assert "secret-1" not in str(told.value)


def test_a_missing_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(Refused, match=r"can't be read \(No such file"):
        read_client_file(tmp_path / "client.json")
