"""The links of one letter: to the pages of its errands, where somebody answers, and to those who called a meeting."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from urllib.parse import quote

from hedgerow.core.block import Slot
from hedgerow.core.cause import Cause
from hedgerow.core.days import week_span
from hedgerow.core.errand import Errand, Kind, expiry, moving
from hedgerow.core.plan import Block
from hedgerow.core.report import Clash, Report
from hedgerow.flows.errands import series_name, slot_name
from hedgerow.flows.household import Household
from hedgerow.letter.parts import ActionLink, Links
from hedgerow.letter.phrases import NBSP, clock, moment, short_day
from hedgerow.letter.reader import Reader

PAUSED_DAYS = 14
_LATEST = timedelta(days=7)
"""After its week a letter goes out."""
ROOMS = {Kind.ANSWER: "journal", Kind.READ: "letter"}
"""The first part of a link's path; `do` for whatever does something."""
Address = Callable[[Kind, str], str]
"""Of the page that does such an errand with such an item."""


def links_of(household: Household, report: Report, reader: Reader) -> Links:
    """None but mails to organisers where nothing answers links."""
    address = address_of(household, report)
    is_open = any(block.block is None for _, block in report.next_week.blocks)
    return Links(
        plan=address(Kind.ACCEPT, "") if address and is_open else "",
        causes=tuple(tuple(_of_cause(cause, address, reader)) for cause in report.causes),
        clashes=tuple(tuple(_of_clash(clash, address, reader)) for clash in report.next_week.clashes),
        blocks=tuple(tuple(_of_block(block, address, reader)) for _, block in report.next_week.blocks),
        footer=tuple(_footer(address, reader)),
    )


def one_click(household: Household, report: Report) -> str | None:
    """Where a mail program may post that no more letters are wanted (RFC 8058); only over TLS."""
    address = address_of(household, report)
    if not household.settings.web.public or address is None:
        return None
    return address(Kind.STOP, "").replace("/do/", "/stop/")


def address_of(household: Household, report: Report) -> Address | None:
    """None where nothing answers links, and for a week whose letter is long over.

    Shown later, a letter has links that end no later than it could have been sent with: a page that shows it would else
    give links that last for ever.
    """
    links = household.links
    made = min(report.made_at, week_span(report.week, household.settings.person.zone).end + _LATEST)
    if links is None or not links.is_ready() or expiry(Kind.READ, made) <= report.made_at:
        return None

    def address(kind: Kind, item: str) -> str:
        token = links.sign(Errand(kind, str(report.week), item), expiry(kind, made))
        return f"{household.settings.web.base}/{ROOMS.get(kind, 'do')}/{token}"

    return address


def _of_cause(cause: Cause, address: Address | None, reader: Reader) -> Iterator[ActionLink]:
    say = reader.language.say
    if cause.proposal is not None and cause.organizer and not reader.hide_titles:
        at = clock(cause.proposal.start, reader.zone, reader.language)
        day = short_day(reader.boundary.local_day(cause.proposal.start), reader.language)
        subject = say("Could we move “{title}”?", title=cause.title)
        body = say("{day} at {clock} would suit me better. Would it suit you?", day=day, clock=at).replace(NBSP, " ")
        mail = f"mailto:{quote(cause.organizer)}?subject={quote(subject)}&body={quote(body)}"
        yield ActionLink(say("Ask to move to {clock}", clock=at), mail)
    if address is not None:
        series = series_name(cause.calendar, cause.uid)
        text = say("Expected, don’t flag again") if cause.recurring else say("Expected")
        yield ActionLink(text, address(Kind.EXPECT, series))


def _of_clash(clash: Clash, address: Address | None, reader: Reader) -> Iterator[ActionLink]:
    if address is not None and clash.block.block is not None:
        if clash.elsewhere is not None:
            start = clash.elsewhere.start
            text = reader.language.say("Move it to {when}", when=moment(start, reader.zone, reader.language))
            yield ActionLink(text, address(Kind.MOVE, moving(clash.block.block, start)))
        yield ActionLink(reader.language.say("Skip it this week"), address(Kind.SKIP, clash.block.block))


def _of_block(block: Block, address: Address | None, reader: Reader) -> Iterator[ActionLink]:
    """Of one that is in no calendar yet."""
    if address is None or block.block is not None:
        return
    slot: Slot = block.slot
    yield ActionLink(reader.language.say("Book it"), address(Kind.ACCEPT, slot_name(slot)))
    yield ActionLink(reader.language.say("Skip it"), address(Kind.SKIP, slot_name(slot)))


def _footer(address: Address | None, reader: Reader) -> Iterator[ActionLink]:
    if address is None:
        return
    say = reader.language.say
    yield ActionLink(say("Read it on the web"), address(Kind.READ, ""))
    yield ActionLink(say("Pause for two weeks"), address(Kind.PAUSE, str(PAUSED_DAYS)))
    yield ActionLink(say("Stop these letters"), address(Kind.STOP, ""))
