"""The weekly letter: judge the weeks, make the report, word it."""

from collections.abc import Sequence
from email.message import EmailMessage
from email.utils import formataddr

from hedgerow.core.absence import is_absence
from hedgerow.core.boundary import Boundary
from hedgerow.core.days import Week
from hedgerow.core.report import Material, Report, build_report
from hedgerow.core.week import Evidence, WeekReview, review_week
from hedgerow.flows.cycle import Survey, View, current_week
from hedgerow.flows.explaining import find_remedies, find_rooms
from hedgerow.flows.history import recall
from hedgerow.flows.household import Household
from hedgerow.flows.refine import refine
from hedgerow.letter.language import language_of
from hedgerow.letter.message import Envelope, compose_message
from hedgerow.letter.parts import NO_PARTS, Parts
from hedgerow.letter.reader import Letter, Reader
from hedgerow.letter.write import write_letter
from hedgerow.settings.values import Clock, Pictures, Settings, Titles

WEEKS_BEFORE = 12
"""How many weeks of its own past a letter draws on."""
HOST = "hedgerow.invalid"
"""The right side of a Message-ID when no address tells a better one: RFC 2606 keeps it from being anybody's."""


def review_weeks(household: Household, seen: View, weeks: Sequence[Week]) -> tuple[WeekReview, ...]:
    settings = household.settings
    titles = {intention.id: intention.title for intention in settings.intentions}
    # that a leave is told to others is no block that was protected
    bookings = [each for each in household.ledger.bookings() if not is_absence(each.slot.intention)]
    evidence = Evidence(seen.timeline, bookings, titles, seen.coverage, settings.expected)
    return tuple(review_week(week, evidence, seen.boundary, settings.limits) for week in weeks)


def make_report(household: Household, surveyed: Survey, week: Week) -> Report:
    """`surveyed` reaches at least `WEEKS_BEFORE` weeks before `week`."""
    weeks = [week.plus(n) for n in range(-WEEKS_BEFORE, 1)]
    reviews = review_weeks(household, surveyed.view, weeks)
    refine(household, surveyed.view, reviews)
    settings = household.settings
    material = Material(
        reviews,
        surveyed.view.timeline,
        surveyed.outlook.plan,
        settings.intentions,
        surveyed.view.boundary,
        settings.limits,
        remedies=find_remedies(household, surveyed, week.plus(1)),
        elsewhere=find_rooms(household, surveyed, week.plus(1)),
        past=recall(household, reviews)[:-1],
    )
    return build_report(material, surveyed.now)


def word_letter(settings: Settings, report: Report, parts: Parts = NO_PARTS) -> Letter:
    return write_letter(report, reader_of(settings, report.boundary or settings.boundary), parts)


def reader_of(settings: Settings, boundary: Boundary) -> Reader:
    person, letter = settings.person, settings.letter
    twelve_hours = None if person.clock is None else person.clock is Clock.H12
    language = language_of(letter.language, twelve_hours=twelve_hours)
    return Reader(
        person.name,
        boundary,
        hide_titles=letter.titles is Titles.HIDDEN,
        language=language,
        pictures=letter.pictures is Pictures.INLINE,
    )


def compose_letter(
    settings: Settings, report: Report, parts: Parts = NO_PARTS, one_click: str | None = None
) -> EmailMessage:
    """`one_click`: where mail programs may post that no more letters are wanted."""
    to = settings.letter.to or f"you@{HOST}"
    sender = settings.letter.sender or to
    envelope = Envelope(
        sender=sender if "<" in sender else formataddr(("Hedgerow", sender)),
        recipient=to,
        date=report.made_at.astimezone(settings.person.zone),
        host=sender.rpartition("@")[2].rstrip(">") or HOST,
        unsubscribe=sender if settings.letter.to else None,
        one_click=one_click,
    )
    return compose_message(word_letter(settings, report, parts), envelope)


def keep_weeks(household: Household, seen: View, weeks: int) -> None:
    """Of the last so many weeks, keeps what is over and not yet kept as it is read; `seen` reaches back to them."""
    this = current_week(household.settings, household.clock.now())
    recall(household, review_weeks(household, seen, [this.plus(-n) for n in range(weeks, 0, -1)]))
