"""Text that others wrote, made fit to stand inside our sentences.

A title leaves here between U+2068 and U+2069, so that an Arabic one can't turn the sentence around it; both are taken
out of the foreign text first, so each renderer can trust the marks it finds.
"""

import unicodedata
from dataclasses import dataclass

from hedgerow.core.fate import SHIFT
from hedgerow.core.occurrence import CalendarId
from hedgerow.letter.language import ENGLISH, Language

FSI, PDI = "\N{FIRST STRONG ISOLATE}", "\N{POP DIRECTIONAL ISOLATE}"
LONGEST = 80
_JOINERS = "\N{ZERO WIDTH JOINER}\N{ZERO WIDTH NON-JOINER}"
_SEPARATORS = ("Zl", "Zp", "Zs")
_UNSEEN = ("Cc", "Cf", "Cs", "Cn")


def clean(text: str, longest: int = LONGEST) -> str:
    """One line without control characters, bidi controls or lone surrogates, cut with an ellipsis."""
    spaced = "".join(" " if unicodedata.category(c) in _SEPARATORS or c.isspace() else c for c in text)
    seen = "".join(c for c in spaced if c in _JOINERS or unicodedata.category(c) not in _UNSEEN)
    line = " ".join(seen.split())
    if len(line) <= longest:
        return line
    return line[: longest - 1].rstrip(f" {_JOINERS}") + "…"


def isolate(text: str) -> str:
    return f"{FSI}{text}{PDI}"


@dataclass(frozen=True, slots=True)
class Titles:
    """Says titles, or what may be said in their place."""

    hidden: bool
    language: Language = ENGLISH

    def event(self, title: str, calendar: CalendarId) -> str:
        if self.hidden:
            return self.language.say("an event in {calendar}", calendar=isolate(clean(calendar)))
        return self._shown(title)

    def work(self, title: str) -> str:
        return self.language.say("a work event") if self.hidden else self._shown(title)

    def other(self, title: str) -> str:
        """A shift has no title that could be hidden."""
        if title == SHIFT:
            return self.language.say(SHIFT)
        return self.language.say("another event") if self.hidden else self._shown(title)

    def block(self, title: str) -> str:
        return self.language.say("a protected block") if self.hidden else self._shown(title)

    def quoted(self, said: str) -> str:
        """What was said above, inside a sentence; what stands in the place of a title needs no marks."""
        return self.language.say("“{title}”", title=said) if said.startswith(FSI) else said

    def _shown(self, title: str) -> str:
        cleaned = clean(title)
        return isolate(cleaned) if cleaned else self.language.say("untitled")
