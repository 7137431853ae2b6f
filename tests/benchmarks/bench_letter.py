"""A whole letter with all its pictures, written and composed as the first one of a process after its imports."""

from time import process_time

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from hedgerow.letter.message import compose_message
from hedgerow.letter.pictures.picture import draw
from hedgerow.letter.write import write_letter
from tests.letter.dressed import PARTS, WHOLE
from tests.letter.reports import READER
from tests.letter.test_message import ENVELOPE


@pytest.mark.benchmark(timer=process_time)
def test_a_whole_letter_with_its_pictures(benchmark: BenchmarkFixture) -> None:
    def compose() -> bytes:
        draw.cache_clear()
        return compose_message(write_letter(WHOLE, READER, PARTS), ENVELOPE).as_bytes()

    message = benchmark.pedantic(compose, rounds=15, warmup_rounds=1)  # type: ignore[no-untyped-call]
    letter = write_letter(WHOLE, READER, PARTS)
    benchmark.extra_info["bytes"] = {
        "html": len(letter.html.encode()),
        "text": len(letter.text.encode()),
        "pictures": sum(len(picture.png) for picture in letter.pictures),
        "message": len(message),
    }
