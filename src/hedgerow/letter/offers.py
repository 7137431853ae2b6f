"""Where the links of a letter stand, and the blocks that are offered one by one because a link may accept each."""

from collections.abc import Sequence
from dataclasses import dataclass

from hedgerow.core.report import NextWeek, Report
from hedgerow.letter.parts import ActionLink, Links
from hedgerow.letter.phrases import sentence, stretch
from hedgerow.letter.reader import Reader


@dataclass(frozen=True, slots=True)
class PlacedLinks:
    """Each list is as long as what it belongs to."""

    plan: str
    all_causes: str
    causes: tuple[tuple[ActionLink, ...], ...]
    open: tuple[tuple[ActionLink, ...], ...]
    """Of what is to be decided: clashes, then what found no place."""
    footer: tuple[ActionLink, ...]


@dataclass(frozen=True, slots=True)
class Offer:
    title: str
    state: str
    when: str
    links: tuple[ActionLink, ...]


def place_links(report: Report, links: Links) -> PlacedLinks:
    ahead = report.next_week
    return PlacedLinks(
        plan=links.plan,
        all_causes=links.all_causes,
        causes=_filled(links.causes, len(report.causes)),
        open=(*_filled(links.clashes, len(ahead.clashes)), *_filled(links.unplaced, len(ahead.unplaced))),
        footer=links.footer,
    )


def tell_offers(ahead: NextWeek, reader: Reader, links: Links) -> tuple[Offer, ...]:
    """Of the blocks that are in no calendar yet; none when nothing can be done about them by a link."""
    clashing = [clash.block for clash in ahead.clashes]
    given = zip(ahead.blocks, _filled(links.blocks, len(ahead.blocks)), strict=True)
    return tuple(
        Offer(
            title=sentence(reader.titles.block(title)),
            state=reader.language.say("Proposed"),
            when=stretch(block.span, reader.zone, reader.language),
            links=actions,
        )
        for (title, block), actions in given
        if links.blocks and block.block is None and block not in clashing
    )


def _filled(given: Sequence[tuple[ActionLink, ...]], length: int) -> tuple[tuple[ActionLink, ...], ...]:
    return (*given[:length], *[()] * (length - len(given)))
