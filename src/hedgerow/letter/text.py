"""A page as plain text of 72 columns, complete: nothing the HTML says is missing."""

import unicodedata
from collections.abc import Iterable, Iterator

from hedgerow.letter.causes import CausesWords
from hedgerow.letter.hours import HoursWords
from hedgerow.letter.page import Full, Page
from hedgerow.letter.phrases import NBSP
from hedgerow.letter.strips import SIGNS, Look
from hedgerow.letter.titles import FSI, PDI
from hedgerow.letter.upcoming import UpcomingWords

COLUMNS = 72
EXPECTED = "Expected, not counted:"
_RIGHT_TO_LEFT = ("R", "AL")
_LEGEND = (
    f"{SIGNS[Look.WINDOW]} working hours   {SIGNS[Look.WORK]} work   {SIGNS[Look.INTRUDING]} work in your own time",
    f"{SIGNS[Look.KEPT]} protected, kept   {SIGNS[Look.MOVED]} moved   {SIGNS[Look.LOST]} lost",
)
_ON_CALL = f"   {SIGNS[Look.ON_CALL]} on call"


def render_text(page: Page) -> str:
    lines = [*_opening(page)]
    if page.full:
        lines += _full(page.full, page.expected)
    if page.upcoming:
        lines += _upcoming(page.upcoming)
    if page.full:
        lines += _heading("What the numbers mean")
        for definition in page.full.definitions:
            lines += _paragraph(f"{definition.term}: {definition.text}")
    lines += ["", "-" * COLUMNS]
    for paragraph in page.footer:
        lines += ["", *_paragraph(paragraph)]
    return _plain("\n".join(lines)) + "\n"


def _opening(page: Page) -> Iterator[str]:
    yield from ("HEDGEROW", page.week)
    said = [page.headline, page.lede, page.decision, *(f"{gap.what} {gap.why}" for gap in page.gaps), page.advice]
    for paragraph in [*said, f"{page.limits_summary} {page.quiet_numbers}".strip()]:
        if paragraph:
            yield from ("", *_paragraph(paragraph))
    if page.expected and not page.full:
        yield from ("", *_paragraph(f"{EXPECTED} {page.expected}"))
    yield from ("", *_paragraph(page.coverage))


def _full(full: Full, expected: str) -> Iterator[str]:
    yield from _figures(full)
    yield from _limits(full)
    yield from _hours(full.hours)
    yield from _causes(full.causes)
    if expected:
        yield from ("", *_paragraph(f"{EXPECTED} {expected}"))
    yield from _protected(full)


def _figures(full: Full) -> Iterator[str]:
    yield from _heading("The week in numbers")
    for figure in full.figures:
        yield from _paragraph(f"{figure.value} {figure.label}")
        facts = " · ".join(fact for fact in (figure.compared, figure.past, figure.limit) if fact)
        yield from _paragraph(f"  {facts}", "  ")


def _limits(full: Full) -> Iterator[str]:
    if full.limits:
        yield from _heading("Limits passed" if len(full.limits) > 1 else "Limit passed")
    for limit in full.limits:
        behind = f" {limit.behind}" if limit.behind else ""
        yield from _paragraph(f"* {limit.title}: {limit.measured}.{behind} {limit.source}.", "  ")


def _causes(causes: CausesWords) -> Iterator[str]:
    yield from _heading("Where work came in")
    yield from _paragraph(causes.summary)
    for cause in causes.told:
        yield from ("", *_paragraph(f"{cause.title}: {cause.minutes}"))
        yield from _paragraph(f"  {cause.when}", "  ")
        yield from _paragraph(f"  {cause.reason}", "  ")
    if causes.also:
        yield from ("", *_paragraph(f"Also: {causes.also}"))


def _protected(full: Full) -> Iterator[str]:
    if full.protected:
        yield from _heading("Protected time")
    for row in full.protected:
        for item in row.items:
            lead = f"{row.count}: " if item is row.items[0] else "  "
            why = f" – {item.why}" if item.why else ""
            yield from _paragraph(f"{lead}{item.what}{why}", "  ")


def _hours(hours: HoursWords) -> Iterator[str]:
    yield from _heading("Hour by hour")
    width = max(len(day.signs) for day in hours.days)
    yield f"     {hours.scale:<{width}}  taken"
    for day in hours.days:
        yield f"{day.name}  {day.signs:<{width}}  {day.taken}"
    first, second = _LEGEND
    yield from ("", f"{first}{_ON_CALL if hours.has_on_call else ''}", second)
    if hours.clock_change:
        yield from _paragraph(hours.clock_change)


def _upcoming(week: UpcomingWords) -> Iterator[str]:
    yield from _heading(f"The week ahead, {week.dates}")
    for open_ in week.open:
        yield from _paragraph(f"{open_.title}: {open_.state.lower()}")
        for said in (open_.when, open_.reason, open_.remedy):
            yield from _paragraph(f"  {said}", "  ") if said else ()
        yield ""
    if week.booked:
        yield from _paragraph(f"Booked: {week.booked}")
    if week.planned:
        yield from _paragraph(f"Planned, not yet in a calendar (“hedgerow apply” books them): {week.planned}")


def _heading(title: str) -> tuple[str, ...]:
    return ("", "", title.upper(), "")


def _paragraph(text: str, indent: str = "") -> Iterator[str]:
    """Lines of at most 72 columns; a word longer than that is cut."""
    lead = text[: len(text) - len(text.lstrip(" "))]
    line, used = lead, _width(lead)
    for word in _pieces(text.split(" "), COLUMNS - len(indent)):
        wide = _width(word)
        blank = "" if line in (lead, indent) else " "
        if used + len(blank) + wide > COLUMNS:
            yield line
            line, used, blank = indent, len(indent), ""
        line, used = f"{line}{blank}{word}", used + len(blank) + wide
    yield line


def _pieces(words: Iterable[str], most: int) -> Iterator[str]:
    for word in words:
        piece = ""
        for character in word:
            if _width(piece + character) > most:
                yield piece
                piece = ""
            piece += character
        if piece:
            yield piece


def _width(text: str) -> int:
    """Columns of a terminal: East Asian wide characters take two, marks and isolates none."""
    return sum(_column(character) for character in text)


def _column(character: str) -> int:
    if character in (FSI, PDI) or unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in ("W", "F") else 1


def _plain(text: str) -> str:
    """Isolates stay only around what needs them: a program that can't draw them shows boxes."""
    first, *rest = text.replace(NBSP, " ").split(FSI)
    return first + "".join(_isolate(part) for part in rest)


def _isolate(part: str) -> str:
    title, _, after = part.partition(PDI)
    if any(unicodedata.bidirectional(character) in _RIGHT_TO_LEFT for character in title):
        return f"{FSI}{title}{PDI}{after}"
    return f"{title}{after}"
