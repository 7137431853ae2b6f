"""The words of the three questions."""

from collections.abc import Mapping, Sequence

from hedgerow.core.domains import Domain
from hedgerow.core.noticed import Fact
from hedgerow.core.questions import Asked, Step
from hedgerow.letter.domains import names_of
from hedgerow.letter.language import noted
from hedgerow.letter.parts import Question
from hedgerow.letter.phrases import clock, duration, sentence, weekday
from hedgerow.letter.reader import Reader


def word_questions(asked: Sequence[Asked], reader: Reader) -> tuple[Question, ...]:
    return tuple(Question(step_name(each.question.step, reader), word(each, reader)) for each in asked)


def step_name(step: Step, reader: Reader) -> str:
    say = reader.language.say
    return {Step.PAUSE: say("Pause"), Step.REPRIORITISE: say("Re-prioritise"), Step.REFINE: say("Refine")}[step]


def word(asked: Asked, reader: Reader) -> str:
    return sentence(reader.language.say(TEXTS[asked.question.key], **_values(asked.fact, reader)))


def _values(fact: Fact, reader: Reader) -> Mapping[str, object]:
    """All that a text may name; where there is none, it does not."""
    titles, language = reader.titles, reader.language
    return {
        "title": titles.quoted(titles.block(fact.title)),
        "event": titles.quoted(titles.other(fact.title)),
        "other": titles.quoted(titles.other(fact.other)),
        "with_title": titles.quoted(titles.block(fact.other)),
        "duration": duration(fact.minutes, language),
        "count": language.number(fact.count),
        "of": language.number(fact.of),
        "before": duration(fact.of, language),
        "day": weekday(fact.day, language) if fact.day else "",
        "clock": clock(fact.at, reader.zone, language) if fact.at else "",
        "domain": names_of(language)[Domain(fact.domain)] if fact.domain else "",
    }


TEXTS: Mapping[str, str] = {
    "moved_and_kept": noted("{title} had to move and still took place. What made that possible?"),
    "one_free_evening": noted("On {day} the evening stayed yours. What was different about that day?"),
    "free_weekend": noted("Nothing of work reached the weekend. What of it would you like to have again?"),
    "served_several": noted("{title} served more than one part of your life. What did it give to each?"),
    "all_held": noted("Every block took place this week. What helped?"),
    "work_at_night": noted("There was work in the night of {day}. How was the day after it?"),
    "short_night": noted("One night left {duration} between two working days. How was the day after it?"),
    "largest_cause": noted("{event} took {duration} of your own time. What would you have done with it?"),
    "several_evenings": noted("Work reached into {count} evenings. When did you first notice it?"),
    "more_focus": noted("There was {duration} more time to focus than usual. Where did you feel it?"),
    "less_taken": noted("Work took {duration} less of your own time than usual. What was that time like?"),
    "longer_nights": noted("The shortest night was {duration} longer than usual. Did you notice?"),
    "kept_often": noted("{title} took place {count} times. What do you notice on those days?"),
    "hour_again": noted("Which hour of this week would you like to have again?"),
    "rested": noted("When did you feel rested, and what came before it?"),
    "looked_forward": noted("What had you been looking forward to, and was it as you hoped?"),
    "good_company": noted("Whose company did you good this week?"),
    "lost_in_time": noted("When did time pass without your noticing?"),
    "body": noted("What did your body tell you this week?"),
    "worth_its_hour": noted("Which hour of work was worth it?"),
    "harder_than_it_looks": noted("What was harder than it looks in the calendar?"),
    "in_no_calendar": noted("What stands in no calendar and mattered all the same?"),
    "said_no": noted("Where did you say no, or would have liked to?"),
    "clash": noted("{other} lies over {title} next week. Which of the two matters more?"),
    "no_place": noted("{title} found no place next week. What could give way to it?"),
    "gave_way_often": noted(
        "{title} gave way in {count} of the last {of} weeks, most often to {other}. Is that the order you want?"
    ),
    "lost_twice": noted("{title} did not take place {count} times. Which of them could wait, and which could not?"),
    "lost_to": noted("{title} gave way to {other}. Would you decide the same again?"),
    "shrunk": noted("{domain} has had {duration} a week lately, and {before} before that. Is that on purpose?"),
    "could_meet": noted("Could {title} and {with_title} be one thing now and then?"),
    "much_work": noted("Scheduled work came to {duration}. What of it would nobody have missed?"),
    "comes_again": noted("{event} came in again. What would happen if you were not there?"),
    "without_why": noted("No reason stands beside {title}. What is it for?"),
    "two_free_hours": noted("What would you do with two free hours on Wednesday?"),
    "only_expected": noted("What did you do because it was expected, and not because it mattered?"),
    "slipping_promise": noted("Which promise to yourself keeps slipping, and is it still one?"),
    "one_block": noted("If next week had room for one block, which would it be?"),
    "whose_time": noted("Whose time did you protect this week, besides your own?"),
    "can_wait_no_more": noted("What can’t be put off any longer, and what can?"),
    "too_full": noted("Which of your calendars holds more than it gives back?"),
    "more_of": noted("What would you like to have more of, a month from now?"),
    "attention_or_time": noted("What do the people closest to you need more of: your time, or your attention?"),
    "two_parts": noted("Which two parts of your life could meet in one afternoon?"),
    "moved_by_hand": noted("You moved {title} yourself, to {clock}. Should it always be then?"),
    "same_time_next_week": noted("{title} and {other} meet next week. What is the smallest change that lets both be?"),
    "make_room": noted("What one small change would make room for {title}?"),
    "ask_another_time": noted("{event} has come in for {count} weeks. Whom could you ask about another time?"),
    "long_evening": noted("On {day} work ran into the evening. What could end it earlier?"),
    "on_a_day_off": noted("{event} fell on a day off. What could be done before that day?"),
    "another_day": noted("{title} gave way on {day}. Would another day suit it better?"),
    "many_calls": noted("{count} different things came in. Is there one rule that would have kept out most of them?"),
    "less_focus": noted(
        "There was {duration} less time to focus than usual. Which meeting could be shorter, or a message?"
    ),
    "quiet": noted("This week stayed within its bounds. What should stay just as it is?"),
    "small_change": noted("What one small change would make next week easier?"),
    "told_on_monday": noted("From what you know now, what would you tell yourself on Monday morning?"),
    "habit_block": noted("Which habit of this week deserves a block of its own?"),
    "stop_for_two_weeks": noted("What could you stop doing for two weeks, to see whether anybody minds?"),
    "real_end": noted("When does your working day really end, and who knows that?"),
    "evening_before": noted("What could be ready the evening before?"),
    "five_minutes": noted("Where would five minutes between two meetings have helped?"),
    "left_undone": noted("What will you leave undone next week, on purpose?"),
    "best_defended": noted("Which block would you defend even against a good reason?"),
    "best_day": noted("What made the best day of this week, and can it be repeated?"),
}
