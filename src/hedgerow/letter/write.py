"""Report → letter."""

from hedgerow.core.report import Report
from hedgerow.letter.html import render_html
from hedgerow.letter.page import word_page
from hedgerow.letter.phrases import ends
from hedgerow.letter.reader import Letter, Reader
from hedgerow.letter.text import render_text


def write_letter(report: Report, reader: Reader) -> Letter:
    """The same bytes for the same report and reader."""
    page = word_page(report, reader)
    first, last = ends(report.week, reader.language)
    subject = reader.language.say(
        "Your week {number}, {first} to {last}", number=report.week.number, first=first, last=last
    )
    return Letter(str(report.week), subject, render_html(page, subject), render_text(page))
