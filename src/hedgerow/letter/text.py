"""A page as plain text of 72 columns, complete: nothing the HTML says is missing."""

import unicodedata
from collections.abc import Iterable, Iterator

from hedgerow.letter.causes import CausesWords
from hedgerow.letter.hours import HoursWords
from hedgerow.letter.language import Language
from hedgerow.letter.page import Full, Page
from hedgerow.letter.parts import ActionLink
from hedgerow.letter.phrases import NBSP, joined
from hedgerow.letter.strips import SIGNS
from hedgerow.letter.text_parts import (
    asks_first,
    change_title,
    domains_lines,
    linked,
    offer_lines,
    policy_lines,
    questions_lines,
)
from hedgerow.letter.titles import FSI, PDI
from hedgerow.letter.upcoming import UpcomingWords

COLUMNS = 72
_RIGHT_TO_LEFT = ("R", "AL")


def render_text(page: Page) -> str:
    lines = [*_opening(page)]
    if page.full:
        lines += _full(page.full, page)
    if page.upcoming:
        lines += _upcoming(page.upcoming, page)
    if page.full:
        lines += _cycle(page.full, page.language)
        lines += _heading(page.language.say("What the numbers mean"))
        for definition in page.full.definitions:
            lines += _paragraph(_led(definition.term, definition.text, page.language))
    lines += ["", "-" * COLUMNS]
    for paragraph in page.footer:
        lines += ["", *_paragraph(paragraph)]
    if page.links.footer:
        lines += ["", *_wrapped((asks_first(page.language), *linked(page.links.footer, page.language)))]
    return _plain("\n".join(lines)) + "\n"


def _led(lead: str, text: str, language: Language) -> str:
    """`Booked: Run club`; some languages set a space before the colon."""
    return joined(language.say("{lead}:", lead=lead), text)


def _opening(page: Page) -> Iterator[str]:
    yield from ("HEDGEROW", page.week)
    gaps = [f"{gap.what} {gap.why}" for gap in page.gaps]
    numbers = joined(page.limits_summary, page.quiet_numbers)
    for paragraph in (page.headline, page.lede, page.most, page.decision, *gaps, page.advice, numbers):
        if paragraph:
            yield from ("", *_paragraph(paragraph))
        if paragraph and paragraph is page.decision and page.links.plan:
            yield from _wrapped(
                linked((ActionLink(page.language.say("Open the plan"), page.links.plan),), page.language)
            )
    if page.expected and not page.full:
        yield from ("", *_paragraph(_expected(page)))
    yield from ("", *_paragraph(page.coverage))


def _expected(page: Page) -> str:
    return _led(page.language.say("Expected, not counted"), page.expected, page.language)


def _full(full: Full, page: Page) -> Iterator[str]:
    yield from _figures(full, page.language)
    yield from _limits(full, page.language)
    yield from _hours(full.hours, page.language)
    yield from _causes(full.causes, page)
    if page.expected:
        yield from ("", *_paragraph(_expected(page)))
    yield from _protected(full, page.language)
    if full.domains:
        yield from _heading(page.language.say("Work, home, community, self"))
        yield from _wrapped(domains_lines(full.domains))
    if full.weighed:
        yield from _heading(page.language.say("To weigh anew"))
    for line in full.weighed:
        yield from _paragraph(f"* {line}", "  ")


def _cycle(full: Full, language: Language) -> Iterator[str]:
    if full.questions:
        count = len(full.questions.questions)
        yield from _heading(language.count("One question", "{number} questions", count))
        yield from _wrapped(questions_lines(full.questions, language))
    if full.policy:
        yield from _heading(change_title(full.policy, language))
        yield from _wrapped(policy_lines(full.policy, language))


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


def _causes(causes: CausesWords, page: Page) -> Iterator[str]:
    language, links = page.language, page.links
    yield from _heading(language.say("Where work came in"))
    yield from _paragraph(causes.summary)
    for cause, actions in zip(causes.told, links.causes, strict=False):
        yield from ("", *_paragraph(_led(cause.title, cause.minutes, language)))
        yield from _paragraph(f"  {cause.when}", "  ")
        yield from _paragraph(f"  {cause.reason}", "  ")
        yield from _wrapped(linked(actions, language))
    if causes.also:
        yield from ("", *_paragraph(_led(language.say("Also"), causes.also, language)))
        if links.all_causes:
            yield from _wrapped(linked((ActionLink(language.say("See all of them"), links.all_causes),), language))


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
    taken = language.say("taken")
    yield f"{'':{named}}  {hours.scale:<{width}}  {taken}"
    for day in hours.days:
        yield f"{day.name:<{named}}  {day.signs:<{width}}  {day.taken}"
    yield ""
    yield from _legend(hours)
    if hours.clock_change:
        yield from _paragraph(hours.clock_change)


def _legend(hours: HoursWords) -> Iterator[str]:
    signs = [f"{SIGNS[look]} {name}" for look, name in hours.legend]
    line = signs[0]
    for each in signs[1:]:
        if _width(f"{line}   {each}") > COLUMNS:
            yield line
            line = each
        else:
            line = f"{line}   {each}"
    yield line


def _upcoming(week: UpcomingWords, page: Page) -> Iterator[str]:
    language = page.language
    ahead = language.say("The week ahead")
    yield from _heading(f"{ahead} · {week.dates}")
    for open_, actions in zip(week.open, page.links.open, strict=True):
        yield from _paragraph(_led(open_.title, open_.state, language))
        for said in (open_.when, open_.reason, open_.remedy):
            yield from _paragraph(f"  {said}", "  ") if said else ()
        yield from (*_wrapped(linked(actions, language)), "")
    yield from _wrapped(offer_lines(page.offers, language))
    if week.booked:
        yield from _paragraph(_led(language.say("Booked"), week.booked, language))
    if week.planned and not page.offers:
        lead = language.say("Planned, not yet in a calendar (“hedgerow apply” books them)")
        yield from _paragraph(_led(lead, week.planned, language))


def _wrapped(lines: Iterable[str]) -> Iterator[str]:
    for line in lines:
        is_address = "://" in line and " " not in line.strip()
        yield from (line,) if is_address else _paragraph(line, "  " if line.startswith(("  ", "* ")) else "")


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
