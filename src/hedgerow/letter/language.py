"""The words of one language: each text stands in the code in English, and in a catalogue for every other language.

A language is a file: a copy of one in `languages`, translated and named `pl.po`, makes `pl` and `pl-PL` languages of
the letter. Names of days and months, how a list is joined and which clock is read come from CLDR by way of Babel. Texts
are said as literals (`say`, `count`) or marked (`noted`); a test finds them and demands each of every catalogue.
"""

from dataclasses import dataclass, field
from functools import cache
from gettext import NullTranslations
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from babel import Locale

CATALOGUES = Path(__file__).parent / "languages"
_HOME = "en-GB"
"""What plain `en` is written as: a day before its month, a clock of 24 hours."""


def noted(text: str) -> str:
    """Marks a text that is said later, so that it is looked for in the catalogues; changes nothing."""
    return text


_SMALL = (
    noted("one"), noted("two"), noted("three"), noted("four"), noted("five"), noted("six"),
    noted("seven"), noted("eight"), noted("nine"), noted("ten"), noted("eleven"), noted("twelve"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Language:
    """Texts name their values in braces, so that a translation may order them anew."""

    code: str = "en"
    """Of a language, or of one as a country writes it: `de`, `de-AT` (BCP 47)."""
    texts: NullTranslations = field(default_factory=NullTranslations, compare=False)
    twelve_hours: bool | None = None
    """The clock; None for the usual one of the language or country."""

    def say(self, text: str, /, **values: object) -> str:
        said = self.texts.gettext(text)
        return said.format(**values) if values else said

    def count(self, one: str, many: str, n: int, /, **values: object) -> str:
        """Says `one` or `many`, as the language would with `n`; both may name it as `{n}`, and as `{number}` in words.

        Where none is a case of its own, it is a text of its own.
        """
        said = self.texts.ngettext(one, many, n)
        return said.format(n=self.figure(n), number=self.number(n), **values)

    def number(self, count: int) -> str:
        """In words from one to twelve."""
        return self.say(_SMALL[count - 1]) if 1 <= count <= len(_SMALL) else self.figure(count)

    def figure(self, count: int) -> str:
        """`1,204`, as the language groups its figures."""
        from babel.numbers import format_decimal  # noqa: PLC0415 - see `locale`

        return str(count) if abs(count) < 1000 else format_decimal(count, locale=self.locale)

    @property
    def locale(self) -> "Locale":
        """By CLDR; of the language alone where the country is not known to it. Imported when first asked for."""
        return _locale(self.code)

    @property
    def direction(self) -> str:
        """`ltr` or `rtl`, for `dir` of HTML."""
        return self.locale.text_direction

    @property
    def is_twelve_hours(self) -> bool:
        """CLDR's pattern names the half of the day by one of these letters; words in it stand between quotes."""
        if self.twelve_hours is not None:
            return self.twelve_hours
        letters = self.locale.time_formats["short"].pattern.split("'")[::2]
        return any(half_day in part for part in letters for half_day in "abB")


ENGLISH = Language()


def language_of(code: str, folder: Path = CATALOGUES, *, twelve_hours: bool | None = None) -> Language:
    """Raises ValueError for a language that has no catalogue in `folder`."""
    name = code.replace("_", "-")
    base = name.partition("-")[0].lower()
    if base not in known_languages(folder):
        raise ValueError(f"there is no letter in {code!r}")
    return Language(name, NullTranslations() if base == "en" else _catalogue(folder / f"{base}.po"), twelve_hours)


def known_languages(folder: Path = CATALOGUES) -> tuple[str, ...]:
    return tuple(sorted({"en", *(path.stem for path in folder.glob("*.po"))}))


@cache
def _catalogue(path: Path) -> NullTranslations:
    """Compiled in memory: what is read is what translators write, and plural rules are those of its header."""
    from gettext import GNUTranslations  # noqa: PLC0415 - an English letter needs none
    from io import BytesIO  # noqa: PLC0415

    from babel.messages.mofile import write_mo  # noqa: PLC0415
    from babel.messages.pofile import read_po  # noqa: PLC0415

    compiled = BytesIO()
    with path.open("rb") as file:
        write_mo(compiled, read_po(file, locale=path.stem))
    compiled.seek(0)
    return GNUTranslations(compiled)


@cache
def _locale(code: str) -> "Locale":
    from babel import Locale, UnknownLocaleError  # noqa: PLC0415 - most commands name no day

    try:
        return Locale.parse(_HOME if code == "en" else code, sep="-")
    except UnknownLocaleError:
        return Locale.parse(code.partition("-")[0])
