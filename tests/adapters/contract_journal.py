"""What every `ports.journal.Journal` does. A test module inherits `JournalContract` and gives the fixture `opened`."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from hedgerow.ports.journal import Journal, Page, PageId
from tests.agenda import utc

MONDAY = utc("2026-11-23 09:00")
THOUGHT = Page(PageId(0), "2026-W47", "rested", "When did you feel rested?", "On Sunday, after the walk 🌿.", MONDAY)

Opened = Callable[[], Journal]
"""Gives another over the same pages, as another process would have it."""


class JournalContract:
    def test_it_is_empty_at_first(self, opened: Opened) -> None:
        assert list(opened().pages()) == []
        assert opened().asked(["2026-W47"]) == {}

    def test_pages_come_back_in_the_order_they_were_written(self, opened: Opened) -> None:
        own = replace(THOUGHT, key="", question="", answer="Too many calls.", at=MONDAY + timedelta(minutes=1))
        first, second = opened().write(THOUGHT), opened().write(own)
        assert list(opened().pages()) == [replace(THOUGHT, id=first), replace(own, id=second)]

    def test_a_question_may_be_answered_twice_and_both_stay(self, opened: Opened) -> None:
        assert opened().write(THOUGHT) != opened().write(replace(THOUGHT, answer="Not at all."))
        assert [page.answer for page in opened().pages()] == [THOUGHT.answer, "Not at all."]

    def test_a_forgotten_page_is_gone(self, opened: Opened) -> None:
        first, second = opened().write(THOUGHT), opened().write(THOUGHT)
        assert opened().forget(first)
        assert not opened().forget(first)
        assert [page.id for page in opened().pages()] == [second]

    def test_the_questions_of_a_week_are_those_that_were_asked_first(self, opened: Opened) -> None:
        assert sorted(opened().ask("2026-W47", ["rested", "body", "quiet"])) == ["body", "quiet", "rested"]
        assert sorted(opened().ask("2026-W47", ["other"])) == ["body", "quiet", "rested"]
        opened().ask("2026-W46", ["clash"])
        opened().ask("2026-W45", [])
        asked = opened().asked(["2026-W45", "2026-W46", "2026-W47", "2026-W48"])
        assert {week: sorted(keys) for week, keys in asked.items()} == {
            "2026-W46": ["clash"],
            "2026-W47": ["body", "quiet", "rested"],
        }

    def test_a_reply_is_taken_once(self, opened: Opened) -> None:
        assert opened().take("<1@mail.example.org>", MONDAY)
        assert not opened().take("<1@mail.example.org>", MONDAY)
        assert opened().take("<2@mail.example.org>", MONDAY)
