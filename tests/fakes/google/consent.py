"""The page on which a person allows or denies, one checkbox for each scope; or the answer of a mode in their stead."""

from collections.abc import Mapping, Sequence
from html import escape
from urllib.parse import urlencode, urlsplit

from tests.fakes.google.document import SCOPE, known_scopes
from tests.fakes.google.grants import Code
from tests.fakes.google.modes import Consent
from tests.fakes.google.replies import html, redirect
from tests.fakes.google.sign_in import AUTHORIZE, SignInServer, full_scope
from tests.fakes.google.wire import Answer, Request

Asked = Mapping[str, str]
_LOOPBACK = ("127.0.0.1", "::1", "localhost")
_PLAIN = ("openid", "email", "profile")


def authorize(auth: SignInServer, request: Request) -> Answer:
    """GET shows the page, POST is the person's answer on it."""
    asked = dict(request.query)
    wrong = _wrong(auth, asked)
    if wrong is not None:
        return wrong
    modes, scopes = auth.state.modes.sign_in, asked["scope"].split()
    if request.method == "POST":
        form = request.form
        ticked = [value for name, value in form if name == "scope"]
        return _answer(auth, asked, dict(form).get("account", ""), ticked if _allows(form) else None)
    if modes.consent is Consent.PAGE:
        return html(200, _page(auth, asked, scopes), "Sign in")
    chosen = [each for each in scopes if modes.ticked is None or each in map(full_scope, modes.ticked)]
    return _answer(auth, asked, "", chosen if modes.consent is Consent.ALLOW else None)


def _allows(form: Sequence[tuple[str, str]]) -> bool:
    return ("answer", "allow") in form


def _wrong(auth: SignInServer, asked: Asked) -> Answer | None:
    """What Google tells the person and not the client, which it then does not trust."""
    if asked.get("client_id") not in auth.clients:
        return html(401, "<h1>Error 401: invalid_client</h1><p>The OAuth client was not found.</p>")
    if not _is_loopback(asked.get("redirect_uri", "")):
        return html(400, "<h1>Error 400: redirect_uri_mismatch</h1>")
    if asked.get("response_type") != "code" or not asked.get("scope"):
        return html(400, "<h1>Error 400: invalid_request</h1>")
    unknown = [each for each in asked["scope"].split() if each not in known_scopes() and each not in _PLAIN]
    if unknown:
        return html(400, f"<h1>Error 400: invalid_scope</h1><p>{escape(' '.join(unknown))}</p>")
    if asked.get("code_challenge_method", "S256") not in ("S256", "plain"):
        return html(400, "<h1>Error 400: invalid_request</h1>")
    return None


def _is_loopback(address: str) -> bool:
    """Any port of it, as RFC 8252 section 7.3 demands."""
    parts = urlsplit(address)
    return parts.scheme == "http" and parts.hostname in _LOOPBACK


def _page(auth: SignInServer, asked: Asked, scopes: Sequence[str]) -> str:
    action = escape(f"{AUTHORIZE}?{urlencode(asked)}")
    accounts = "".join(_account(each, asked.get("login_hint", "")) for each in auth.state.accounts)
    boxes = "".join(_box(each) for each in scopes)
    return (
        f'<h1>An app wants access to your account</h1><form method=post action="{action}">'
        f"<p><label>Account <select name=account>{accounts}</select></label></p><fieldset>{boxes}</fieldset>"
        "<p><button type=button id=all onclick=\"document.querySelectorAll('input').forEach(e=>e.checked=true)\">"
        "Select all</button></p><p><button name=answer value=deny>Cancel</button> "
        "<button name=answer value=allow>Continue</button></p></form>"
    )


def _account(email: str, hint: str) -> str:
    return f"<option{' selected' if email == hint else ''}>{escape(email)}</option>"


def _box(scope: str) -> str:
    name = escape(scope.removeprefix(SCOPE))
    return f'<p><label><input type=checkbox name=scope value="{escape(scope)}"> {name}</label></p>'


def _answer(auth: SignInServer, asked: Asked, account: str, ticked: Sequence[str] | None) -> Answer:
    """`ticked` None denies."""
    if not ticked:
        return _back(asked, {"error": "access_denied"})
    email = account or asked.get("login_hint") or next(iter(auth.state.accounts))
    client, asked_for = asked["client_id"], asked["scope"].split()
    scopes = tuple(each for each in asked_for if each in ticked)
    code = Code(
        email, client, scopes, asked["redirect_uri"], asked.get("code_challenge", ""),
        asked.get("code_challenge_method", "plain") == "plain", _is_offline(auth, asked, email), auth.state.clock.now(),
    )  # fmt: skip
    granted = " ".join(reversed(scopes) if auth.state.modes.sign_in.reordered else scopes)
    return _back(asked, {"code": auth.grants.new_code(code), "scope": granted})


def _is_offline(auth: SignInServer, asked: Asked, email: str) -> bool:
    """A refresh token comes at the first consent, and later only to who asks for consent again."""
    forced = auth.state.modes.sign_in.refresh_token
    if forced is not None:
        return forced
    first = (email, asked["client_id"]) not in auth.grants.consented
    return asked.get("access_type") == "offline" and (first or "consent" in asked.get("prompt", "").split())


def _back(asked: Asked, told: Mapping[str, str]) -> Answer:
    state = {"state": asked["state"]} if "state" in asked else {}
    query = urlencode({**state, "iss": "https://accounts.google.com", **told})
    separator = "&" if urlsplit(asked["redirect_uri"]).query else "?"
    return redirect(f"{asked['redirect_uri']}{separator}{query}")
