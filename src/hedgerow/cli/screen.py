"""Showing a page to the person who runs the command."""

import os
import sys
import webbrowser


def show_page(url: str) -> bool:
    """Whether a browser was asked to; without a screen one of the terminal would open and take it over."""
    has_screen = sys.platform in ("darwin", "win32") or any(
        map(os.environ.get, ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER"))
    )
    return has_screen and webbrowser.open(url)
