"""Sign in at Google, look in, and give it all back: what commands need of one account, settings or none of it yet."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING

from hedgerow.adapters.clock import SystemClock
from hedgerow.adapters.google.client_file import Client, read_client_file
from hedgerow.adapters.google.grant import Grant, forget_grant, load_grant, save_grant, stored_accounts
from hedgerow.adapters.google.looking import look_at
from hedgerow.adapters.google.scopes import (
    APP_CREATED,
    CONNECTED_APPS,
    MAIL,
    OWNED_EVENTS,
    BlocksIn,
    Wanted,
    short,
    told_missing,
)
from hedgerow.compose import open_secrets
from hedgerow.compose.accounts import pace_of
from hedgerow.ports import AuthorizationExpired, Clock, Refused, Secrets, Standing
from hedgerow.settings.values import AccountId, AccountKind, Settings

if TYPE_CHECKING:
    from hedgerow.adapters.google.calendars import About, Listed
    from hedgerow.adapters.google.pacing import Pace
    from hedgerow.adapters.google.welcome import Found

__all__ = [
    "CONNECTED_APPS", "About", "BlocksIn", "Client", "Found", "GoogleAccount", "Listed", "Signed", "Wanted",
    "google_account", "read_client_file", "revoke_all", "short",
]  # fmt: skip

_SECONDS = 15 * 60.0
"""For a person on Google's pages."""


@dataclass(frozen=True, slots=True)
class Signed:
    """A sign-in that went well, and is not stored yet."""

    grant: Grant
    wanted: Wanted
    is_again: bool
    """There was a grant before."""
    gives_up_mail: bool = False
    """The one before let letters out through the account, and this one was not to."""

    @property
    def may_hold(self) -> bool:
        return not {APP_CREATED, OWNED_EVENTS}.isdisjoint(self.grant.scopes)

    @property
    def may_mail(self) -> bool:
        return MAIL in self.grant.scopes

    @property
    def missing(self) -> list[str]:
        """Sentences."""
        return list(told_missing(self.wanted.scopes, self.grant.scopes))


@dataclass(frozen=True, slots=True)
class GoogleAccount:
    """Its grant, which may not be there yet."""

    id: AccountId
    endpoint: str
    """Empty: Google's own."""
    secrets: Secrets = field(repr=False)
    clock: Clock
    pace: "Pace"
    """The one that everything of this process shares that asks for the account."""

    def client(self) -> Client | None:
        """The one of the sign-in before. Raises Refused."""
        grant = self._grant()
        return grant.client if grant else None

    def wanted(self, blocks: BlocksIn | None, *, mail: bool) -> Wanted:
        """Without `blocks`, they stay where the sign-in before had them. Raises Refused."""
        grant = self._grant()
        usual = BlocksIn.MAIN if grant and OWNED_EVENTS in grant.scopes else BlocksIn.OWN
        return Wanted(blocks or usual, mail)

    def sign_in_here(self, client: Client, wanted: Wanted, show: Callable[[str], object]) -> Signed:
        """Gives `show` the address to open, and waits for the browser. Raises Refused, Unavailable."""
        from hedgerow.adapters.google.loopback import Loopback  # noqa: PLC0415 - with what a sign-in alone needs
        from hedgerow.adapters.google.signing import Answered, begin, finish, is_answer_to  # noqa: PLC0415

        server = Loopback()
        begun = begin(client, wanted, server.redirect, self.clock.now(), self._hint())
        server.is_ours = partial(is_answer_to, begun)

        def settle(answered: Answered) -> Signed:
            return self._signed(finish(begun, answered, self.clock.now()), wanted)

        with server:
            show(begun.url)
            return server.wait(settle, _SECONDS)

    def begin_elsewhere(self, client: Client, wanted: Wanted) -> str:
        """The address to open on any machine; what is needed to finish is sealed for an hour. Raises Refused."""
        from hedgerow.adapters.google.signing import PASTED_REDIRECT, begin, keep_begun  # noqa: PLC0415

        begun = begin(client, wanted, PASTED_REDIRECT, self.clock.now(), self._hint())
        keep_begun(self.secrets, self.id, begun)
        return begun.url

    def finish_elsewhere(self, pasted: str) -> Signed:
        """Raises Refused, Unavailable, AuthorizationExpired."""
        from hedgerow.adapters.google.signing import answer_in, finish, take_begun  # noqa: PLC0415

        answered, now = answer_in(pasted), self.clock.now()
        begun = take_begun(self.secrets, self.id, answered, now)
        return self._signed(finish(begun, answered, now), begun.wanted)

    def look_in(self, signed: Signed, zone: str, holders: Sequence[str] | None) -> "tuple[Signed, Found]":
        """With the address of the account, where it can be known; the rest as `welcome.look_in` says.

        Raises Unavailable, AuthorizationExpired, Refused.
        """
        from hedgerow.adapters.google.service import ENDPOINT  # noqa: PLC0415 - 250 ms of Google's library
        from hedgerow.adapters.google.session import Session  # noqa: PLC0415
        from hedgerow.adapters.google.welcome import AnotherAccount, JustGranted, look_in  # noqa: PLC0415

        session = Session(self.id, JustGranted(signed.grant), self.pace, endpoint=self.endpoint or ENDPOINT)
        try:
            found = look_in(session, signed.grant.scopes, self._hint(), zone, holders)
        except AnotherAccount as error:
            raise Refused(self._turn_away(signed.grant, error.address)) from error
        finally:
            session.wires.close()
        return replace(signed, grant=replace(signed.grant, address=found.address)), found

    def _turn_away(self, grant: Grant, address: str) -> str:
        """Gives it back at once: nobody would use it. Not by its refresh token, which may be that of before."""
        from hedgerow.adapters.google.token_endpoint import revoke_token  # noqa: PLC0415

        other = next((each for each, held in self._others(grant.client) if held.address in ("", address)), None)
        if other is not None:
            done = f"Nothing was changed, also at Google, where {other!r} may be in need of what you allowed."
        elif revoke_token(grant.client.token_uri, grant.access_token):
            done = "What you allowed just now was given back."
        else:
            done = (
                "What you allowed just now could not be given back, and stays until you remove it: open"
                f" {CONNECTED_APPS} as {address}, and take Hedgerow out there."
            )
        return (
            f"You signed in as {address}, which is another account than the one that {self.id!r} is,"
            f" {self._hint()}. {done} Choose the right one at Google, or give this one a name of its own:"
            " `hedgerow connect google NAME`."
        )

    @contextmanager
    def giving_back(self, signed: Signed, tell: Callable[[str], object]) -> Iterator[None]:
        """When it fails, Google keeps no grant that nobody uses; but one from before would end with it.

        So would that of another account here: Google ends all that a person gave to one client at once. `tell` hears
        when Google could not be told.
        """
        try:
            yield
        except BaseException:
            if not signed.is_again:
                forget_grant(self.secrets, self.id)
                if not self._is_shared(signed.grant.client) and not _is_given_back(signed.grant):
                    tell(f"Google could not be told that nothing came of it: take Hedgerow out at {CONNECTED_APPS}.")
            raise

    def _is_shared(self, client: Client) -> bool:
        return any(True for _ in self._others(client))

    def _others(self, client: Client) -> Iterator[tuple[AccountId, Grant]]:
        """Accounts beside this one that the same client was let into."""
        for account in stored_accounts(self.secrets):
            grant = replace(self, id=account)._grant() if account != self.id else None
            if grant is not None and grant.client.id == client.id:
                yield account, grant

    def keep(self, signed: Signed) -> None:
        """Raises Refused."""
        save_grant(self.secrets, self.id, signed.grant, self.clock.now())

    def look(self) -> Standing:
        return look_at(self.id, self.secrets, self.clock.now())

    def revoke(self) -> bool:
        """Gives the grant back, and forgets it here in any case; False when Google could not be told."""
        from hedgerow.adapters.google.signing import forget_begun  # noqa: PLC0415
        from hedgerow.adapters.google.token_endpoint import revoke_token  # noqa: PLC0415

        grant = self._grant()
        is_told = grant is None or grant.end is not None or revoke_token(grant.client.token_uri, grant.refresh_token)
        forget_begun(self.secrets, self.id)
        forget_grant(self.secrets, self.id)
        return is_told

    def _grant(self) -> Grant | None:
        """None when it can't be read, too: a new sign-in takes its place. Raises Refused."""
        try:
            return load_grant(self.secrets, self.id)
        except AuthorizationExpired:
            return None

    def _hint(self) -> str:
        grant = self._grant()
        return grant.address if grant else ""

    def _signed(self, grant: Grant, wanted: Wanted) -> Signed:
        """With the refresh token of before, where Google gave no new one. Raises Refused."""
        before = self._grant()
        if not grant.refresh_token and before and _still_serves(before, grant):
            grant = replace(grant, refresh_token=before.refresh_token, granted_at=before.granted_at)
        if not grant.refresh_token:
            raise Refused(
                f"Google gave no lasting access: take Hedgerow out at {CONNECTED_APPS}, and run"
                " `hedgerow connect google` once more."
            )
        gives_up_mail = before is not None and MAIL in before.scopes and not wanted.mail
        return Signed(grant, wanted, before is not None, gives_up_mail)


def _is_given_back(grant: Grant) -> bool:
    from hedgerow.adapters.google.token_endpoint import revoke_token  # noqa: PLC0415 - for those who sign in

    return revoke_token(grant.client.token_uri, grant.refresh_token)


def _still_serves(before: Grant, grant: Grant) -> bool:
    """The refresh token of before, for what was granted now."""
    return before.end is None and before.client.id == grant.client.id and set(grant.scopes) <= set(before.scopes)


@contextmanager
def google_account(settings: Settings, account: AccountId, clock: Clock | None = None) -> Iterator[GoogleAccount]:
    """One of the settings, or one to come. Beside whatever else is at work. Raises Unavailable, Refused."""
    endpoint = next((each.url for each in settings.accounts if each.id == account), "")
    with open_secrets(settings) as secrets:
        yield GoogleAccount(account, endpoint, secrets, clock or SystemClock(), pace_of(settings, account))


def revoke_all(settings: Settings, clock: Clock | None = None) -> dict[AccountId, bool]:
    """Every Google account of the settings, and any whose grant is kept although they name it no more.

    Each with what `revoke` says. Raises Unavailable, Refused.
    """
    with open_secrets(settings) as secrets:
        named = [each.id for each in settings.accounts if each.kind is AccountKind.GOOGLE]
        accounts = dict.fromkeys((*named, *stored_accounts(secrets)))
        each_of = partial(GoogleAccount, endpoint="", secrets=secrets, clock=clock or SystemClock())
        return {each: each_of(each, pace=pace_of(settings, each)).revoke() for each in accounts}
