"""Everything in which Google differs from day to day, from account to account, or from what one hopes."""

from dataclasses import dataclass, field
from enum import StrEnum


class Consent(StrEnum):
    """What becomes of a request for consent."""

    PAGE = "page"
    """A person decides in a browser."""
    ALLOW = "allow"
    DENY = "deny"


@dataclass(slots=True)
class SignIn:
    consent: Consent = Consent.PAGE
    ticked: frozenset[str] | None = None
    """The scopes that ALLOW ticks, without the address before them; None ticks all."""
    reordered: bool = False
    """Granted scopes are told in another order than they were asked in."""
    refresh_token: bool | None = None
    """Whether one is given; None gives it at the first consent and with prompt=consent."""
    rotate: bool = False
    """Each refresh gives a new refresh token and ends the old one."""
    expires_in: int = 3599
    testing: bool = False
    """The project was not published: a refresh token dies after seven days."""
    unavailable: int = 0
    """So many calls of the token endpoint still answer 503."""
    error: str = ""
    """What the token endpoint answers to everything, such as `admin_policy_enforced`."""
    error_description: str = "Bad Request"
    tokens_per_client: int = 100


@dataclass(slots=True)
class Modes:
    strict: bool = True
    """Refuses what the reference leaves undefined: unknown fields of a body, other parameters beside a sync token,
    sequence numbers that go back; and gives no sync token with a list that could not be continued with it."""
    page_size: int | None = None
    """Never more than so many items on a page."""
    empty_pages: bool = False
    """Before each page comes one that is empty."""
    delta_horizon_years: int = 14
    """How far series are expanded where nobody names an end."""
    series_tombstone_days: int | None = 180
    """How far ahead a deleted series is told of, instance by instance; None tells all."""
    minimal_tombstones: bool = False
    """What was deleted is told with its id and status only."""
    purged_status: int = 404
    """What `get` says of an event of which the bin was emptied: 404 or 410."""
    insert_lag: float = 0.0
    """Seconds after an insert in which the event is not found."""
    list_lag: float = 0.0
    """Seconds after a change in which lists do not show it."""
    updated_min_days: int = 28
    """An `updatedMin` further back is too long ago."""
    sync_token_days: int = 28
    free_busy_days: int = 62
    app_created_status: int = 403
    """What an app.created token hears of a calendar that it did not make: 403 or 404."""
    api_enabled: bool = True
    gmail_enabled: bool = True
    seconds_per_request: float = 0.2
    """By which the clock moves with each request, as the real ones take their time."""
    per_minute_and_user: int | None = 600
    per_minute: int | None = 10_000
    writes_per_second: int | None = 10
    """To one calendar; 403 rateLimitExceeded above it."""
    rate_status: int = 403
    """403 says userRateLimitExceeded, 429 rateLimitExceeded."""
    retry_after: str = ""
    quota_hours: float = 0.0
    """Above 0: writes are refused with quotaExceeded until so many hours after the first one that was."""
    sign_in: SignIn = field(default_factory=SignIn)

    def lossy(self) -> None:
        """All at once that a client must live with: empty pages, bare tombstones, answers that lag behind.

        Where `seconds_per_request` is 0, nothing is seen before the clock was moved by half a second.
        """
        self.empty_pages, self.page_size = True, 2
        self.minimal_tombstones = True
        self.insert_lag = self.list_lag = 0.5
