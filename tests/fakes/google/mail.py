"""Gmail, as far as sending goes: what was sent is kept as it came.

Real Gmail puts the account's own address in the place of a From that is none of its aliases, adds headers of its own,
and may put another Message-ID in the place of the one it was given. When it does so is not known here, so that here it
never does. Nor has this server any limit of Gmail's: `faults` gives their answers.
"""

from base64 import b64decode
from binascii import Error
from email import message_from_bytes
from email.policy import SMTP

from tests.fakes.google.access import Call
from tests.fakes.google.refusal import Json, Refused, forbidden
from tests.fakes.google.state import Mailed

SEND = "gmail.users.messages.send"
_LARGEST = 25 * 1024 * 1024


def send(call: Call) -> Json:
    """Each one again, also when it is the same as one before."""
    if call.path["userId"] not in ("me", call.account.email):
        raise forbidden()
    data = _decoded(call.body.get("raw") or "")
    letter = message_from_bytes(data, policy=SMTP)
    if not any(letter[name] for name in ("To", "Cc", "Bcc")):
        raise _invalid("Recipient address required")
    call.state.sent.append(Mailed(call.account.email, data))
    made = call.state.fresh(16)
    return {"id": made, "threadId": made, "labelIds": ["SENT"]}


def _decoded(raw: str) -> bytes:
    if not raw:
        raise _invalid("'raw' RFC822 payload message string or uploading message via /upload/* URL required")
    try:
        data = b64decode(raw, altchars=b"-_", validate=True)
    except (Error, ValueError) as error:
        raise _invalid("Invalid value for ByteString: the raw message is no base64url") from error
    if len(data) > _LARGEST:
        raise Refused(413, "uploadTooLarge", "Request Entity Too Large")
    return data


def _invalid(message: str) -> Refused:
    return Refused(400, "invalidArgument", message, front="INVALID_ARGUMENT")
