"""Report → letter."""

from hedgerow.core.report import Report
from hedgerow.letter.html import render_html
from hedgerow.letter.page import word_page
from hedgerow.letter.parts import NO_PARTS, Parts
from hedgerow.letter.phrases import ends
from hedgerow.letter.pictures.album import draw_album
from hedgerow.letter.reader import Letter, Reader
from hedgerow.letter.text import render_text


def write_letter(report: Report, reader: Reader, parts: Parts = NO_PARTS) -> Letter:
    """The same bytes for the same report, reader and parts."""
    page = word_page(report, reader, parts)
    album = draw_album(report, reader) if page.full and reader.pictures else None
    first, last = ends(report.week, reader.language)
    subject = reader.language.say(
        "Your week {number}, {first} to {last}", number=report.week.number, first=first, last=last
    )
    html = render_html(page, subject, album)
    return Letter(str(report.week), subject, html, render_text(page), album.pictures if album else ())
