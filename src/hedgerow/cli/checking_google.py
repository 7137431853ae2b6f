"""What `hedgerow check` says of each Google account, without asking Google."""

from collections.abc import Iterator

from hedgerow.compose.google import google_account
from hedgerow.settings.values import AccountKind, Settings


def google_lines(settings: Settings) -> Iterator[tuple[str, str, str]]:
    """Each a state (ok, warn or fail), what it is of, and a fact. Raises Unavailable, Refused."""
    for each in settings.accounts:
        if each.kind is not AccountKind.GOOGLE:
            continue
        with google_account(settings, each.id) as account:
            look = account.look()
        what = f"account {each.id}"
        if look.facts:
            yield "ok", what, look.facts
        yield from (("fail", what, fault) for fault in look.faults)
        yield from (("warn", what, warning) for warning in look.warnings)
