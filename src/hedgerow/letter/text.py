"""A page as plain text of 72 columns, complete: nothing the HTML says is missing."""

import unicodedata
from collections.abc import Iterable, Iterator

from hedgerow.letter.causes import CausesWords
from hedgerow.letter.hours import HoursWords
from hedgerow.letter.language import Language
from hedgerow.letter.page import Full, Page
from hedgerow.letter.phrases import NBSP
from hedgerow.letter.strips import SIGNS, Look
from hedgerow.letter.titles import FSI, PDI
from hedgerow.letter.upcoming import UpcomingWords

COLUMNS = 72
_RIGHT_TO_LEFT = ("R", "AL")


def render_text(page: Page) -> str:
    lines = [*_opening(page)]
    if page.full:
        lines += _full(page.full, page)
    if page.upcoming:
        lines += _upcoming(page.upcoming, page.language)
    if page.full:
        lines += _heading(page.language.say("What the numbers mean"))
        for definition in page.full.definitions:
            lines += _paragraph(_led(definition.term, definition.text, page.language))
    lines += ["", "-" * COLUMNS]
    for paragraph in page.footer:
        lines += ["", *_paragraph(paragraph)]
    return _plain("\n".join(lines)) + "\n"


def _led(lead: str, text: str, language: Language) -> str:
    """`Booked: Run club`; some languages set a space before the colon."""
    return f"{language.say('{lead}:', lead=lead)} {text}"


def _opening(page: Page) -> Iterator[str]:
    yield from ("HEDGEROW", page.week)
    said = [page.headline, page.lede, page.decision, *(f"{gap.what} {gap.why}" for gap in page.gaps), page.advice]
    for paragraph in [*said, f"{page.limits_summary} {page.quiet_numbers}".strip()]:
        if paragraph:
            yield from ("", *_paragraph(paragraph))
    if page.expected and not page.full:
        yield from ("", *_paragraph(_expected(page)))
    yield from ("", *_paragraph(page.coverage))


def _expected(page: Page) -> str:
    return _led(page.language.say("Expected, not counted"), page.expected, page.language)


def _full(full: Full, page: Page) -> Iterator[str]:
    yield from _figures(full, page.language)
    yield from _limits(full, page.language)
    yield from _hours(full.hours, page.language)
    yield from _causes(full.causes, page.language)
    if page.expected:
        yield from ("", *_paragraph(_expected(page)))
    yield from _protected(full, page.language)


def _figures(full: Full, language: Language) -> Iterator[str]:
    yield from _heading(language.say("The week in numbers"))
    for figure in full.figures:
        yield from _paragraph(f"{figure.value} {figure.label}")
        facts = " · ".join(fact for fact in (figure.compared, figure.past, figure.limit) if fact)
        yield from _paragraph(f"  {facts}", "  ")


def _limits(full: Full, language: Language) -> Iterator[str]:
    if full.limits:
        yield from _heading(language.count("Limit passed", "Limits passed", len(full.limits)))
    for limit in full.limits:
        behind = f" {limit.behind}" if limit.behind else ""
        yield from _paragraph(f"* {_led(limit.title, limit.measured, language)}.{behind} {limit.source}.", "  ")


def _causes(causes: CausesWords, language: Language) -> Iterator[str]:
    yield from _heading(language.say("Where work came in"))
    yield from _paragraph(causes.summary)
    for cause in causes.told:
        yield from ("", *_paragraph(_led(cause.title, cause.minutes, language)))
        yield from _paragraph(f"  {cause.when}", "  ")
        yield from _paragraph(f"  {cause.reason}", "  ")
    if causes.also:
        yield from ("", *_paragraph(_led(language.say("Also"), causes.also, language)))


def _protected(full: Full, language: Language) -> Iterator[str]:
    if full.protected:
        yield from _heading(language.say("Protected time"))
    for row in full.protected:
        for item in row.items:
            why = f" – {item.why}" if item.why else ""
            said = f"{item.what}{why}"
            yield from _paragraph(_led(row.count, said, language) if item is row.items[0] else f"  {said}", "  ")


def _hours(hours: HoursWords, language: Language) -> Iterator[str]:
    yield from _heading(language.say("Hour by hour"))
    width, named = max(len(day.signs) for day in hours.days), max(len(day.name) for day in hours.days)
    yield f"{'':{named}}  {hours.scale:<{width}}  {language.say('taken')}"
    for day in hours.days:
        yield f"{day.name:<{named}}  {day.signs:<{width}}  {day.taken}"
    yield ""
    yield from _legend(hours, language)
    if hours.clock_change:
        yield from _paragraph(hours.clock_change)


def _legend(hours: HoursWords, language: Language) -> Iterator[str]:
    names = {
        Look.WINDOW: language.say("working hours"),
        Look.WORK: language.say("work"),
        Look.INTRUDING: language.say("work in your own time"),
        Look.ON_CALL: language.say("on call"),
        Look.KEPT: language.say("protected, kept"),
        Look.MOVED: language.say("moved"),
        Look.LOST: language.say("lost"),
    }
    signs = [f"{SIGNS[look]} {name}" for look, name in names.items() if look is not Look.ON_CALL or hours.has_on_call]
    line = signs[0]
    for each in signs[1:]:
        if _width(f"{line}   {each}") > COLUMNS:
            yield line
            line = each
        else:
            line = f"{line}   {each}"
    yield line


def _upcoming(week: UpcomingWords, language: Language) -> Iterator[str]:
    yield from _heading(f"{language.say('The week ahead')} · {week.dates}")
    for open_ in week.open:
        yield from _paragraph(_led(open_.title, open_.state, language))
        for said in (open_.when, open_.reason, open_.remedy):
            yield from _paragraph(f"  {said}", "  ") if said else ()
        yield ""
    if week.booked:
        yield from _paragraph(_led(language.say("Booked"), week.booked, language))
    if week.planned:
        lead = language.say("Planned, not yet in a calendar (“hedgerow apply” books them)")
        yield from _paragraph(_led(lead, week.planned, language))


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
