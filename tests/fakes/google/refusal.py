"""How Google says no: two shapes of JSON, one of the calendar's back end and one of the front end before it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]


@dataclass(eq=False)
class Refused(Exception):
    status: int
    reason: str
    message: str
    domain: str = "global"
    location: str = ""
    location_type: str = "parameter"
    front: str = ""
    """The `status` word of the front end, such as PERMISSION_DENIED; empty for the back end, which has none."""
    short: str = ""
    """The message inside `errors`, where it differs from the one outside."""
    details: tuple[Json, ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict)

    def body(self) -> Json:
        error: Json = {"domain": self.domain, "reason": self.reason, "message": self.short or self.message}
        if self.location:
            error |= {"locationType": self.location_type, "location": self.location}
        if not self.front:
            return {"error": {"errors": [error], "code": self.status, "message": self.message}}
        told: Json = {"code": self.status, "message": self.message, "errors": [error], "status": self.front}
        return {"error": told | ({"details": list(self.details)} if self.details else {})}


def invalid(message: str = "Invalid Value", location: str = "", reason: str = "invalid") -> Refused:
    return Refused(400, reason, message, location=location)


def required(message: str, location: str = "") -> Refused:
    return Refused(400, "required", message, location=location)


def malformed(message: str, path: str = "") -> Refused:
    """The request does not fit the schema, and never reached a calendar."""
    violation = {"field": path, "description": message}
    details = ({"@type": "type.googleapis.com/google.rpc.BadRequest", "fieldViolations": [violation]},)
    return Refused(400, "badRequest", message, front="INVALID_ARGUMENT", details=details)


def not_found() -> Refused:
    return Refused(404, "notFound", "Not Found")


def forbidden() -> Refused:
    return Refused(403, "forbidden", "Forbidden")


def needs_writer() -> Refused:
    return Refused(403, "requiredAccessLevel", "You need to have writer access to this calendar.", domain="calendar")


def duplicate() -> Refused:
    return Refused(409, "duplicate", "The requested identifier already exists.")


def deleted() -> Refused:
    return Refused(410, "deleted", "Resource has been deleted")


def full_sync_required() -> Refused:
    message = "Sync token is no longer valid, a full sync is required."
    return Refused(410, "fullSyncRequired", message, domain="calendar", location="syncToken")


def condition_not_met() -> Refused:
    return Refused(
        412, "conditionNotMet", "Precondition Failed", location="If-Match", location_type="header"
    )  # fmt: skip


def unauthorized(*, given: bool) -> Refused:
    """`given`: a token came along, and is none that counts."""
    realm = 'Bearer realm="https://accounts.google.com/"'
    if not given:
        message = "Request is missing required authentication credential. Expected OAuth 2 access token."
        return Refused(
            401, "required", message, location="Authorization", location_type="header", front="UNAUTHENTICATED",
            short="Login Required.", headers={"WWW-Authenticate": realm},
        )  # fmt: skip
    message = "Request had invalid authentication credentials. Expected OAuth 2 access token."
    return Refused(
        401, "authError", message, location="Authorization", location_type="header", front="UNAUTHENTICATED",
        short="Invalid Credentials", headers={"WWW-Authenticate": realm + ', error="invalid_token"'},
    )  # fmt: skip


def insufficient_scope(method: str, service: str = "calendar-json.googleapis.com") -> Refused:
    details = {
        "@type": "type.googleapis.com/google.rpc.ErrorInfo",
        "reason": "ACCESS_TOKEN_SCOPE_INSUFFICIENT",
        "domain": "googleapis.com",
        "metadata": {"service": service, "method": method},
    }
    return Refused(
        403, "insufficientPermissions", "Request had insufficient authentication scopes.", front="PERMISSION_DENIED",
        short="Insufficient Permission", details=(details,),
    )  # fmt: skip


def api_disabled(service: str = "calendar-json.googleapis.com") -> Refused:
    name = "Gmail" if service.startswith("gmail") else "Google Calendar"
    message = f"{name} API has not been used in project 1 before or it is disabled."
    details = {
        "@type": "type.googleapis.com/google.rpc.ErrorInfo",
        "reason": "SERVICE_DISABLED",
        "domain": "googleapis.com",
        "metadata": {"service": service, "consumer": "projects/1"},
    }
    return Refused(
        403, "accessNotConfigured", message, domain="usageLimits", front="PERMISSION_DENIED", details=(details,)
    )


_LIMITS = {
    "userRateLimitExceeded": (403, "User Rate Limit Exceeded"),
    "rateLimitExceeded": (403, "Rate Limit Exceeded"),
    "quotaExceeded": (403, "Calendar usage limits exceeded."),
    "dailyLimitExceeded": (403, "Daily Limit Exceeded"),
}


def limited(reason: str, status: int = 0, retry_after: str = "") -> Refused:
    """Over a limit: by default with 403; `rateLimitExceeded` comes with 429 as well."""
    usual, message = _LIMITS[reason]
    front = "RESOURCE_EXHAUSTED" if status == 429 else ""
    headers = {"Retry-After": retry_after} if retry_after else {}
    return Refused(status or usual, reason, message, domain="usageLimits", front=front, headers=headers)


_BROKEN = {500: "Internal Error", 502: "Bad Gateway", 503: "Service Unavailable", 504: "Gateway Timeout"}


def broken(status: int = 500) -> Refused:
    return Refused(status, "backendError", _BROKEN.get(status, "Backend Error"))
