"""`ports.SettingsFile`: the person's own hedgerow.toml."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from hedgerow.ports import Refused, Unavailable
from hedgerow.settings.edits import Edit, edit_settings, write_edit


@dataclass(frozen=True, slots=True)
class OwnFile:
    path: Path
    environ: Mapping[str, str]

    def edit(self, change: Callable[[str], str]) -> None:
        try:
            made = edit_settings(self.path, change, self.environ)
            if not isinstance(made, Edit):
                raise Refused(f"So changed, the settings would no longer load: {made[0]}. Nothing was written.")
            is_written = made.after == made.before or write_edit(made)
        except OSError as error:
            raise Refused(f"{self.path} can't be written ({error.strerror}): nothing was changed.") from error
        if not is_written:
            raise Unavailable(f"{self.path} was changed by another program meanwhile: nothing was written; try again.")
