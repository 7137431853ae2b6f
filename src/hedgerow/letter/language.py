"""The words of one language: each text stands in the code in English, and in a catalogue for every other language."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Language:
    """Texts name their values in braces, so that a translation may order them anew."""

    code: str = "en"
    texts: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """Of each English text (of two for a number, the singular) its forms in this language."""

    def say(self, text: str, /, **values: object) -> str:
        said = self.texts.get(text, (text,))[0]
        return said.format(**values) if values else said

    def count(self, one: str, many: str, n: int, /, **values: object) -> str:
        """Says `one` or `many`, as the language would with `n`; both may name it as `{n}`."""
        forms = self.texts.get(one, (one, many))
        return forms[0 if n == 1 else -1].format(n=n, **values)


ENGLISH = Language()
