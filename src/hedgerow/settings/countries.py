"""Names of countries and their subdivisions, as the library `holidays` knows them: readers that raise ValueError.

It is imported where it is needed: it takes a tenth of a second that a life without public holidays does not need.
"""

from collections.abc import Mapping

from hedgerow.settings.notation import guess

_SAID_AT_MOST = 20


def country_of(text: str) -> str:
    """The code of two letters, for that or another code of the country (`UK`, `DEU`), in any case."""
    from holidays.registry import COUNTRIES  # noqa: PLC0415 - see above

    codes = {code: entry[1] for entry in COUNTRIES.values() for code in entry[1:] if len(code) <= 3}
    named = {name.replace("_", " "): entry[1] for name, entry in COUNTRIES.items()}
    if text.strip().upper() not in codes:
        hint = _meant(text, named, codes) or "; write its two letters, such as 'DE'"
        raise ValueError(f"no public holidays are known for a country {text!r}{hint}")
    return codes[text.strip().upper()]


def subdivision_of(country: str, text: str) -> str:
    """Its code, or the name that the library has for it, in any case. `country` is one that is known."""
    from holidays import country_holidays  # noqa: PLC0415 - see above

    known = country_holidays(country)
    codes = {code.upper(): code for code in known.subdivisions}
    named = {name: codes[code.upper()] for name, code in known.subdivisions_aliases.items()}
    by_name = {name.casefold(): code for name, code in named.items()}
    wanted = text.strip()
    if not codes:
        raise ValueError(f"{country} has the same public holidays everywhere; leave this out")
    found = codes.get(wanted.upper()) or by_name.get(wanted.casefold())
    if not found:
        hint = _meant(text, named, codes) or f"; it has {_listed([*codes.values()])}"
        raise ValueError(f"{country} has no subdivision {text!r}{hint}")
    return found


def _meant(text: str, named: Mapping[str, str], codes: Mapping[str, str]) -> str:
    name = guess(text.strip(), named)
    code = named[name] if name else guess(text.strip(), codes)
    return f"; did you mean {code!r}?" if code else ""


def _listed(codes: list[str]) -> str:
    more = ["…"] if len(codes) > _SAID_AT_MOST else []
    return ", ".join([*codes[:_SAID_AT_MOST], *more])
