"""Block calendars at Google, whatever its mood."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.adapters.contract_block_calendar import BlockCalendarContract
from tests.adapters.google.block_bench import BlockBench, block_bench
from tests.adapters.google.test_source import lenient, lossy, strict
from tests.fakes.google.modes import Modes


class TestGoogle(BlockCalendarContract):
    @pytest.fixture(params=[strict, lenient, lossy])
    def bench(self, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[BlockBench]:
        mood: Callable[[Modes], None] = request.param
        with block_bench(tmp_path) as held:
            mood(held.server.modes)
            yield held
