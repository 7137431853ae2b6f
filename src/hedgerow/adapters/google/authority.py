"""The right to act for an account: one refresh at a time, kept at once, and never again once Google said no.

What is stored is the truth: another process may have refreshed, or the person signed in again, meanwhile.
"""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from threading import Lock
from typing import Any, NoReturn

from google.auth.credentials import TokenState
from google.oauth2.credentials import Credentials

from hedgerow.adapters.google.endings import NOT_TAKEN, TERMINAL, tell_end
from hedgerow.adapters.google.grant import End, Grant, load_grant, save_grant
from hedgerow.adapters.google.token_endpoint import Ask, Told, ask
from hedgerow.ports import AuthorizationExpired, Clock, Refused, Secrets, Unavailable
from hedgerow.settings.values import AccountId

_EARLY = timedelta(seconds=225)
"""Before its expiry a token is renewed, so that it does not end under way."""


_FRESH = timedelta(minutes=2)
"""So young, a token was given for the request at hand or one beside it."""


class _Dead(Exception):
    """Google named one of the terminal errors."""


class Authority:
    """For all threads that work for one account: one object, whose credentials are not shared between them."""

    def __init__(self, account: AccountId, secrets: Secrets, clock: Clock, ask: Ask = ask) -> None:
        self.account = account
        self._secrets, self._clock, self._ask = secrets, clock, ask
        self._lock = Lock()
        self._known: Grant | None = None
        """The last one that was alive: opening what is stored for each request would cost more than the request."""

    def credentials(self) -> Credentials:
        """For one thread, and without a request: it is made when one is needed.

        Raises AuthorizationExpired when there is no grant or Google ended it, Refused. So does every use of them, with
        Unavailable when Google can't be reached.
        """
        known = self._known
        return _Linked(self, known if known and not self.is_past(known.expiry) else self.grant())

    def grant(self) -> Grant:
        """As it is stored now. Raises AuthorizationExpired, Refused."""
        grant = load_grant(self._secrets, self.account)
        if grant is None:
            self._known = None
            raise AuthorizationExpired(
                f"The Google account {self.account!r} is not signed in: run `hedgerow connect google {self.account}`."
            )
        if grant.end is not None:
            self._known = None
            raise AuthorizationExpired(grant.end.sentence)
        self._known = grant
        return grant

    def renewed(self, token: str | None) -> Grant:
        """With another access token than this one, which no longer serves. Raises what `credentials` says."""
        with self._lock:
            grant = self.grant()
            if grant.access_token and grant.access_token != token and not self.is_past(grant.expiry):
                return grant
            return self._renew(grant)

    def is_past(self, expiry: datetime | None) -> bool:
        """`expiry` naive, in UTC; None never passes."""
        return expiry is not None and self._clock.now() >= expiry.replace(tzinfo=UTC) - _EARLY

    def refused(self, token: str | None) -> None:
        """Google Calendar answered 401 to this token, and to the one before it.

        Raises AuthorizationExpired when it was fresh: that is the end. Another one is given with the next request
        otherwise, as what was taken over from another thread or process may be old. Raises Refused, too.
        """
        with self._lock:
            grant = self.grant()
            if grant.access_token != token:
                return
            if self._clock.now() - grant.refreshed_at < _FRESH:
                raise self._ended(grant, NOT_TAKEN)
            self._keep(replace(grant, access_token="", expiry=None))
            self._known = None

    def ensure_alive(self) -> None:
        """Raises AuthorizationExpired when another thread heard that it is over."""
        if self._known is None:
            self.grant()

    def _renew(self, grant: Grant) -> Grant:
        try:
            fresh = self._asked(grant)
        except _Dead as error:
            return self._bury(grant, str(error))
        latest = self.grant()  # a sign-in or a leave while Google was asked must not be undone by what it ends
        if (latest.refresh_token, latest.granted_at) not in (
            (grant.refresh_token, grant.granted_at),
            (fresh.refresh_token, fresh.granted_at),
        ):
            return self._taken_over(latest)
        self._keep(fresh)
        self._known = fresh
        return fresh

    def _taken_over(self, latest: Grant) -> Grant:
        """What another process, or a new sign-in, has put in the place of ours."""
        return self._renew(latest) if self.is_past(latest.expiry) else latest

    def _asked(self, grant: Grant) -> Grant:
        """Scopes are left out, which means those granted: naming another one would be refused (RFC 6749 section 6)."""
        form = {
            "grant_type": "refresh_token",
            "refresh_token": grant.refresh_token,
            "client_id": grant.client.id,
            "client_secret": grant.client.secret,
        }
        now = self._clock.now()
        told = self._ask(grant.client.token_uri, form)
        if told.code in TERMINAL:
            raise _Dead(told.code)
        token = told.body.get("access_token")
        if told.status == 200 and isinstance(token, str) and token:
            return _with(grant, token, told, now)
        if told.may_pass or told.status == 200:
            raise Unavailable(f"Google did not renew the sign-in of {self.account!r} now; it will be tried again.")
        raise Refused(
            f"Google refused to renew the sign-in of {self.account!r} ({told.code or told.status}): run"
            f" `hedgerow connect google {self.account}`."
        )

    def _bury(self, grant: Grant, code: str) -> Grant:
        """Unless the token was replaced meanwhile, by another process or a new sign-in."""
        latest = self.grant()
        if latest.refresh_token != grant.refresh_token:
            return self._taken_over(latest)
        raise self._ended(latest, code)

    def _ended(self, grant: Grant, code: str) -> AuthorizationExpired:
        now = self._clock.now()
        sentence = tell_end(self.account, grant, code, now)
        self._keep(replace(grant, access_token="", expiry=None, end=End(now, sentence)))
        self._known = None
        return AuthorizationExpired(sentence)

    def _keep(self, grant: Grant) -> None:
        save_grant(self._secrets, self.account, grant, self._clock.now())


def _with(grant: Grant, token: str, told: Told, now: datetime) -> Grant:
    rotated, scope = told.body.get("refresh_token"), told.body.get("scope")
    return replace(
        grant,
        access_token=token,
        expiry=expiry_after(told.body.get("expires_in"), now),
        refreshed_at=now,
        refresh_token=rotated if isinstance(rotated, str) and rotated else grant.refresh_token,
        scopes=tuple(each for each in grant.scopes if each in scope.split())
        if isinstance(scope, str)
        else grant.scopes,
    )


def expiry_after(seconds: object, now: datetime) -> datetime | None:
    """Naive, in UTC. Some servers send the number as a text."""
    try:
        lasts = timedelta(seconds=int(seconds)) if isinstance(seconds, (int, str)) else None
        return (now.astimezone(UTC) + lasts).replace(tzinfo=None) if lasts else None
    except (ValueError, OverflowError):
        return None


class _Linked(Credentials):
    """Those of google-auth, which ask their authority for tokens, and its clock for the time."""

    def __init__(self, authority: Authority, grant: Grant) -> None:
        super().__init__(  # type: ignore[no-untyped-call]
            grant.access_token or None,
            refresh_token=grant.refresh_token,
            token_uri=grant.client.token_uri,
            client_id=grant.client.id,
            client_secret=grant.client.secret,
            scopes=list(grant.scopes),
            granted_scopes=list(grant.scopes),
            expiry=grant.expiry,
            account=grant.address,
        )
        self._authority = authority

    @property
    def expired(self) -> bool:
        return self._authority.is_past(self.expiry)

    @property
    def token_state(self) -> TokenState:
        return TokenState.FRESH if self.valid else TokenState.INVALID

    def refresh(self, request: Any) -> None:
        grant = self._authority.renewed(self.token)
        self.token, self.expiry, self._refresh_token = grant.access_token, grant.expiry, grant.refresh_token

    def before_request(self, request: Any, method: str, url: str, headers: Any) -> None:
        self._authority.ensure_alive()
        super().before_request(request, method, url, headers)  # type: ignore[no-untyped-call]

    def __reduce__(self) -> NoReturn:
        raise TypeError("credentials are stored by grant.py and never pickled")
