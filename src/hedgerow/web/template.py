"""The templates of the pages, with everything that is put into them escaped."""

from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from hedgerow.letter.reader import Reader


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("hedgerow.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def render(name: str, *, reader: Reader, **values: Any) -> str:
    language = reader.language
    return (
        _environment().get_template(name).render(say=language.say, code=language.code, dir=language.direction, **values)
    )
