"""`hedgerow review --svg FILE`."""

import os
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile

from hedgerow.cli.exits import Exit, Stop


def write_picture(path: Path, svg: str) -> None:
    """Whole, or the file stays as it was. Raises Stop."""
    try:
        _replace(path.resolve(), svg.encode())
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
