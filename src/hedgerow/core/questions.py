"""Three questions a week, one for each step of the cycle, from what the week held; none twice within eight weeks.

A question is a key, a condition and the facts that it speaks of; its words are the letter's. Those that ask about
something of this week come before those that could be asked in any.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain

from hedgerow.core import noticed
from hedgerow.core.noticed import ANY, Fact, Find
from hedgerow.core.report import FigureKey, Report
from hedgerow.core.week import Verdict

SILENT = 8
"""Weeks for which a question that was asked is not asked again."""


class Step(StrEnum):
    PAUSE = "pause"
    REPRIORITISE = "reprioritise"
    REFINE = "refine"


@dataclass(frozen=True, slots=True)
class Question:
    key: str
    step: Step
    find: Find
    """The fact it speaks of; None where the question has no place."""


@dataclass(frozen=True, slots=True)
class Asked:
    question: Question
    fact: Fact


def choose_questions(report: Report, asked_lately: Collection[str]) -> tuple[Asked, ...]:
    """One of each step, in order; none for a week that was not seen. The same for the same week and past.

    `asked_lately` are the keys of the last `SILENT` letters.
    """
    if report.verdict is Verdict.UNKNOWN:
        return ()
    found = (_choose(step, report, asked_lately) for step in Step)
    return tuple(each for each in found if each is not None)


def asked_again(report: Report, keys: Collection[str]) -> tuple[Asked, ...]:
    """What a letter asked before, as it is asked when the letter is made once more."""
    told = ((question, question.find(report)) for question in CATALOGUE if question.key in keys)
    return tuple(Asked(question, fact or ANY) for question, fact in told)


def _choose(step: Step, report: Report, asked_lately: Collection[str]) -> Asked | None:
    here = [question for question in CATALOGUE if question.step is step and question.key not in asked_lately]
    special = [question for question in here if question.find is not _always]
    general = [question for question in here if question.find is _always]
    turned = general[report.week.number % max(1, len(general)) :] + general
    told = ((question, question.find(report)) for question in chain(special, turned))
    return next((Asked(question, fact) for question, fact in told if fact is not None), None)


def _always(_: Report) -> Fact | None:
    return ANY


def _questions(step: Step, **finds: Find) -> Iterator[Question]:
    return (Question(key, step, find) for key, find in finds.items())


def _general(step: Step, keys: str) -> Iterator[Question]:
    return (Question(key, step, _always) for key in keys.split())


CATALOGUE: tuple[Question, ...] = (
    *_questions(
        Step.PAUSE,
        moved_and_kept=noticed.moved_and_kept,
        one_free_evening=noticed.one_free_evening,
        free_weekend=noticed.free_weekend,
        served_several=noticed.served_several,
        all_held=noticed.all_held,
        work_at_night=noticed.work_at_night,
        short_night=noticed.short_night,
        largest_cause=noticed.largest_cause,
        several_evenings=noticed.several_evenings,
        more_focus=noticed.more(FigureKey.FOCUS, 60),
        less_taken=noticed.less(FigureKey.PERSONAL_TAKEN, 60),
        longer_nights=noticed.more(FigureKey.SHORTEST_REST, 60),
        kept_often=noticed.kept_often,
    ),
    *_general(
        Step.PAUSE,
        "hour_again rested looked_forward good_company lost_in_time body worth_its_hour harder_than_it_looks"
        " in_no_calendar said_no",
    ),
    *_questions(
        Step.REPRIORITISE,
        clash=noticed.clash,
        no_place=noticed.no_place,
        gave_way_often=noticed.gave_way_often,
        lost_twice=noticed.lost_twice,
        lost_to=noticed.lost_to,
        shrunk=noticed.shrunk,
        could_meet=noticed.could_meet,
        much_work=noticed.much_work,
        comes_again=noticed.comes_again,
        without_why=noticed.without_why,
    ),
    *_general(
        Step.REPRIORITISE,
        "two_free_hours only_expected slipping_promise one_block whose_time can_wait_no_more too_full more_of"
        " attention_or_time two_parts",
    ),
    *_questions(
        Step.REFINE,
        moved_by_hand=noticed.moved_by_hand,
        same_time_next_week=noticed.clash,
        make_room=noticed.no_place,
        ask_another_time=noticed.comes_again,
        long_evening=noticed.long_evening,
        on_a_day_off=noticed.on_a_day_off,
        another_day=noticed.lost_to,
        many_calls=noticed.many_calls,
        less_focus=noticed.less(FigureKey.FOCUS, 60),
        quiet=noticed.quiet,
    ),
    *_general(
        Step.REFINE,
        "small_change told_on_monday habit_block stop_for_two_weeks real_end evening_before five_minutes left_undone"
        " best_defended best_day",
    ),
)
