"""Of a [[calendars]] table: what is Google's focus time or out-of-office there, and what is declined, by whom."""

from hedgerow.settings.findings import Findings
from hedgerow.settings.places import KeyPath
from hedgerow.settings.tables import CalendarTable
from hedgerow.settings.values import CalendarKind, Decline, FocusTime, OutOfOffice, Role

_OTHERS = "@group.calendar.google.com"
_TYPES = ("focus_time", "out_of_office")
TAKEN = "This time is taken. Could we find another one?"
"""What is told with a no, where the person has no words of their own for it."""


def read_types(path: KeyPath, table: CalendarTable, findings: Findings) -> tuple[FocusTime | None, OutOfOffice | None]:
    decline = findings.choose((*path, "decline"), table.decline, Decline, Decline.NONE)
    message = table.decline_message.strip()
    asked = [key for key in _TYPES if getattr(table, key)]
    if not asked:
        says = message and not table.decline_invitations
        for key, given in (("decline", table.decline != Decline.NONE), ("decline_message", says)):
            if given:
                told = "write focus_time = true as well, or out_of_office = true, or leave it out"
                findings.blame((*path, key), f"is only for focus time and out-of-office: {told}")
        return None, None
    for key in asked:
        _blame_place((*path, key), table, findings)
    if message and decline is Decline.NONE and not table.decline_invitations:
        findings.blame((*path, "decline_message"), 'is never sent: write decline = "new-conflicting", or leave it out')
    focus_time = FocusTime(decline, message) if table.focus_time else None
    return focus_time, OutOfOffice(decline, message) if table.out_of_office else None


def read_declines(path: KeyPath, table: CalendarTable, findings: Findings) -> str | None:
    """What Hedgerow tells with a no; None where it declines nothing."""
    if not table.decline_invitations:
        return None
    _blame_place((*path, "decline_invitations"), table, findings)
    return table.decline_message.strip() or TAKEN


def _blame_place(path: KeyPath, table: CalendarTable, findings: Findings) -> None:
    if table.kind != CalendarKind.GOOGLE or table.role != Role.HOLD:
        findings.blame(path, "is only for a 'google' calendar with the role 'hold'; leave it out")
    elif table.id.strip().endswith(_OTHERS):
        findings.blame(path, "Google has it only in the account's own calendar, 'primary'; leave it out")
