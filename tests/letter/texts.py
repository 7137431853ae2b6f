"""What a catalogue has to hold: every text that the letter says, found in its source as `pybabel extract` would."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po

import hedgerow
from hedgerow.core.behind import SHIFTS
from hedgerow.core.fate import SHIFT
from hedgerow.core.limits import LIMITS
from hedgerow.letter.language import CATALOGUES, Language, language_of

SOURCE = Path(hedgerow.__file__).parent
SPOKEN = ("letter", "flows", "web", "adapters/links.py")
"""Where the reader's language is spoken."""
KEYWORDS = {"say": None, "noted": None, "count": (1, 2)}
FROM_CORE = (SHIFT, SHIFTS, *(text for rule in LIMITS for text in (rule.title, rule.source)))
"""Said by the letter, written where the limits are."""
_IN_TEMPLATE = re.compile(r"\b(say|count)\(\s*\"((?:[^\"\\]|\\.)*)\"(?:,\s*\"((?:[^\"\\]|\\.)*)\")?")
_UNSAID = tuple(f'"{name}' for name in ("Project-", "Report-", "POT-", "PO-", "Last-", "Language-Team", "Generated-"))
"""Of the header of a catalogue: what would change with whoever wrote it when."""
_PLACEHOLDER = re.compile(r"{(\w+)}")


@dataclass(frozen=True, slots=True)
class Text:
    one: str
    many: str = ""
    """Empty for a text without a number."""

    @property
    def id(self) -> str | tuple[str, str]:
        return (self.one, self.many) if self.many else self.one


@cache
def spoken_texts() -> tuple[Text, ...]:
    """In the order of the source, each once."""
    return tuple(dict.fromkeys([*_in_source(), *_in_templates(), *(Text(text) for text in FROM_CORE)]))


def source_files() -> Iterator[Path]:
    return _files("*.py")


def _in_source() -> Iterator[Text]:
    for path in source_files():
        with path.open("rb") as file:
            for _, said, _, _ in extract("python", file, keywords=KEYWORDS, options={"encoding": "utf-8"}):
                yield Text(*said) if isinstance(said, tuple) else Text(said)


def _in_templates() -> Iterator[Text]:
    for path in _files("*.jinja"):
        for _, one, many in _IN_TEMPLATE.findall(path.read_text(encoding="utf-8")):
            yield Text(one, many)


def _files(pattern: str) -> Iterator[Path]:
    for folder in SPOKEN:
        path = SOURCE / folder
        yield from sorted(path.rglob(pattern)) if path.is_dir() else [path] if path.match(pattern) else []


def catalogue(code: str) -> Catalog:
    with (CATALOGUES / f"{code}.po").open("rb") as file:
        return read_po(file, locale=code)


def renewed(code: str) -> str:
    """The catalogue as it would be written now: new texts without words, and none that is not said any more."""
    held = catalogue(code)
    made = Catalog(locale=code, header_comment=held.header_comment, fuzzy=False)
    for text in spoken_texts():
        message = held.get(text.id)
        made.add(text.id, message.string if message else "")
    file = BytesIO()
    write_po(file, made, width=110, no_location=True)
    lines = file.getvalue().decode().rstrip().split("\n")
    return "\n".join(line for line in lines if not line.startswith(_UNSAID)) + "\n"


def forms_of(message: Message) -> tuple[str, ...]:
    """The translations; of a text with a number, one for each form of the language."""
    return (message.string,) if isinstance(message.string, str) else tuple(message.string or ())


def placeholders(text: str) -> frozenset[str]:
    return frozenset(_PLACEHOLDER.findall(text))


def written(folder: Path, code: str, texts: Mapping[str, str | tuple[str, ...]]) -> Language:
    """A language of the given texts; those with a number are keyed by their singular."""
    made = Catalog(locale=code)
    for text in spoken_texts():
        if text.one in texts:
            made.add(text.id, texts[text.one])
    with (folder / f"{code}.po").open("wb") as file:
        write_po(file, made)
    return language_of(code, folder)


GREEK = "αβγδεζηθικλμνξοπρστυφχψωαβ"
_LATIN = str.maketrans("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ", GREEK + GREEK.replace("ς", "σ").upper())


def greek(text: str) -> str:
    """The text in other letters: what a letter says beside the catalogue stays Latin and is seen."""
    return re.sub(r"[^{}]+(?![^{]*})", lambda part: part[0].translate(_LATIN), text)


def greek_of(folder: Path) -> Language:
    """Every text in Greek letters, with the days and months of Greek."""
    return written(
        folder,
        "el",
        {text.one: (greek(text.one), greek(text.many)) if text.many else greek(text.one) for text in spoken_texts()},
    )
