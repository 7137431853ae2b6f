"""Readers of a few lines of TOML, in a folder that holds nothing."""

from collections.abc import Mapping
from pathlib import Path

from hedgerow.settings.load import read_settings
from hedgerow.settings.values import Settings

NOWHERE = Path("/nowhere")
HOME = '[person]\ntime_zone = "Europe/Berlin"\n'
HOLDER = '[[calendars]]\nname = "blocks"\nkind = "file"\npath = "b.ics"\ndomains = ["self"]\nrole = "hold"\n'


def settings(text: str, environ: Mapping[str, str] | None = None, base: Path = NOWHERE) -> Settings:
    read = read_settings(text, "h.toml", base, environ or {})
    assert isinstance(read, Settings), "\n".join(str(problem) for problem in read)
    return read


def problems(text: str, environ: Mapping[str, str] | None = None, base: Path = NOWHERE) -> list[str]:
    read = read_settings(text, "h.toml", base, environ or {})
    assert isinstance(read, tuple), "nothing was wrong"
    return [str(problem) for problem in read]
