"""The calendars that can hold blocks, opened for writing."""

from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hedgerow.adapters.ics.block_file import BlockFile
from hedgerow.adapters.lock import is_held_here
from hedgerow.compose.accounts import Reached
from hedgerow.core.occurrence import CalendarId
from hedgerow.ports import BlockCalendar, Breaks, Clock, Mailer, Refused, Unavailable
from hedgerow.ports.journal import Mailbox
from hedgerow.settings.values import CalendarKind, CalendarSettings, LetterSettings, Role, Settings

if TYPE_CHECKING:
    from hedgerow.adapters.imip.blocks import InvitedBlocks
    from hedgerow.adapters.imip.told import Method


@dataclass(frozen=True, slots=True)
class BlockPlaces:
    settings: Settings
    used: Collection[CalendarId]
    """Where a block was ever written."""
    clock: Clock
    reached: Reached
    breaks: Breaks

    def open(self, roles: Collection[Role] = (Role.HOLD,)) -> tuple[BlockCalendar, ...]:
        found: list[BlockCalendar] = []
        for each in self.settings.calendars:
            if each.role in roles and each.id in self.reached:
                found.append(self.reached[each.id][1])
            elif each.role in roles and each.kind is CalendarKind.FILE:
                found.append(self._file(each))
            elif each.role in roles and each.kind is CalendarKind.INVITATIONS:
                found.append(self._by_mail(each))
        return tuple(found)

    def uncancelled(self) -> Mapping[CalendarId, int]:
        """How many cancellations are still to be mailed, where there are any and that can be seen."""
        counts: dict[CalendarId, int] = {}
        for each in self.settings.calendars:
            if each.kind is CalendarKind.INVITATIONS:
                # one that can't be read is named already by whoever looked for blocks there
                with suppress(Unavailable, Refused):
                    counts[each.id] = self._by_mail(each).uncancelled()
        return {calendar: count for calendar, count in counts.items() if count}

    def _file(self, calendar: CalendarSettings) -> BlockFile:
        assert calendar.path is not None, "settings give a file its path, and invitations the one of what they say"
        is_new = is_unused(calendar, self.used)
        return BlockFile(calendar.path, calendar.id, self.settings.person.zone, self.clock, is_new=is_new)

    def _by_mail(self, calendar: CalendarSettings) -> "InvitedBlocks":
        from hedgerow.adapters.imip.blocks import InvitedBlocks  # noqa: PLC0415 - few lives have one
        from hedgerow.adapters.imip.invitation import Addresses  # noqa: PLC0415

        post, zone = by_smtp(self.settings.letter), self.settings.person.zone
        assert post is not None, "settings demand a mail server for invitations"
        addresses = Addresses(self.settings.letter.sender, calendar.to)
        return InvitedBlocks(self._file(calendar), addresses, post, zone, self.clock, self._may_mail)

    def _may_mail(self) -> "Collection[Method]":
        """Nothing where somebody only looks; in a pause only that blocks are gone."""
        from hedgerow.adapters.imip.told import Method  # noqa: PLC0415 - as above

        if not is_held_here(self.settings.server.data):
            return ()
        pause = self.breaks.pause()
        is_paused = pause is not None and not pause.is_over(self.clock.now())
        return (Method.CANCEL,) if is_paused else tuple(Method)


def is_unused(calendar: CalendarSettings, used: Collection[CalendarId]) -> bool:
    """No block was ever written there, so a file that is missing is not lost."""
    return calendar.role is Role.HOLD and calendar.id not in used


def replies_of(letter: LetterSettings) -> Mailbox | None:
    if letter.replies is None:
        return None
    from hedgerow.adapters.mail.replies import ImapReplies  # noqa: PLC0415 - as in `post_of`

    box = letter.replies
    return ImapReplies(box.host, box.port, box.tls, box.user, box.password, box.folder)


def by_smtp(letter: LetterSettings) -> Mailer | None:
    if letter.smtp is None or not letter.to:
        return None
    from hedgerow.adapters.mail.smtp import SmtpMailer  # noqa: PLC0415 - smtplib and ssl take time to import

    smtp = letter.smtp
    return SmtpMailer(smtp.host, smtp.port, smtp.tls, smtp.user, smtp.password)
