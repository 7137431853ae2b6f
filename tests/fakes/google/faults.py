"""Faults that stand before the server, and scripts that choose the fault of each request.

server.faults.next("events.insert", drop_after)      # the next one is done, and nobody hears of it
server.faults.always("events.list", fails(503))
server.faults.seeded(7, 0.2)                          # one in five, the same ones at every run
"""

import json
import random  # noqa: TID251 - chance from a seed, so that a run can be had again
from collections.abc import Callable, Sequence
from dataclasses import replace

from tests.fakes.google.refusal import Refused, broken, full_sync_required, limited
from tests.fakes.google.replies import html, refusal
from tests.fakes.google.wire import Answer, Dropped, Request

Backend = Callable[[Request], Answer]
Fault = Callable[[Request, Backend], Answer | Dropped]
Choice = Callable[[str, Request], Fault | None]
"""By the operation, such as `events.list` or `token`."""


def sound(request: Request, backend: Backend) -> Answer | Dropped:
    return backend(request)


def drop_before(request: Request, backend: Backend) -> Answer | Dropped:
    """Closed without an answer and without anything done."""
    return Dropped()


def drop_after(request: Request, backend: Backend) -> Answer | Dropped:
    """Done, and closed without an answer: what httplib2 sends again by itself."""
    backend(request)
    return Dropped()


def reset_before(request: Request, backend: Backend) -> Answer | Dropped:
    return Dropped(reset=True)


def reset_after(request: Request, backend: Backend) -> Answer | Dropped:
    backend(request)
    return Dropped(reset=True)


def truncated(request: Request, backend: Backend) -> Answer | Dropped:
    return replace(backend(request), cut=True)


def portal(request: Request, backend: Backend) -> Answer | Dropped:
    """The page of a hotel's network, with 200."""
    return html(200, "<h1>Welcome to the hotel</h1><p>Please accept the terms.</p>")


def bad_gateway(request: Request, backend: Backend) -> Answer | Dropped:
    return html(502, "<h1>502</h1><p>The server encountered a temporary error.</p>")


def refuses(refused: Refused) -> Fault:
    """Answers so and does nothing."""
    return named(f"refuses_{refused.status}_{refused.reason}", lambda _request, _backend: refusal(refused))


def fails(status: int, retry_after: str = "") -> Fault:
    refused = limited("rateLimitExceeded", 429, retry_after) if status == 429 else broken(status)
    refused.headers = {"Retry-After": retry_after} if retry_after else {}
    return refuses(refused)


def fails_after(status: int) -> Fault:
    """Does it, and says that it failed."""

    def fault(request: Request, backend: Backend) -> Answer | Dropped:
        backend(request)
        return refusal(broken(status))

    return named(f"fails_{status}_after", fault)


def slow(seconds: float) -> Fault:
    """Done at once, and answered late."""
    return named(f"slow_{seconds}", lambda request, backend: replace(backend(request), delay=seconds))


def gone(request: Request, backend: Backend) -> Answer | Dropped:
    """410 to a list that named a sync token; everything else is answered."""
    asks = any(name == "syncToken" for name, _ in request.query)
    return refusal(full_sync_required()) if asks else backend(request)


def empty_list(request: Request, backend: Backend) -> Answer | Dropped:
    """A list without one event in it, as if all were deleted."""
    answer = backend(request)
    if not _lists(request) or answer.status != 200:
        return answer
    return replace(answer, body=json.dumps(json.loads(answer.body) | {"items": []}).encode())


def stale_lists() -> Fault:
    """What the same question was first answered, whatever has changed since. Remembers, so ask for it once."""
    first: dict[str, Answer] = {}

    def stale_list(request: Request, backend: Backend) -> Answer | Dropped:
        answer = backend(request)
        return first.setdefault(request.target, answer) if _lists(request) else answer

    return stale_list


def _lists(request: Request) -> bool:
    return request.method == "GET" and request.path.endswith("/events")


def named(name: str, fault: Fault) -> Fault:
    fault.__name__ = name
    return fault


KINDS: tuple[Fault, ...] = (
    drop_before, drop_after, drop_after, reset_before, reset_after, truncated, bad_gateway, fails(500), fails(503),
    fails_after(500), fails_after(503), fails(429, "1"), refuses(limited("userRateLimitExceeded")), gone,
)  # fmt: skip
"""What Google or anything on the way may do. A list that lies is not among them: ask for it by name."""


class Faults:
    def __init__(self) -> None:
        self._next: list[tuple[str, Fault]] = []
        self._always: list[tuple[str, Fault]] = []
        self.choose: Choice = lambda _operation, _request: None
        """Asked last."""

    def next(self, operation: str, *faults: Fault) -> None:
        """The next requests of the operation fare so, one after the other. `*` is any, `events.*` any of a group."""
        self._next += [(operation, fault) for fault in faults]

    def always(self, operation: str, fault: Fault) -> None:
        self._always.append((operation, fault))

    def seeded(self, seed: int, share: float, kinds: Sequence[Fault] = KINDS, operation: str = "*") -> None:
        """Out of a hundred requests `share * 100` fare so, by the seed and their number."""
        chance = random.Random(seed)

        def choose(asked: str, _request: Request) -> Fault | None:
            return chance.choice(kinds) if _is(operation, asked) and chance.random() < share else None

        self.choose = choose

    def clear(self) -> None:
        self.__init__()  # type: ignore[misc]

    def of(self, operation: str, request: Request) -> Fault:
        for at, (wanted, fault) in enumerate(self._next):
            if _is(wanted, operation):
                del self._next[at]
                return fault
        lasting = next((fault for wanted, fault in self._always if _is(wanted, operation)), None)
        return lasting or self.choose(operation, request) or sound


def _is(wanted: str, operation: str) -> bool:
    group, star, _ = wanted.partition("*")
    return operation.startswith(group) if star else operation == wanted
