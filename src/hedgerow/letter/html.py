"""A page as HTML that stands on inline styles alone; the `<style>` that stays adds dark mode and small screens."""

from functools import cache
from typing import TYPE_CHECKING

from hedgerow.letter.page import Page
from hedgerow.letter.titles import FSI, PDI

if TYPE_CHECKING:
    from jinja2 import Template


def render_html(page: Page, subject: str) -> str:
    import css_inline  # noqa: PLC0415 - only a letter should pay for it

    inliner = css_inline.CSSInliner(load_remote_stylesheets=False, minify_css=True)
    return f"{inliner.inline(_template().render(page=page, subject=subject))}\n"


@cache
def _template() -> "Template":
    from jinja2 import Environment, PackageLoader, StrictUndefined  # noqa: PLC0415 - a tenth of a second

    environment = Environment(
        loader=PackageLoader("hedgerow.letter"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["isolated"] = _isolated
    return environment.get_template("letter.html.jinja")


def _isolated(text: str) -> str:
    """Isolates that mail programs know: `dir=auto` on a span, where `bdi` is often taken out."""
    from markupsafe import Markup, escape  # noqa: PLC0415 - comes with Jinja

    return escape(text).replace(FSI, Markup('<span dir="auto">')).replace(PDI, Markup("</span>"))
