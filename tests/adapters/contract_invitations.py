"""What every `ports.invitations.Invitations` does. Inherit, and give the fixture `bench`."""

from datetime import timedelta
from typing import Protocol

import pytest

from hedgerow.core.occurrence import PartStat
from hedgerow.core.reply import Invitation, InvitationId
from hedgerow.core.span import Span
from hedgerow.ports import PreconditionFailed
from hedgerow.ports.invitations import Invitations
from tests.agenda import span

WHEN = span("2026-11-25", "10:00-11:00")


class Bench(Protocol):
    @property
    def calendar(self) -> Invitations: ...

    def invited(self, title: str, when: Span) -> InvitationId:
        """By somebody else."""

    def answered(self, which: InvitationId, partstat: PartStat) -> None:
        """By the person."""

    def moved(self, which: InvitationId, where: Span) -> None:
        """By whoever holds it."""

    def cancelled(self, which: InvitationId) -> None: ...

    def later(self) -> None:
        """When what was read before is read anew."""

    def heard(self) -> list[str]:
        """What organisers were told, one word each time."""


class InvitationsContract:
    def only(self, bench: Bench) -> Invitation:
        [found] = bench.calendar.find()
        return found

    def test_what_has_no_answer_is_found(self, bench: Bench) -> None:
        bench.answered(bench.invited("Review", WHEN), PartStat.ACCEPTED)
        name = bench.invited("Sync", WHEN)
        found = self.only(bench)
        assert (found.id, found.span, found.title, found.partstat) == (name, WHEN, "Sync", PartStat.NEEDS_ACTION)
        assert (found.calendar, found.comment, found.sequence) == (bench.calendar.calendar, "", 0)

    def test_a_no_is_there_with_its_words_and_the_organiser_is_told(self, bench: Bench) -> None:
        name = bench.invited("Sync", WHEN)
        bench.calendar.answer(self.only(bench), PartStat.DECLINED, "I run then")
        now = bench.calendar.look(name)
        assert now is not None
        assert (now.partstat, now.comment, bench.heard()) == (PartStat.DECLINED, "I run then", ["declined"])
        bench.later()
        assert list(bench.calendar.find()) == []

    def test_a_no_that_is_taken_back_leaves_no_words(self, bench: Bench) -> None:
        name = bench.invited("Sync", WHEN)
        bench.calendar.answer(self.only(bench), PartStat.DECLINED, "I run then")
        no = bench.calendar.look(name)
        assert no is not None
        bench.calendar.answer(no, PartStat.NEEDS_ACTION, "")
        bench.later()
        assert (self.only(bench).comment, bench.heard()) == ("", ["declined", "needs-action"])

    def test_what_was_answered_moved_or_cancelled_meanwhile_is_not_answered(self, bench: Bench) -> None:
        name = bench.invited("Sync", WHEN)
        seen = self.only(bench)
        bench.answered(name, PartStat.ACCEPTED)
        with pytest.raises(PreconditionFailed):
            bench.calendar.answer(seen, PartStat.DECLINED, "No")
        bench.answered(name, PartStat.NEEDS_ACTION)
        bench.moved(name, Span(WHEN.start + timedelta(hours=1), WHEN.end + timedelta(hours=1)))
        with pytest.raises(PreconditionFailed):
            bench.calendar.answer(seen, PartStat.DECLINED, "No")
        bench.cancelled(name)
        with pytest.raises(PreconditionFailed):
            bench.calendar.answer(seen, PartStat.DECLINED, "No")
        assert (bench.calendar.look(name), bench.heard()) == (None, [])
