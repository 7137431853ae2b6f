"""Changes of the person's settings file, made by a command."""

import os
from collections.abc import Callable

from hedgerow.cli.context import Context
from hedgerow.cli.exits import Exit, Stop
from hedgerow.settings.edits import Edit, edit_settings, write_edit
from hedgerow.settings.load import find_settings

_TRIES = 3
_CHANGED = "{} was changed by another program meanwhile: nothing was written; try again."


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


def text_of(context: Context) -> str:
    """What the file says at this moment."""
    path = find_settings(context.config, os.environ)
    assert path is not None, "they were just read"
    return path.read_bytes().decode("utf-8-sig")


def change(context: Context, change: Callable[[str], str]) -> Edit:
    """Written at once; made anew from what another program wrote meanwhile. Raises Stop when it can't be done."""
    for _ in range(_TRIES):
        edit = edit_of(context, change)
        if _is_written(edit):
            return edit
    raise Stop(Exit.FAILED, _CHANGED.format(edit.path))


def write(edit: Edit) -> None:
    """Raises Stop when it can't be done; an edit that changes nothing is done."""
    if not _is_written(edit):
        raise Stop(Exit.FAILED, _CHANGED.format(edit.path))


def _is_written(edit: Edit) -> bool:
    try:
        return edit.after == edit.before or write_edit(edit)
    except OSError as error:
        raise Stop(Exit.FAILED, f"{edit.path} can't be written ({error.strerror}): nothing was changed.") from error
