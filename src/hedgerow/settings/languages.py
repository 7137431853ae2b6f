"""The languages that there is a letter in: one for each catalogue, and English."""

import re
from pathlib import Path

import hedgerow

_CATALOGUES = Path(hedgerow.__file__).parent / "letter" / "languages"
_CODE = re.compile(r"([a-z]{2,3})(?:[-_]([a-z]{2}))?", re.IGNORECASE)


def language_of(text: str) -> str:
    """`de`, or with a country `de-AT`, in any case. Raises ValueError for any other."""
    known = sorted({"en", *(path.stem for path in _CATALOGUES.glob("*.po"))})
    code = _CODE.fullmatch(text.strip())
    if code is None or code[1].lower() not in known:
        raise ValueError(
            f"there is no letter in {text!r}; it can be written in {', '.join(known)}, each with or without a country,"
            " such as 'en-US'"
        )
    language, country = code[1].lower(), code[2]
    return f"{language}-{country.upper()}" if country else language
