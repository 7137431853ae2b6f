"""Changes of the person's settings file, made by a command."""

import os
from collections.abc import Callable

from hedgerow.cli.context import Context
from hedgerow.cli.exits import Exit, Stop
from hedgerow.settings.edits import Edit, edit_settings, write_edit
from hedgerow.settings.load import find_settings


def edit_of(context: Context, change: Callable[[str], str]) -> Edit:
    """Nothing is written yet. Raises Stop when the settings would no longer load."""
    path = find_settings(context.config, os.environ)
    assert path is not None, "they were just read"
    edit = edit_settings(path, change, os.environ)
    if not isinstance(edit, Edit):
        raise Stop(
            Exit.NOT_CONFIGURED,
            "So changed, the settings would no longer load:",
            *map(str, edit),
            "Nothing was written.",
        )
    return edit


def write(edit: Edit) -> None:
    """Raises Stop when it can't be done; an edit that changes nothing is done."""
    try:
        is_written = edit.after == edit.before or write_edit(edit)
    except OSError as error:
        raise Stop(Exit.FAILED, f"{edit.path} can't be written ({error.strerror}): nothing was changed.") from error
    if not is_written:
        raise Stop(
            Exit.FAILED, f"{edit.path} was changed by another program meanwhile: nothing was written; try again."
        )
