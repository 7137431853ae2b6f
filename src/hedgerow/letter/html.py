"""A page as HTML that stands on inline styles alone; the `<style>` that stays adds dark mode and small screens."""

from base64 import b64encode

from hedgerow.letter.page import Page
from hedgerow.letter.pictures.album import Album
from hedgerow.letter.reader import Letter
from hedgerow.letter.template import template


def render_html(page: Page, subject: str, album: Album | None = None) -> str:
    """Without an album, strips are drawn with cells of a table."""
    import css_inline  # noqa: PLC0415 - only a letter should pay for it

    inliner = css_inline.CSSInliner(load_remote_stylesheets=False, minify_css=True)
    return f"{inliner.inline(template('letter.html.jinja').render(page=page, subject=subject, album=album))}\n"


def with_pictures(letter: Letter) -> str:
    """For a browser, which finds no part of a mail by its Content-ID."""
    html = letter.html
    for picture in letter.pictures:
        html = html.replace(f'"cid:{picture.cid}"', f'"data:image/png;base64,{b64encode(picture.png).decode()}"')
    return html
