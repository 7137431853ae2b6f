"""What the pages say: what a link will do, what it did, and what takes it back."""

from dataclasses import dataclass

from hedgerow.core.errand import Errand, Kind
from hedgerow.flows.errands import Ran, Subject
from hedgerow.letter.phrases import short_day, stretch
from hedgerow.letter.reader import Reader


@dataclass(frozen=True, slots=True)
class Asking:
    title: str
    told: str
    button: str
    lines: tuple[str, ...] = ()
    """What it is about, one by one."""


def ask(errand: Errand, subject: Subject, reader: Reader) -> Asking:
    if errand.kind in (Kind.SKIP, Kind.MOVE, Kind.ACCEPT):
        return _ask_of_blocks(errand, subject, reader)
    say = reader.language.say
    asked = {
        Kind.EXPECT: Asking(
            say("Expect this meeting?"),
            say("This series is not counted as time taken any more, neither now nor in later weeks."),
            say("Expect it"),
        ),
        Kind.ADOPT: Asking(
            say("Make this change?"),
            say("The change that the letter of {week} proposes is written into your settings.", week=errand.week),
            say("Make it"),
        ),
        Kind.DECLINE: Asking(
            say("Decline this change?"),
            say("The settings stay as they are. A change declined twice is not proposed again for a quarter."),
            say("Decline it"),
        ),
        Kind.PAUSE: Asking(say("Pause Hedgerow?"), _pausing(errand, reader), say("Pause it")),
        Kind.STOP: Asking(
            say("Stop the letters?"),
            say("No more letters come. Blocks are booked and defended as before."),
            say("Stop them"),
        ),
    }
    back = Asking(say("Take it back?"), say("What was done is taken back."), say("Take it back"))
    return asked.get(errand.kind, back)


def _ask_of_blocks(errand: Errand, subject: Subject, reader: Reader) -> Asking:
    say = reader.language.say
    it = _named(subject, reader)
    if errand.kind is Kind.SKIP:
        told = say("It goes from your calendar, and its day stays empty: {block}.", block=it)
        return Asking(say("Skip this block?"), told, say("Skip it"))
    if errand.kind is Kind.MOVE:
        told = say("It moves and then stays exactly there: {block}, to {when}.", block=it, when=_to(subject, reader))
        return Asking(say("Move this block?"), told, say("Move it"))
    if errand.item:
        told = say("It is booked in your calendar: {block}.", block=it)
        return Asking(say("Book this block?"), told, say("Book it"))
    told = say("All that is planned is booked, and what is planned later is booked there by itself.")
    lines = tuple(_named(Subject(title, span), reader) for title, span in subject.coming)
    return Asking(say("Book next week’s plan?"), told, say("Book it"), lines)


def _pausing(errand: Errand, reader: Reader) -> str:
    say = reader.language.say
    if errand.item:
        return say("Nothing is written to your calendars for {days} days. Letters still come.", days=errand.item)
    return say("Nothing is written to your calendars until you resume. Letters still come.")


def tell(errand: Errand, ran: Ran, reader: Reader) -> str:
    say, subject = reader.language.say, ran.subject
    it = _named(subject, reader)
    told = {
        Kind.SKIP: say("Skipped: {block}. Its day stays empty.", block=it),
        Kind.MOVE: say("Moved: {block}, to {when}. It stays exactly there.", block=it, when=_to(subject, reader)),
        Kind.ACCEPT: say("Booked: {block}.", block=it) if it else _booked(ran, reader),
        Kind.EXPECT: say("This series is expected from now on, and not counted."),
        Kind.UNEXPECT: say("This series is counted again."),
        Kind.ADOPT: say("The change is in your settings. In two weeks the letter says whether it helped."),
        Kind.DECLINE: say("The settings stay as they are."),
        Kind.REVERT: say("The settings say again what they said before."),
        Kind.PAUSE: say("Paused. Nothing is written to your calendars."),
        Kind.RESUME: say("Resumed. Blocks are booked and defended again."),
        Kind.STOP: say("No more letters come."),
        Kind.START: say("Letters come again."),
        Kind.UNDO: say("Taken back."),
    }
    return told.get(errand.kind, "")


def _booked(ran: Ran, reader: Reader) -> str:
    if not ran.many:
        return reader.language.say("Everything was booked already.")
    return reader.language.count("One block was written.", "{n} blocks were written.", ran.many)


def undo_button(undo: Errand, reader: Reader) -> str:
    say = reader.language.say
    named = {Kind.RESUME: say("Resume"), Kind.START: say("Send letters again"), Kind.PAUSE: say("Pause again")}
    return named.get(undo.kind, say("Undo"))


def _named(subject: Subject, reader: Reader) -> str:
    """`Reading, Thu 26 Nov 21:00–22:00`."""
    title = reader.titles.block(subject.title) if subject.title else ""
    when = stretch(subject.span, reader.zone, reader.language) if subject.span and subject.title else ""
    when = short_day(subject.day, reader.language) if subject.day else when
    return ", ".join(filter(None, (title, when)))


def _to(subject: Subject, reader: Reader) -> str:
    return stretch(subject.to, reader.zone, reader.language) if subject.to else ""
