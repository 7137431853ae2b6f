"""OAuth 2.0 for installed apps: the token and revocation endpoints (RFC 6749, 7009, 7636, 8252)."""

from base64 import b64decode, urlsafe_b64encode
from binascii import Error
from collections.abc import Mapping
from hashlib import sha256
from hmac import compare_digest
from urllib.parse import unquote

from tests.fakes.google.document import SCOPE
from tests.fakes.google.grants import TESTING, Code, Grants, Refresh
from tests.fakes.google.refusal import Json
from tests.fakes.google.replies import oauth_refusal, told
from tests.fakes.google.state import State
from tests.fakes.google.wire import Answer, Request

CLIENT, SECRET = "1234-hedgerow.apps.googleusercontent.com", "GOCSPX-not-a-secret"
AUTHORIZE, TOKEN, REVOKE = "/o/oauth2/v2/auth", "/token", "/revoke"
_BAD_GRANT = oauth_refusal(400, "invalid_grant", "Bad Request")
_DEAD = oauth_refusal(400, "invalid_grant", "Token has been expired or revoked.")


class SignInServer:
    """`server.auth`: the addresses for a client, its configuration, and shortcuts past the browser."""

    def __init__(self, state: State, root: str) -> None:
        self.state, self.root = state, root
        self.clients = {CLIENT: SECRET}
        self.grants = Grants(state)

    @property
    def authorize_url(self) -> str:
        return self.root + AUTHORIZE

    @property
    def token_url(self) -> str:
        return self.root + TOKEN

    @property
    def revoke_url(self) -> str:
        return self.root + REVOKE

    def client_config(self, client: str = CLIENT) -> Json:
        """The JSON that the console hands out for a Desktop app."""
        return {
            "installed": {
                "client_id": client,
                "client_secret": self.clients[client],
                "auth_uri": self.authorize_url,
                "token_uri": self.token_url,
                "redirect_uris": ["http://localhost"],
            }
        }

    def grant(self, email: str, *scopes: str, client: str = CLIENT) -> str:
        """A refresh token, as after a consent to these scopes; their common address may be left away."""
        return self.grants.new_refresh(email, client, tuple(full_scope(each) for each in scopes))

    def access(self, email: str, *scopes: str, client: str = CLIENT) -> str:
        return self.grants.new_access(email, client, tuple(full_scope(each) for each in scopes))

    def revoke_now(self, email: str) -> None:
        """As if the person did so in the settings of the account."""
        self.grants.revoke(email)

    def token(self, request: Request) -> Answer:
        form, modes = dict(request.form), self.state.modes.sign_in
        if modes.unavailable > 0:
            modes.unavailable -= 1
            return oauth_refusal(503, "temporarily_unavailable")
        if modes.error:
            return oauth_refusal(400, modes.error, modes.error_description)
        client = self._client(request, form)
        if client is None:
            return oauth_refusal(401, "invalid_client", "The OAuth client was not found.")
        if form.get("grant_type") == "authorization_code":
            return self._exchange(form, client)
        if form.get("grant_type") == "refresh_token":
            return self._refresh(form, client)
        return oauth_refusal(400, "unsupported_grant_type", f"Invalid grant_type: {form.get('grant_type', '')}")

    def _client(self, request: Request, form: Mapping[str, str]) -> str | None:
        """Named in the Authorization header or in the form."""
        scheme, _, rest = request.headers.get("authorization", "").partition(" ")
        given = (form.get("client_id", ""), form.get("client_secret", ""))
        if scheme.lower() == "basic":
            try:
                name, _, secret = b64decode(rest).decode().partition(":")
            except (Error, UnicodeDecodeError):
                return None
            given = (unquote(name), unquote(secret))
        known = self.clients.get(given[0])
        return given[0] if known is not None and compare_digest(known, given[1]) else None

    def _exchange(self, form: Mapping[str, str], client: str) -> Answer:
        code = self.grants.take_code(form.get("code", ""))
        if code is None or code.client != client:
            return oauth_refusal(400, "invalid_grant", "Malformed auth code.")
        if code.redirect != form.get("redirect_uri"):
            return oauth_refusal(400, "redirect_uri_mismatch", "Bad Request")
        if not _proves(code, form.get("code_verifier", "")):
            return oauth_refusal(400, "invalid_grant", "Invalid code verifier.")
        body = self._tokens(code.email, client, code.scopes)
        if code.offline:
            body["refresh_token"] = self.grants.new_refresh(code.email, client, code.scopes)
            if self.state.modes.sign_in.testing:
                body["refresh_token_expires_in"] = round(TESTING.total_seconds()) - 1
        return told(body)

    def _refresh(self, form: Mapping[str, str], client: str) -> Answer:
        text = form.get("refresh_token", "")
        found = self.grants.live_refresh(text, client)
        if found is None:
            return _DEAD if text else _BAD_GRANT
        asked = tuple(form.get("scope", "").split()) or found.scopes
        if not set(asked) <= set(found.scopes):
            return oauth_refusal(400, "invalid_scope", "Bad Request")
        body = self._tokens(found.email, client, asked)
        return told(body | self._rotated(text, found))

    def _rotated(self, text: str, found: Refresh) -> Json:
        if not self.state.modes.sign_in.rotate:
            return {}
        del self.grants.refresh[text]
        return {"refresh_token": self.grants.new_refresh(found.email, found.client, found.scopes)}

    def _tokens(self, email: str, client: str, scopes: tuple[str, ...]) -> Json:
        modes = self.state.modes.sign_in
        told_scopes = tuple(reversed(scopes)) if modes.reordered else scopes
        return {
            "access_token": self.grants.new_access(email, client, scopes),
            "expires_in": modes.expires_in,
            "scope": " ".join(told_scopes),
            "token_type": "Bearer",
        }

    def revoke(self, request: Request) -> Answer:
        text = dict(request.form).get("token") or dict(request.query).get("token", "")
        holder = self.grants.holder(text)
        if holder is None:
            return oauth_refusal(400, "invalid_token", "Token expired or revoked")
        self.grants.revoke(*holder)
        return told({})


def full_scope(name: str) -> str:
    return name if "/" in name or name in ("openid", "email", "profile") else SCOPE + name


def _proves(code: Code, verifier: str) -> bool:
    if not code.challenge:
        return True
    hashed = urlsafe_b64encode(sha256(verifier.encode()).digest()).rstrip(b"=").decode()
    return compare_digest(verifier if code.plain else hashed, code.challenge)
