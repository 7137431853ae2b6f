"""[[calendars]] of kind "invitations" → to whom they are mailed, which takes more than their own table to know."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from hedgerow.settings.findings import Findings
from hedgerow.settings.places import KeyPath
from hedgerow.settings.surroundings import address_of
from hedgerow.settings.tables import CalendarTable, Wire
from hedgerow.settings.values import CalendarKind, CalendarSettings, LetterSettings, Role

_PLACES = ("path", "url", "url_env", "url_file")
FOLDER = "invitations"
"""In the data folder."""


def address_invitations(
    calendars: Sequence[CalendarSettings], wire: Wire, letter: LetterSettings, data: Path, findings: Findings
) -> tuple[CalendarSettings, ...]:
    """All of the calendars, in their order; those of other kinds as they are."""
    addressed: list[CalendarSettings] = []
    for n, (calendar, table) in enumerate(zip(calendars, wire.calendars, strict=True)):
        path = ("calendars", n)
        if calendar.kind is not CalendarKind.INVITATIONS:
            if table.to:
                findings.blame_key((*path, "to"), "only invitations are mailed to somebody; leave this out")
            addressed.append(calendar)
            continue
        _blame_misplaced(path, calendar, table, findings)
        to = _recipient(path, table, (*wire.person.addresses, letter.to), findings)
        _blame_mail(path, to, letter, findings)
        addressed.append(replace(calendar, to=to, path=data / FOLDER / f"{calendar.id}.ics"))
    return tuple(addressed)


def _blame_misplaced(path: KeyPath, calendar: CalendarSettings, table: CalendarTable, findings: Findings) -> None:
    if calendar.role is not Role.HOLD and findings.is_sound(*path, "role"):
        findings.blame((*path, "role"), 'invitations are there to hold blocks; write role = "hold"')
    for key in _PLACES:
        if getattr(table, key):
            findings.blame_key((*path, key), "invitations are mailed, and lie nowhere else; leave this out")


def _recipient(path: KeyPath, table: CalendarTable, known: Sequence[str], findings: Findings) -> str:
    to = table.to or next(filter(None, known), "")
    if not findings.require((*path, "to"), to, "the mail address that your calendar program takes invitations at"):
        return ""
    # one of the person's addresses may be none to write to, and nothing was wrong with it there
    return findings.read((*path, "to"), to, address_of, "")


def _blame_mail(path: KeyPath, to: str, letter: LetterSettings, findings: Findings) -> None:
    if letter.smtp is None:
        instead = " in the place of account" if letter.account else ""
        findings.blame(
            (*path, "kind"), f"needs a mail server that invitations can be sent through: set [letter.smtp]{instead}"
        )
    elif to and letter.sender.lower() == to.lower():
        findings.blame(
            ("letter", "from"),
            f"must be another address than {to!r}, to which invitations go: calendar programs leave alone what somebody"
            " invites themselves to",
        )


def what_is_not_seen(calendar: CalendarSettings) -> str:
    return (
        f"Blocks in {calendar.id} are mailed to {calendar.to} as invitations: what you move, decline or delete there,"
        " Hedgerow does not see."
    )
