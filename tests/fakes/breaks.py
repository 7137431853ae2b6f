"""A pause in memory; tests/adapters/contract_breaks.py holds for it and for the real one."""

from dataclasses import dataclass

from hedgerow.ports import Pause


@dataclass
class MemoryBreaks:
    paused: Pause | None = None

    def pause(self) -> Pause | None:
        return self.paused

    def set_pause(self, pause: Pause | None) -> None:
        self.paused = pause
