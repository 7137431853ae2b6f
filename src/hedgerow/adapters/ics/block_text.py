"""One block as the text of a VEVENT: written plainly, and written again around whatever a person put into it."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from hedgerow.adapters.ics.block_lines import (
    Line,
    escape,
    named,
    only_value,
    read_lines,
    splice,
    unescape,
    utc_text,
    write_line,
)
from hedgerow.adapters.ics.lines import clean
from hedgerow.adapters.ics.mark import MARK, format_mark, parse_mark
from hedgerow.core.block import BlockEvent, uid_of
from hedgerow.core.domains import Domain
from hedgerow.core.reconcile import BUSY

NOTE = "Held by Hedgerow. Move, resize or delete it as you like; your change stays."

_DOMAINS = frozenset(domain.upper() for domain in Domain)
_CATEGORY = re.compile(r"(?:\\.|[^\\,])+")
_DIGITS = 18
"""Of a sequence that somebody means; programs that count in milliseconds have 13."""
_CLOSED = (b"PRIVATE", b"CONFIDENTIAL")


def write_event(event: BlockEvent, stamp: datetime, earlier: bytes = b"", newline: bytes = b"\r\n") -> bytes:
    """The same bytes for the same arguments. A private block tells nothing of ours but that the person is busy.

    All that a person added to the `earlier` text of it (a note, an alarm, a guest, a colour, a class) keeps its bytes;
    only from a block that turns private it goes, since it was put to one whose title could be seen. Where there is no
    earlier text, that of the event which this one `restores` stands for it, under the new UID; the changed instances
    of a series come back with it.
    """
    earlier = earlier or event.restores.encode()
    before, *instances = _one_by_one(read_lines(earlier))
    was_hidden = _was_hidden(before)
    if before and (was_hidden or not event.private):
        own = _Rewriting(event, before, was_hidden=was_hidden).lines(stamp)
        named = _folded({"UID": _uid(event), MARK: _mark(event)}, newline)
        return splice(before, _folded(own, newline)) + b"".join(splice(each, named) for each in instances)
    frame = read_lines(b"BEGIN:VEVENT" + newline + b"END:VEVENT" + newline)
    return splice(frame, _folded(_afresh(event, before, stamp), newline))


def _one_by_one(lines: Sequence[Line]) -> Sequence[Sequence[Line]]:
    """The events that follow one another in the lines; one without any line where there is none."""
    ends = [number for number, line in enumerate(lines, 1) if line.name == "END" and line.value.upper() == b"VEVENT"]
    return [lines[start:end] for start, end in pairwise([0, *ends])] or [()]


def is_title(found: str, left: str) -> bool:
    """Whether a program that shows `found` was given `left`: what cannot be seen may get lost on the way."""
    return found == left or clean(found) == clean(left)


def _folded(own: Mapping[str, Iterable[str | bytes]], newline: bytes) -> Mapping[str, bytes]:
    def fold(line: str | bytes) -> bytes:
        return line if isinstance(line, bytes) else write_line(line, newline)

    return {name: b"".join(map(fold, lines)) for name, lines in own.items()}


def _was_hidden(before: Sequence[Line]) -> bool:
    mark = parse_mark(only_value(before, MARK).decode("utf-8", "replace"))
    return mark is not None and mark.title == BUSY


def _afresh(event: BlockEvent, before: Sequence[Line], stamp: datetime) -> Mapping[str, Iterable[str | bytes]]:
    classes = [line.raw for line in named(before, "CLASS") if line.value.upper() in _CLOSED]
    return {
        "SUMMARY": [_summary(event)],
        **_times(event),
        "UID": _uid(event),
        **_changed(event, before, stamp),
        "CLASS": (classes or ["CLASS:PRIVATE"]) if event.private else (),
        "CATEGORIES": _wanted_categories(event),
        "DESCRIPTION": () if event.private else [_note()],
    }


@dataclass(frozen=True, slots=True)
class _Rewriting:
    """By name, the lines that change; a name that is missing keeps the lines it has."""

    event: BlockEvent
    before: Sequence[Line]
    was_hidden: bool

    def lines(self, stamp: datetime) -> Mapping[str, Iterable[str | bytes]]:
        return {
            **self._times(),
            **_changed(self.event, self.before, stamp),
            **dict(self._words()),
        }

    def _times(self) -> Mapping[str, Iterable[str | bytes]]:
        """What was all-day comes back so: its text has the days, which need no zone."""
        is_day = len(only_value(self.before, "DTSTART")) == len("20261117")
        return {} if self.event.restores and is_day else {**_times(self.event), "DURATION": ()}

    def _words(self) -> Iterator[tuple[str, Iterable[str | bytes]]]:
        if only_value(self.before, "UID") != uid_of(self.event.block).encode():
            yield "UID", _uid(self.event)
        if not is_title(unescape(only_value(self.before, "SUMMARY")), self.event.title):
            yield "SUMMARY", [_summary(self.event)]
        if self.event.private and not named(self.before, "CLASS"):
            yield "CLASS", ["CLASS:PRIVATE"]
        if self._is_uncovered and only_value(self.before, "CLASS").upper() == b"PRIVATE":
            yield "CLASS", ()
        if self._is_uncovered and not named(self.before, "DESCRIPTION"):
            yield "DESCRIPTION", [_note()]
        if self._categories() != set(() if self.event.private else _names(self.event)):
            theirs = (_without_ours(line) for line in named(self.before, "CATEGORIES"))
            yield "CATEGORIES", [*_wanted_categories(self.event), *(line for line in theirs if line)]

    @property
    def _is_uncovered(self) -> bool:
        """It could not be seen what it is, so that its class was ours."""
        return self.was_hidden and not self.event.private

    def _categories(self) -> set[str]:
        names = (name for line in named(self.before, "CATEGORIES") for name in _split(line))
        return {name.upper() for name in names} & _DOMAINS


def _times(event: BlockEvent) -> Mapping[str, Iterable[str | bytes]]:
    return {"DTSTART": [f"DTSTART:{utc_text(event.span.start)}"], "DTEND": [f"DTEND:{utc_text(event.span.end)}"]}


def _uid(event: BlockEvent) -> Sequence[str]:
    return [f"UID:{uid_of(event.block)}"]


def _changed(event: BlockEvent, before: Sequence[Line], stamp: datetime) -> Mapping[str, Iterable[str | bytes]]:
    return {
        "DTSTAMP": [f"DTSTAMP:{utc_text(stamp)}"],
        "LAST-MODIFIED": [f"LAST-MODIFIED:{utc_text(stamp)}"],
        "SEQUENCE": [f"SEQUENCE:{sequence_of(before) + 1}"],
        "TRANSP": [f"TRANSP:{event.transparency.upper()}"],
        MARK: _mark(event),
    }


def _mark(event: BlockEvent) -> Sequence[str]:
    return [f"{MARK}:{format_mark(event.mark)}"]


def _summary(event: BlockEvent) -> str:
    return f"SUMMARY:{escape(event.title)}"


def _note() -> str:
    return f"DESCRIPTION:{escape(NOTE)}"


def _names(event: BlockEvent) -> Sequence[str]:
    return sorted(domain.upper() for domain in event.domains)


def _wanted_categories(event: BlockEvent) -> Sequence[str]:
    names = () if event.private else _names(event)
    return [f"CATEGORIES:{','.join(names)}"] if names else ()


def _split(line: Line) -> Sequence[str]:
    """As they are written; not one of them when they are not UTF-8, so that the line stays as it is."""
    try:
        return [name.strip() for name in _CATEGORY.findall(line.value.decode())]
    except UnicodeDecodeError:
        return ()


def _without_ours(line: Line) -> str | bytes:
    """Empty when nothing is left of it."""
    names = _split(line)
    theirs = [name for name in names if name.upper() not in _DOMAINS]
    if len(theirs) == len(names):
        return line.raw
    return f"{line.head.decode('utf-8', 'replace')}:{','.join(theirs)}" if theirs else ""


def sequence_of(before: Sequence[Line]) -> int:
    """-1 for an event that was never written."""
    if not before:
        return -1
    value = only_value(before, "SEQUENCE")
    return int(value) if value.isdigit() and len(value) <= _DIGITS else 0
