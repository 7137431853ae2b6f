"""Sign in at Google as an installed app: the address to open, and what came back from it (RFC 6749, 7636, 8252)."""

import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hmac import compare_digest
from typing import Any, NewType
from urllib.parse import parse_qsl

from hedgerow.adapters.google.authority import expiry_after
from hedgerow.adapters.google.client_file import Client
from hedgerow.adapters.google.grant import Grant, client_fields, client_of
from hedgerow.adapters.google.scopes import CONNECTED_APPS, BlocksIn, Wanted
from hedgerow.adapters.google.token_endpoint import Ask, ask, revoke_token
from hedgerow.ports import Refused, SecretName, Secrets, Unavailable
from hedgerow.settings.values import AccountId

Answered = NewType("Answered", str)
"""The query that the browser came back with."""
PASTED_REDIRECT = "http://127.0.0.1:49152/"
"""Where nobody listens: the browser ends on a page that fails, with the answer in its address."""
PENDING_LASTS = timedelta(hours=1)
_PENDING = "google-sign-in/"
_AGAIN = "run `hedgerow connect google` once more"
_AWAY = f"Google can't be reached to finish the sign-in: {_AGAIN} in a while."


@dataclass(frozen=True, slots=True)
class Begun:
    """A sign-in of which the answer is awaited."""

    client: Client
    wanted: Wanted
    redirect: str
    url: str = field(repr=False)
    state: str = field(repr=False)
    verifier: str = field(repr=False)
    at: datetime


def begin(client: Client, wanted: Wanted, redirect: str, now: datetime, hint: str = "") -> Begun:
    """`hint` is the address of the account, where it is known."""
    flow = _flow(client, wanted, redirect)
    asked = {"prompt": "consent", "access_type": "offline", **({"login_hint": hint} if hint else {})}
    url, state = flow.authorization_url(**asked)
    return Begun(client, wanted, redirect, url, state, flow.code_verifier, now)


def finish(begun: Begun, answered: Answered, now: datetime, ask: Ask = ask) -> Grant:
    """Raises Refused or Unavailable, with what the person can do; then nothing was granted or it was given back.

    The refresh token is empty when Google gave none, as happens to who signed in before.
    """
    given = dict(parse_qsl(answered, keep_blank_values=True))
    if not is_answer_to(begun, answered):
        raise Refused(f"That is not the answer to this sign-in: {_AGAIN}.")
    if "error" in given:
        raise Refused(_tell_error(given["error"]))
    token = _exchanged(begun, given.get("code", ""), ask)
    asked = begun.wanted.scopes
    granted = _granted(token.get("scope"), asked)
    if not set(granted) <= set(asked):
        is_back = revoke_token(begun.client.token_uri, str(token["access_token"]), ask)
        done = "it was given back" if is_back else f"it can't be given back now: take Hedgerow out at {CONNECTED_APPS}"
        raise Refused(f"Google granted more than was asked, and {done}; then {_AGAIN}.")
    return Grant(
        client=begun.client,
        scopes=granted,
        granted_at=now,
        refresh_token=_text(token.get("refresh_token")),
        access_token=str(token["access_token"]),
        expiry=expiry_after(token.get("expires_in"), now),
        refreshed_at=now,
        refresh_ends=_ends(token.get("refresh_token_expires_in"), now),
    )


def is_answer_to(begun: Begun, answered: Answered) -> bool:
    """Nobody else knows the state."""
    state = dict(parse_qsl(answered)).get("state", "")
    return compare_digest(state.encode(errors="surrogatepass"), begun.state.encode())


def answer_in(pasted: str) -> Answered:
    """Of an address as people copy it: broken over lines, in quotes, without its beginning. Raises Refused."""
    text = "".join(pasted.split()).strip("\"'<>")
    query = Answered(text.rpartition("?")[2].partition("#")[0])
    given = dict(parse_qsl(query))
    if "state" in given and ("code" in given or "error" in given):
        return query
    if "client_id" in given:
        raise Refused("That is the address of Google's page: paste the one that the browser ends on, at 127.0.0.1.")
    raise Refused("That holds no answer of Google: paste the whole address that the browser ends on, at 127.0.0.1.")


def keep_begun(secrets: Secrets, account: AccountId, begun: Begun) -> None:
    """For another process, which gets it once. Raises Refused."""
    held = {
        **client_fields(begun.client),
        "blocks": begun.wanted.blocks.value,
        "mail": begun.wanted.mail,
        "redirect": begun.redirect,
        "state": begun.state,
        "verifier": begun.verifier,
        "at": begun.at.isoformat(),
    }
    secrets.save(_pending(account), json.dumps(held), begun.at)


def take_begun(secrets: Secrets, account: AccountId, answered: Answered, now: datetime) -> Begun:
    """The one that this answers; it can't be taken twice. Raises Refused, AuthorizationExpired."""
    text = secrets.load(_pending(account))
    if text is None:
        raise Refused(
            f"No sign-in of {account!r} is waiting for its answer: begin one with `hedgerow connect google {account}"
            " --no-browser`."
        )
    held = json.loads(text)
    begun = Begun(
        client_of(held), Wanted(BlocksIn(held["blocks"]), held["mail"]), held["redirect"], "", held["state"],
        held["verifier"], datetime.fromisoformat(held["at"]),
    )  # fmt: skip
    is_late = now - begun.at >= PENDING_LASTS
    if is_late or is_answer_to(begun, answered):
        forget_begun(secrets, account)
    if is_late:
        raise Refused(f"That sign-in began over an hour ago: begin again with `hedgerow connect google {account}"
                      " --no-browser`.")  # fmt: skip
    return begun


def forget_begun(secrets: Secrets, account: AccountId) -> None:
    secrets.forget(_pending(account))


def _pending(account: AccountId) -> SecretName:
    return SecretName(f"{_PENDING}{account}")


def _flow(client: Client, wanted: Wanted, redirect: str) -> Any:
    # 150 ms to import, for a sign-in alone
    from google_auth_oauthlib.flow import Flow  # noqa: PLC0415

    for name in ("oauthlib", "requests_oauthlib"):  # at DEBUG they log states
        logging.getLogger(name).setLevel(logging.WARNING)
    config = {"installed": client_fields(client)}
    return Flow.from_client_config(config, list(wanted.scopes), redirect_uri=redirect, autogenerate_code_verifier=True)


def _exchanged(begun: Begun, code: str, ask: Ask) -> Mapping[str, Any]:
    """For tokens (RFC 6749 section 4.1.3): not by the library, of which the time-out is for each read anew."""
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": begun.redirect,
        "code_verifier": begun.verifier,
        "client_id": begun.client.id,
        "client_secret": begun.client.secret,
    }
    try:
        told = ask(begun.client.token_uri, form)
    except Unavailable as error:
        raise Unavailable(_AWAY) from error
    if told.status == 200 and _has_token(told.body, begun.at):
        return told.body
    if told.code == "invalid_grant":
        raise Refused(f"Google did not take the answer: it was used already, or is too old; {_AGAIN}.")
    if told.code == "invalid_client":
        raise Refused("Google does not know this client or its secret: download its JSON again.")
    if told.may_pass or told.status == 200:
        raise Unavailable(_AWAY)
    raise Refused(_tell_error(told.code))


def _has_token(body: Mapping[str, Any], now: datetime) -> bool:
    token, scope, lasts = body.get("access_token"), body.get("scope", ""), body.get("expires_in")
    is_sound = isinstance(scope, str) and (lasts is None or expiry_after(lasts, now) is not None)
    return isinstance(token, str) and bool(token) and is_sound


def _granted(scope: object, asked: tuple[str, ...]) -> tuple[str, ...]:
    """In the order asked. Left out, it means all that was asked (RFC 6749 section 5.1)."""
    if not isinstance(scope, str) or not scope:
        return asked
    return tuple(sorted(set(scope.split()), key=lambda each: asked.index(each) if each in asked else len(asked)))


def _text(given: object) -> str:
    return given if isinstance(given, str) else ""


def _ends(seconds: object, now: datetime) -> datetime | None:
    naive = expiry_after(seconds, now)
    return naive.replace(tzinfo=now.tzinfo) if naive else None


def _tell_error(code: str) -> str:
    if code == "access_denied":
        return "You did not allow it at Google: nothing was connected."
    if code == "admin_policy_enforced":
        return "The administrator of the account does not allow this access: ask them to trust the id of your client."
    known = code if code.replace("_", "").isalpha() and len(code) < 40 else "an unknown error"
    return f"Google refused the sign-in ({known}): {_AGAIN}."
