"""hedgerow.toml in memory."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass
class MemorySettingsFile:
    text: str = ""

    def edit(self, change: Callable[[str], str]) -> None:
        self.text = change(self.text)
