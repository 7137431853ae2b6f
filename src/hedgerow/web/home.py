"""Whose pages they are, as that is at the moment: settings may change while pages are shown."""

from collections.abc import Callable
from dataclasses import dataclass

from hedgerow.flows.household import Household
from hedgerow.flows.weekly import reader_of
from hedgerow.letter.language import noted
from hedgerow.letter.reader import Reader
from hedgerow.ports import Refused
from hedgerow.ports.links import Links


@dataclass(frozen=True, slots=True)
class Home:
    current: Callable[[], Household]

    @property
    def household(self) -> Household:
        return self.current()

    @property
    def links(self) -> Links:
        """Raises Refused once they are switched off."""
        links = self.current().links
        if links is None:
            raise Refused(noted("Links are switched off in the settings."))
        return links

    @property
    def reader(self) -> Reader:
        settings = self.current().settings
        return reader_of(settings, settings.boundary)
