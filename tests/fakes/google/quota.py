"""How much a user, a project and a calendar may take, in windows that slide with the server's clock."""

from collections import defaultdict, deque
from datetime import datetime, timedelta

from tests.fakes.google.access import Call
from tests.fakes.google.refusal import limited
from tests.fakes.google.state import State

_MINUTE, _SECOND = timedelta(minutes=1), timedelta(seconds=1)
_WRITES = ("insert", "update", "patch", "delete", "import", "move", "quickAdd", "clear")
PATCH_COSTS = 3


def cost(operation: str) -> int:
    return PATCH_COSTS if operation.endswith(".patch") else 1


def is_write(operation: str) -> bool:
    return operation.rpartition(".")[2] in _WRITES


class Meter:
    def __init__(self, state: State) -> None:
        self.state = state
        self._taken: dict[str, deque[tuple[datetime, int]]] = defaultdict(deque)

    def charge(self, call: Call) -> None:
        """Raises 403 or 429 where a limit is reached; what was refused counts as well."""
        modes, operation = self.state.modes, call.method.id
        units = cost(operation)
        user = self._spend(f"user {call.client} {call.account.email}", units, _MINUTE)
        project = self._spend(f"project {call.client}", units, _MINUTE)
        if _over(user, modes.per_minute_and_user):
            reason = "userRateLimitExceeded" if modes.rate_status == 403 else "rateLimitExceeded"
            raise limited(reason, modes.rate_status, modes.retry_after)
        if _over(project, modes.per_minute):
            raise limited("rateLimitExceeded", modes.rate_status, modes.retry_after)
        if is_write(operation):
            self._check_writes(call)

    def _check_writes(self, call: Call) -> None:
        modes, now = self.state.modes, self.state.clock.now()
        calendar = call.path.get("calendarId", "")
        if _over(self._spend(f"writes {call.account.email} {calendar}", 1, _SECOND), modes.writes_per_second):
            raise limited("rateLimitExceeded", 403, modes.retry_after)
        if modes.quota_hours and call.account.quota_until is None:
            call.account.quota_until = now + timedelta(hours=modes.quota_hours)
        if call.account.quota_until is not None and modes.quota_hours:
            if now < call.account.quota_until:
                raise limited("quotaExceeded")
            modes.quota_hours, call.account.quota_until = 0.0, None

    def _spend(self, whose: str, units: int, window: timedelta) -> int:
        """What was taken within the window, these units included."""
        now, taken = self.state.clock.now(), self._taken[whose]
        taken.append((now, units))
        while taken and now - taken[0][0] >= window:
            taken.popleft()
        return sum(each for _, each in taken)


def _over(taken: int, most: int | None) -> bool:
    return most is not None and taken > most
