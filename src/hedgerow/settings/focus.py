"""Of a [[calendars]] table: whether blocks that serve work are Google's focus time, and what is declined meanwhile."""

from hedgerow.settings.findings import Findings
from hedgerow.settings.places import KeyPath
from hedgerow.settings.tables import CalendarTable
from hedgerow.settings.values import CalendarKind, Decline, FocusTime, Role

_OTHERS = "@group.calendar.google.com"


def read_focus_time(path: KeyPath, table: CalendarTable, findings: Findings) -> FocusTime | None:
    decline = findings.choose((*path, "decline"), table.decline, Decline, Decline.NONE)
    message = table.decline_message.strip()
    if not table.focus_time:
        for key, given in (("decline", table.decline != Decline.NONE), ("decline_message", message)):
            if given:
                findings.blame((*path, key), "is only for focus time: write focus_time = true as well, or leave it out")
        return None
    if table.kind != CalendarKind.GOOGLE or table.role != Role.HOLD:
        findings.blame((*path, "focus_time"), "is only for a 'google' calendar with the role 'hold'; leave it out")
    elif table.id.strip().endswith(_OTHERS):
        findings.blame(
            (*path, "focus_time"), "Google has it only in the account's own calendar, 'primary'; leave it out"
        )
    if message and decline is Decline.NONE:
        findings.blame((*path, "decline_message"), 'is never sent: write decline = "new-conflicting", or leave it out')
    return FocusTime(decline, message)
