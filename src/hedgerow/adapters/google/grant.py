"""What is stored of an account: JSON, sealed, under `google/<account>`."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from hedgerow.adapters.google.client_file import Client
from hedgerow.ports import AuthorizationExpired, SecretName, Secrets
from hedgerow.settings.values import AccountId

PREFIX = "google/"
_FORM = 1
"""Rises when a field changes its meaning or goes."""


@dataclass(frozen=True, slots=True)
class End:
    """Google no longer lets us in: nothing more is asked of it until the person signs in again."""

    at: datetime
    sentence: str


@dataclass(frozen=True, slots=True)
class Grant:
    client: Client
    scopes: tuple[str, ...]
    """Granted, which may be fewer than asked."""
    granted_at: datetime
    refresh_token: str = field(repr=False)
    access_token: str = field(repr=False)
    expiry: datetime | None
    """Of the access token: naive, in UTC, as google-auth has it. None when Google did not say."""
    refreshed_at: datetime
    """When Google last let us in."""
    address: str = ""
    """Of the account; empty while it is not known."""
    refresh_ends: datetime | None = None
    """When Google said that the refresh token ends by itself."""
    end: End | None = None


def secret_name(account: AccountId) -> SecretName:
    return SecretName(f"{PREFIX}{account}")


def stored_accounts(secrets: Secrets) -> Sequence[AccountId]:
    """All that a grant is kept of, whether the settings name them or not."""
    names = (name.removeprefix(PREFIX) for name in secrets.names() if name.startswith(PREFIX))
    return [AccountId(name) for name in names if "/" not in name]


def load_grant(secrets: Secrets, account: AccountId) -> Grant | None:
    """Raises AuthorizationExpired when it is there and can't be read, Refused."""
    text = secrets.load(secret_name(account))
    if text is None:
        return None
    try:
        return _read(json.loads(text))
    except (ValueError, KeyError, TypeError) as error:
        raise AuthorizationExpired(
            f"What is stored of the Google account {account!r} can't be read: run `hedgerow connect google {account}`."
        ) from error


def save_grant(secrets: Secrets, account: AccountId, grant: Grant, at: datetime) -> None:
    """Raises Refused."""
    secrets.save(secret_name(account), _written(grant), at)


def forget_grant(secrets: Secrets, account: AccountId) -> None:
    secrets.forget(secret_name(account))


def _written(grant: Grant) -> str:
    end = grant.end
    return json.dumps(
        {
            "form": _FORM,
            **client_fields(grant.client),
            "scopes": list(grant.scopes),
            "granted_at": grant.granted_at.isoformat(),
            "refresh_token": grant.refresh_token,
            "access_token": grant.access_token,
            "expiry": grant.expiry.isoformat() if grant.expiry else None,
            "refreshed_at": grant.refreshed_at.isoformat(),
            "address": grant.address,
            "refresh_ends": grant.refresh_ends.isoformat() if grant.refresh_ends else None,
            "end": {"at": end.at.isoformat(), "sentence": end.sentence} if end else None,
        }
    )


def _read(held: Any) -> Grant:
    """Raises ValueError, KeyError, TypeError."""
    if held["form"] != _FORM:
        raise ValueError(held["form"])
    end = held["end"]
    return Grant(
        client=client_of(held),
        scopes=tuple(held["scopes"]),
        granted_at=datetime.fromisoformat(held["granted_at"]),
        refresh_token=held["refresh_token"],
        access_token=held["access_token"],
        expiry=_moment(held["expiry"]),
        refreshed_at=datetime.fromisoformat(held["refreshed_at"]),
        address=held["address"],
        refresh_ends=_moment(held["refresh_ends"]),
        end=End(datetime.fromisoformat(end["at"]), end["sentence"]) if end else None,
    )


def _moment(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)


def client_fields(client: Client) -> dict[str, str]:
    return {
        "client_id": client.id,
        "client_secret": client.secret,
        "auth_uri": client.auth_uri,
        "token_uri": client.token_uri,
    }


def client_of(held: Any) -> Client:
    """Raises KeyError, TypeError."""
    return Client(held["client_id"], held["client_secret"], held["auth_uri"], held["token_uri"])
