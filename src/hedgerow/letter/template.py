"""The templates beside this module, with everything that is put into them escaped."""

from functools import cache
from typing import TYPE_CHECKING

from hedgerow.letter.phrases import sentence
from hedgerow.letter.titles import FSI, PDI

if TYPE_CHECKING:
    from jinja2 import Template


@cache
def template(name: str) -> "Template":
    from jinja2 import Environment, PackageLoader, StrictUndefined  # noqa: PLC0415 - a tenth of a second

    environment = Environment(
        loader=PackageLoader("hedgerow.letter"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["isolated"] = _isolated
    environment.filters["sentence"] = sentence
    return environment.get_template(name)


def _isolated(text: str) -> str:
    """Isolates that mail programs know: `dir=auto` on a span, where `bdi` is often taken out."""
    from markupsafe import Markup, escape  # noqa: PLC0415 - comes with Jinja

    return escape(text).replace(FSI, Markup('<span dir="auto">')).replace(PDI, Markup("</span>"))
