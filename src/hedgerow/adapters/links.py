"""`ports.Links`: an errand and its end, signed (HMAC-SHA-256) with a key that is sealed as passwords are."""

import json
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from hashlib import sha256
from typing import Protocol

from itsdangerous import BadSignature, URLSafeSerializer

from hedgerow.core.errand import Done, Errand, Kind
from hedgerow.letter.language import noted
from hedgerow.ports import AuthorizationExpired, Clock, Ids, Refused, SecretName, Secrets

KEY = SecretName("links")
LONGEST = 500
"""Letters of a token; ours are shorter, and nothing longer is looked at."""
_NOT_OURS = Refused(noted("This link is not whole: open it from the letter itself."))


class Used(Protocol):
    """Which tokens were used, by their digest. Each call is one transaction."""

    def claim(self, digest: str, at: datetime) -> bool: ...

    def settle(self, digest: str, outcome: str) -> None: ...

    def release(self, digest: str) -> None: ...

    def outcome(self, digest: str) -> str | None: ...


@dataclass
class SignedLinks:
    secrets: Secrets
    used: Used
    clock: Clock
    ids: Ids

    def is_ready(self) -> bool:
        try:
            return self.secrets.load(KEY) is not None
        except (AuthorizationExpired, Refused):
            return False

    def prepare(self) -> None:
        """From now on there is somebody who answers. Raises Refused where there is nothing to seal the key with."""
        if not self.is_ready():
            self.secrets.save(KEY, self.ids.fresh() + self.ids.fresh(), self.clock.now())

    def sign(self, errand: Errand, until: datetime) -> str:
        content = [errand.kind.value, errand.week, errand.item, int(until.timestamp()) // 60]
        return str(self._signer.dumps(content))

    def read(self, token: str, now: datetime) -> Errand:
        content = self._content(token)
        if now.timestamp() >= content[3] * 60:
            raise Refused(noted("This link is over: the newest letter has links that work."))
        return Errand(Kind(content[0]), content[1], content[2])

    def _content(self, token: str) -> tuple[str, str, str, int]:
        if len(token) > LONGEST or not token.isascii():
            raise _NOT_OURS
        try:
            kind, week, item, until = content = self._signer.loads(token)
        except BadSignature as error:
            raise _NOT_OURS from error
        # base64 has several spellings of the same bytes: a used link in another one would not be known as used
        if self._signer.dumps(content) != token:
            raise _NOT_OURS
        return str(kind), str(week), str(item), int(until)

    def claim(self, token: str, at: datetime) -> bool:
        return self.used.claim(_digest(token), at)

    def settle(self, token: str, done: Done) -> None:
        undo = [done.undo.kind.value, done.undo.week, done.undo.item] if done.undo else None
        self.used.settle(_digest(token), json.dumps({"told": done.told, "undo": undo}))

    def release(self, token: str) -> None:
        self.used.release(_digest(token))

    def done(self, token: str) -> Done | None:
        outcome = self.used.outcome(_digest(token))
        if not outcome:
            return None if outcome is None else Done("")
        kept = json.loads(outcome)
        undo = kept["undo"]
        return Done(kept["told"], Errand(Kind(undo[0]), undo[1], undo[2]) if undo else None)

    @cached_property
    def _signer(self) -> URLSafeSerializer:
        key = self.secrets.load(KEY)
        if key is None:
            raise Refused(noted("Nothing answers links yet: run `hedgerow serve`."))
        return URLSafeSerializer(
            key, salt="letter", serializer=json, signer_kwargs={"key_derivation": "hmac", "digest_method": sha256}
        )


def _digest(token: str) -> str:
    return sha256(token.encode()).hexdigest()
