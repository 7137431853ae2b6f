"""`hedgerow review --svg FILE`."""

import os
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile

from hedgerow.cli.exits import Exit, Stop
from hedgerow.core.history import WeekRecord
from hedgerow.letter.language import Language
from hedgerow.letter.year import draw_year


def write_picture(path: Path, records: Sequence[WeekRecord], language: Language) -> None:
    """Whole, or the file stays as it was; in the language of the letter, as it is looked at beside it. Raises Stop."""
    try:
        _replace(path.resolve(), draw_year(records, language).encode())
    except OSError as error:
        reason = (error.strerror or "it is not clear why").lower()
        raise Stop(Exit.FAILED, f"The picture could not be written to {path}: {reason}.") from error


def _replace(path: Path, content: bytes) -> None:
    with NamedTemporaryFile(dir=path.parent, prefix=".", suffix=".new", delete=False) as new:
        fresh = Path(new.name)
        try:
            new.write(content)
            new.flush()
            os.fsync(new.fileno())
            fresh.replace(path)
        except OSError:
            with suppress(FileNotFoundError):
                fresh.unlink()
            raise
