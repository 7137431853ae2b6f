"""A Google calendar gives what the same events in a file give, whatever Google's mood."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from hedgerow.adapters.google.source import GoogleSource
from tests.adapters.contract_source import ANNA, BROKEN, MEETING, WEEK, WORK, Make, SourceContract
from tests.adapters.google.bench import Bench, session_at
from tests.adapters.google.icalendar_in_google import EMAIL, fill
from tests.adapters.ics.calendars import calendar
from tests.agenda import BERLIN
from tests.fakes.google import GoogleServer
from tests.fakes.google.modes import Modes
from tests.fakes.google.state import State


def strict(modes: Modes) -> None:
    modes.strict = True


def lenient(modes: Modes) -> None:
    modes.strict = False


def lossy(modes: Modes) -> None:
    modes.lossy()


def anna(state: State) -> None:
    state.account(EMAIL, "Europe/Berlin")


@pytest.fixture(params=[strict, lenient, lossy])
def make(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Make]:
    mood: Callable[[Modes], None] = request.param
    with ExitStack() as opened:

        def made(body: bytes) -> GoogleSource:
            server = opened.enter_context(GoogleServer(anna))
            fill(server, body)
            server.clock.advance(hours=1)
            mood(server.modes)
            session, waits, clock = opened.enter_context(session_at(server, email=EMAIL))
            held = Bench(server, session, waits, clock, tmp_path).collection(EMAIL)
            return GoogleSource(WORK, held, BERLIN, ANNA)

        yield made


class TestGoogleSource(SourceContract):
    def test_a_broken_event_is_said_and_hides_no_other(self, make: Make) -> None:
        """There is no line to name."""
        reading = make(calendar(BROKEN, MEETING)).read(WEEK)
        assert reading.seen
        assert [occurrence.title for occurrence in reading.occurrences] == ["Meeting"]
        [broken] = reading.unreadable
        assert (broken.calendar, broken.uid, broken.line) == (WORK, "broken", 0)
        assert broken.reason == "It starts at an hour and ends on a day."
